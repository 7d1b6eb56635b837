"""Followers of a place get what a fresh page shows, whoever they are."""

from places import live
from places.topics import PlaceTopic
from tests.places.factories import make_place, make_room


def test_a_place_is_followed_too(anna):
    room = make_room(anna, 25)
    place, topic = room.place, PlaceTopic()
    assert topic.may_follow({(None, place.pk), (None, 0)}) == {(None, place.pk)}
    before = place.revision
    place.change(hearing_loop=True)
    facts, *others = topic.parts(place.pk, "page", before)
    assert [part.key for part in (facts, *others)] == [
        f"place-{part}-{place.pk}" for part in ("facts", "way", "stands")
    ]
    assert "Ringleiding" in facts.render()
    assert "25" in facts.render()
    assert topic.parts(place.pk, "page", place.revision) == []


def test_each_verb_rings_for_the_place(anna, monkeypatch):
    place, rung = make_place(anna, "Kleine zaal"), []
    monkeypatch.setattr(live, "ring", rung.append)
    for verb in (lambda: place.change(name="Grote zaal"), lambda: place.set_rooms([("Zaal", 3)])):
        rung.clear()
        verb()
        assert rung == [f"place-{place.pk}"]
