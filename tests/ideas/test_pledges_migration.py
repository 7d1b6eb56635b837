"""Help became a pledge: each row of before is an open pledge after, with its number, and goes back as it was."""

from datetime import timedelta

import pytest

from common import clock
from ideas.models import Idea, Pledge
from labs.models import RESIDENT_VOICE
from tests.factories import make_idea, make_lab, make_member
from tests.migrating import migrate, migrate_to_now

BEFORE = [("ideas", "0010_behalf_of_each_kind")]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def migrate_back():
    """Return the models as they were before: (help, idea)."""
    old = migrate(BEFORE)
    return old.get_model("ideas", "Help"), old.get_model("ideas", "Idea")


@pytest.fixture
def people():
    lab = make_lab()
    return [make_member(lab, name) for name in ("Anna", "Bram", "Chaima")]


@pytest.fixture
def ideas(people):
    return [make_idea(people[0], f"Idee {number}") for number in range(2)]


def fill(old_help, old_idea, ideas, people):
    """Eleven offers; the ideas' parts have a revision of their own."""
    at = clock.now()
    for number, kind in enumerate(["time", "room", "knowledge", "things"] * 3):
        old_help.objects.create(
            idea_id=ideas[number % 2].pk,
            person_id=people[number // 4].pk,
            kind=kind,
            sentence=f"Zin {number}",
            voice_kind="body" if number == 3 else "resident",
            voice_label="dorpsraad" if number == 3 else "",
            created_at=at - timedelta(days=number),
        )
    old_help.objects.filter(sentence="Zin 5").delete()
    for number, idea in enumerate(ideas):
        old_idea.objects.filter(pk=idea.pk).update(help_revision=7 + number)


def rows(model):
    return list(model.objects.order_by("pk").values())


def test_every_offer_of_help_is_an_open_pledge_after(ideas, people, back_to_now):
    old_help, old_idea = migrate_back()
    fill(old_help, old_idea, ideas, people)
    before = rows(old_help)

    migrate_to_now()

    new = {"by_when": None, "state": "open", "ended_at": None}
    assert rows(Pledge) == [
        {("words" if name == "sentence" else name): value for name, value in row.items()} | new for row in before
    ]
    assert len(before) == 11
    assert list(Idea.objects.order_by("pk").values_list("pledges_revision", flat=True)) == [7, 8]
    assert [idea.pk for idea in Idea.objects.found("idee 1", (), 50).ideas] == [ideas[1].pk], (
        "the index of words still works"
    )
    same = ideas[0].pledge(people[0], RESIDENT_VOICE, "time", "Andere zin")
    assert (same.thing.pk, same.is_new) == (before[0]["id"], False)
    new = ideas[1].pledge(people[1], RESIDENT_VOICE, "room", "Mijn schuur").thing
    assert new.pk > before[-1]["id"], "numbers go on where they were"


def test_the_way_back_keeps_what_pages_show(ideas, people, back_to_now):
    old_help, old_idea = migrate_back()
    fill(old_help, old_idea, ideas, people)
    before = rows(old_help)
    migrate_to_now()
    first, second, third = (Pledge.objects.get(words=f"Zin {number}") for number in (0, 1, 2))
    first.take_back()
    second.take_back()
    again = ideas[1].pledge(people[0], RESIDENT_VOICE, "room", "Zin 1, opnieuw").thing
    third.keep()
    newer = ideas[0].pledge(people[0], RESIDENT_VOICE, "knowledge", "Zin 2, opnieuw").thing

    old_help, old_idea = migrate_back()

    after = rows(old_help)
    assert after[:-2] == before[3:]
    assert [(row["id"], row["sentence"]) for row in after[-2:]] == [
        (again.pk, "Zin 1, opnieuw"),
        (newer.pk, "Zin 2, opnieuw"),
    ]
    assert all(old_idea.objects.values_list("help_revision", flat=True))
