"""The live topic of places. All of it is the same for every reader."""

from collections.abc import Iterable
from functools import partial

from django.template.loader import render_to_string

from common import clock
from common.times import day_of
from places.models import Place
from places.parts import PARTS
from realtime.parts import Kinds
from realtime.topics import Part, Wish


class PlaceTopic:
    name = "place"
    kinds: Kinds = {"page": PARTS}
    views: tuple[str, ...] = tuple(kinds)

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        return dict(Place.objects.filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        there = self.heads({id for _user, id in wishes})
        return {wish for wish in wishes if wish[1] in there}

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        place = Place.objects.with_page().filter(pk=id, revision__gt=after).first()
        if place is None:
            return []
        return [kind.part(place, partial(place_piece, place, kind.template)) for kind in PARTS]


def place_piece(place: Place, template: str) -> str:
    """Render a part; it marks the current stop of the day on which it is rendered."""
    return render_to_string(template, {"place": place, "today": day_of(clock.now())})
