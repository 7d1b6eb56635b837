"""Querysets of gatherings."""

from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q

from common.times import wall_clock
from events.models import reminding
from events.models.states import State
from labs.models import Membership, Visitor


class GatheringQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Membership | Visitor) -> "GatheringQuerySet":
        """Gatherings of the member's lab that have a page for them: drafts only for people who organise gatherings.

        A hidden one has a page for everybody: its tombstone.
        """
        gatherings = self.filter(lab=member.lab)
        return gatherings if member.facilitates else gatherings.announced()

    def announced(self) -> "GatheringQuerySet":
        """Gatherings that have a page for everybody: no drafts, but hidden ones."""
        return self.exclude(state=State.DRAFT)

    def shown(self) -> "GatheringQuerySet":
        return self.filter(is_hidden=False)

    def public(self) -> "GatheringQuerySet":
        """Gatherings that everybody may read: no drafts and no hidden ones."""
        return self.announced().shown()

    def coming(self, now: datetime) -> "GatheringQuerySet":
        """Gatherings that are not over, soonest first; a cancelled one stays until its end."""
        return self.public().filter(ends_at__gt=now).order_by("starts_at", "pk")

    def ahead(self, now: datetime) -> "GatheringQuerySet":
        """Gatherings that are not over or have no date; without those that were cancelled before they had a date."""
        open_ends = Q(ends_at__gt=now) | Q(state__in=(State.DRAFT, State.DATES))
        return self.shown().filter(open_ends).order_by("starts_at", "pk")

    def to_remind(self, now: datetime) -> "GatheringQuerySet":
        return reminding.to_remind(self, now)

    def past(self, now: datetime) -> "GatheringQuerySet":
        return self.public().filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def going_on(self) -> "GatheringQuerySet":
        """Gatherings that are not cancelled or hidden: candidates for the next one."""
        return self.shown().filter(state=State.PUBLISHED)

    def next_ones(self, now: datetime, most: int) -> "GatheringQuerySet":
        """The next `most` gatherings that go ahead, soonest first, and after them all whose date is still asked."""
        dated = self.going_on().coming(now).values("pk")[:most]
        found = self.shown().filter(Q(pk__in=dated) | Q(state=State.DATES))
        return found.order_by("-state", "starts_at", "pk")  # "published" before "dates"

    def drafts(self) -> "GatheringQuerySet":
        return self.filter(state=State.DRAFT)

    def between(self, first: date, until: date) -> "GatheringQuerySet":
        """Gatherings that begin on or after `first` and before `until`, in local time."""
        start, end = wall_clock(first, time()), wall_clock(until, time())
        return self.filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at", "pk")

    def appeared_since(self, lab_revision: int) -> "GatheringQuerySet":
        """Gatherings that were published, moved, cancelled, hidden or put back since."""
        return self.announced().filter(lab_revision__gt=lab_revision).order_by("lab_revision")

    def with_card(self) -> "GatheringQuerySet":
        """Load all data of a card in the agenda: one more query for travelling places."""
        return self.select_related("lab__municipality", "place__neighbourhood").prefetch_related("place__stops")

    def with_page(self) -> "GatheringQuerySet":
        from events.models.moves import SHOWN_MOVES, Move
        from events.models.table import TableIdea

        return self.with_card().prefetch_related(
            "organisers__user",
            "organisers__roles",
            "place__rooms",
            Prefetch("moves", Move.objects.order_by("-pk")[:SHOWN_MOVES], to_attr="last_moves"),
            Prefetch("table", TableIdea.objects.shown(), to_attr="ideas_on_table"),
        )
