"""Each kind of hidden thing got a table of its own: the migration keeps every row, unchanged."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common import clock
from ideas.models import Comment, CommentHiding, Idea, IdeaHiding
from labs.models import HidingReason
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.migrating import migrate, migrate_to_now

BEFORE = [("ideas", "0008_uploads_left")]


@pytest.fixture
def things():
    """Four ideas and as many comments, as (ids of ideas, ids of comments), and who moderates."""
    lab = make_lab()
    anna, mo, noor = make_member(lab, "Anna"), *(make_member(lab, name, "moderator") for name in ("Mo", "Noor"))
    ideas = [make_idea(anna, f"Idee {number}") for number in range(4)]
    comments = [make_comment(ideas[0], anna, f"Reactie {number}") for number in range(4)]
    return [idea.pk for idea in ideas], [comment.pk for comment in comments], mo, noor


def fill(model, ideas, comments, mo, noor):
    """Of each kind: hidden now, hidden before and restored, hidden twice, and by someone who left; in turns."""
    at = clock.now()
    for number, reason in enumerate(HidingReason.values):
        place = {"idea_id": ideas[number // 2]} if number % 2 else {"comment_id": comments[number // 2]}
        row = {"reason": reason, "explanation": f"Uitleg {number}", "writer_knows": number % 3 == 0}
        row |= {"by_id": None if number > 5 else mo.pk, "at": at - timedelta(days=9, minutes=number)}
        if number in (2, 3):
            back = {"restored_by_id": noor.pk, "restored_at": at, "restored_why": f"Toch goed {number}"}
            model.objects.create(**place, **row, **back)
        model.objects.create(**place, **row)


def rows(model, *without):
    return [
        {name: value for name, value in row.items() if name not in without}
        for row in model.objects.order_by("pk").values()
    ]


def said(row):
    return row["explanation"] + row["restored_why"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_all_that_is_hidden_is_there_after_with_its_numbers_and_guarded(things, back_to_now):
    ideas, comments, mo, noor = things
    old = migrate(BEFORE).get_model("ideas", "Hiding")
    fill(old, ideas, comments, mo, noor)
    before = rows(old)
    assert len(before) == 10

    migrate_to_now()

    told = [row for row in before if row["comment_id"] is None]
    assert rows(IdeaHiding) == [{name: value for name, value in row.items() if name != "comment_id"} for row in told]
    said = [row for row in before if row["idea_id"] is None]
    assert rows(CommentHiding) == [{name: value for name, value in row.items() if name != "idea_id"} for row in said]
    assert (len(told), len(said)) == (5, 5)
    for model, place in ((IdeaHiding, {"idea_id": ideas[0]}), (CommentHiding, {"comment_id": comments[0]})):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**place, reason="spam")  # another stands
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(reason="spam")  # of nothing
    assert Idea.objects.get(pk=ideas[1]).hidings.count() == 2
    Comment.objects.filter(pk=comments[2]).update(is_hidden=True)
    assert Comment.objects.get(pk=comments[2]).restore(noor, "Mag weer.")
    fresh = Comment.objects.get(pk=comments[2]).hide(mo, "spam")
    assert fresh.pk > max(row["id"] for row in said), "numbers go on where they were"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_way_back_loses_nothing_either(things, back_to_now):
    ideas, comments, mo, noor = things
    old = migrate(BEFORE).get_model("ideas", "Hiding")
    fill(old, ideas, comments, mo, noor)
    before = rows(old)
    migrate_to_now()
    IdeaHiding.objects.create(idea_id=ideas[1], reason="spam", restored_at=clock.now())  # one of the same number
    CommentHiding.objects.filter(comment_id=comments[1]).delete()

    old = migrate(BEFORE).get_model("ideas", "Hiding")

    kept = [row for row in rows(old, "id") if row["restored_at"] is None or row["restored_why"]]
    gone = [row for row in before if row["comment_id"] == comments[1]]
    there = [{name: value for name, value in row.items() if name != "id"} for row in before if row not in gone]
    assert sorted(kept, key=said) == sorted(there, key=said)
    assert (len(kept), old.objects.count()) == (8, 9)
