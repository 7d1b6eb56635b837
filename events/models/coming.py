"""The coming gatherings at a place, and the effects when that place changes."""

from typing import Any

from common import clock
from events.models import effects
from events.models.booking import Booking
from events.models.effects import Effect, Stay
from events.models.finding import GatheringQuerySet
from events.models.gathering import Gathering
from events.models.states import State
from ideas.models import Idea
from labs.models import Membership
from places.models import Place
from places.models.room import Room


class Coming:
    """The `Use` of places by gatherings.

    The common lock order: the ideas on their tables, the gatherings, the place.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._tables: dict[int, set[int]] = {}  # ids of ideas, by gathering id
        self._ideas: dict[int, Idea] = {}
        self._gatherings: list[Gathering] = []
        self._before: dict[int, Stay] = {}
        self._changes: list[Effect] = []

    def hold(self) -> None:
        self._tables = self._tables_now()
        on_table = {idea for ideas in self._tables.values() for idea in ideas}
        ideas = Idea.objects.select_for_update(no_key=True).filter(pk__in=on_table).order_by("pk")
        self._ideas = {idea.pk: idea for idea in ideas}
        gatherings = Gathering.objects.filter(place=self.place, pk__in=self._tables).order_by("pk")
        self._gatherings = list(gatherings.select_for_update(no_key=True))
        for gathering in self._gatherings:
            gathering.lab = self.place.lab  # if joined, it would be locked too, and before the place

    def is_complete(self) -> bool:
        return self._tables_now() == self._tables

    def remember(self) -> None:
        self._before = effects.stays(self.place, self._gatherings)

    def give_up(self, room: Room) -> None:
        Booking.objects.filter(room=room, ends_at__lte=clock.now()).delete()

    def effects(self) -> list[Effect]:
        after = effects.stays(self.place, self._gatherings)
        self._changes = effects.between(self._gatherings, self._before, after)
        return [one for one in self._changes if one.must_be_told and not one.gathering.is_hidden]

    def tell(self, by: Membership | None) -> None:
        for change in self._changes:
            on_table = sorted(self._tables[change.gathering.pk])
            effects.tell(change, [self._ideas[pk] for pk in on_table], by)

    def foresee(self, words: dict[str, Any]) -> list[Effect]:
        return effects.foreseen(self.place, list(self._found().shown().select_related("lab")), **words)

    def left_behind(self) -> list[str]:
        coming = Gathering.objects.filter(place=self.place).going_on().coming(clock.now())
        return [one.title for one in coming if self.place.missing_on(one.starts_at, one.ends_at)]

    def _found(self) -> GatheringQuerySet:
        open_ones = Gathering.objects.filter(place=self.place, state__in=(State.DATES, State.PUBLISHED))
        return open_ones.exclude(ends_at__lte=clock.now())

    def _tables_now(self) -> dict[int, set[int]]:
        """Return the ids of the ideas on each gathering's table. One query."""
        tables: dict[int, set[int]] = {}
        for pk, idea, is_off in self._found().values_list("pk", "table__idea", "table__is_off"):
            tables.setdefault(pk, set())
            if idea and not is_off:
                tables[pk].add(idea)
        return tables
