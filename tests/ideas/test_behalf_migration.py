"""Ideas and comments written down for somebody got a table each: every row of before is there after, as it was."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common import clock
from ideas.models import CommentBehalf, Idea, IdeaBehalf
from ideas.models.onbehalf import code_hash, with_code
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.migrating import migrate, migrate_to_now

BEFORE = [("ideas", "0009_hidings_of_each_kind")]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def migrate_back():
    """Return the model as it was before."""
    return migrate(BEFORE).get_model("ideas", "Behalf")


@pytest.fixture
def things():
    """Return three ideas, three comments, and who wrote them down."""
    lab = make_lab()
    bram = make_member(lab, "Bram", "stadmaker")
    ideas = [make_idea(bram, f"Idee {number}") for number in range(3)]
    return ideas, [make_comment(ideas[0], bram, f"Reactie {number}") for number in range(3)], bram


def fill(model, ideas, comments, bram):
    """In turns of an idea and a comment: claimed, written down by somebody who left, and without a name."""
    for number in range(6):
        thing = {"comment_id": comments[number // 2].pk} if number % 2 else {"idea_id": ideas[number // 2].pk}
        model.objects.create(
            **thing,
            name="" if number > 3 else f"Tineke {number}",
            voice_kind="body" if number == 1 else "stadmaker",
            voice_label="dorpsraad" if number == 1 else "",
            written_by_id=None if number in (2, 3) else bram.pk,
            code_hash=code_hash(f"AAAAA-AAAA{number + 2}"),
            claimed_at=clock.now() - timedelta(days=number) if number < 2 else None,
        )


def rows(model):
    return list(model.objects.order_by("code_hash").values())


def test_all_that_was_written_down_is_there_after_and_its_code_still_claims_it(things, back_to_now):
    ideas, comments, bram = things
    old = migrate_back()
    fill(old, ideas, comments, bram)
    before = rows(old)

    migrate_to_now()

    of_ideas, of_comments = ([row for row in before if row[key]] for key in ("idea_id", "comment_id"))
    assert rows(IdeaBehalf) == [{name: row[name] for name in row if name != "comment_id"} for row in of_ideas]
    assert rows(CommentBehalf) == [{name: row[name] for name in row if name != "idea_id"} for row in of_comments]
    assert (len(of_ideas), len(of_comments)) == (3, 3)
    lab, in_turns = bram.lab, [thing for pair in zip(ideas, comments, strict=True) for thing in pair]
    assert [with_code(lab, f"AAAAA-AAAA{number + 2}").thing for number in range(6)] == in_turns
    tineke = make_member(lab, "Tineke")
    assert with_code(lab, "AAAAA-AAAA6").claim(tineke)
    assert Idea.objects.get(pk=ideas[2].pk).author == tineke
    assert not with_code(lab, "AAAAA-AAAA2").claim(tineke)
    for model, place in ((IdeaBehalf, {"idea": ideas[0]}), (CommentBehalf, {"comment": comments[0]})):
        for second in (place, {}):
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.create(**second, code_hash="another")
    late = make_comment(ideas[1], bram)
    fresh = CommentBehalf.objects.create(comment=late, code_hash="fresh")
    assert fresh.pk > max(row["id"] for row in of_comments), "numbers go on where they were"


def test_the_way_back_loses_nothing_either(things, back_to_now):
    ideas, comments, bram = things
    old = migrate_back()
    fill(old, ideas, comments, bram)
    before = [row | {"id": 0} for row in rows(old)]
    migrate_to_now()
    late = make_idea(bram, "Later")
    number = CommentBehalf.objects.order_by("pk").last().pk
    IdeaBehalf.objects.create(pk=number, idea=late, code_hash="zzz")  # one of the same number

    old = migrate_back()

    after = [row | {"id": 0} for row in rows(old)]
    assert [row for row in after if row["code_hash"] != "zzz"] == before
    assert len(after) == len(before) + 1
