"""A place where people meet: fixed, temporary or online; with its rooms and opening hours."""

import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, ProtectedError, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.times import A_DAY, day_of, days
from ideas.models import Moved
from labs.models import Lab, Membership, Neighbourhood, subscriptions
from places import live
from places.models import letters
from places.models.hours import Opening, OpeningHours
from places.models.room import Room, RoomInUse, RoomRow
from places.models.stop import Stop
from places.models.use import USED_BY, Concerns, Use
from realtime.models import Followed

LOOK_AHEAD = 21  # days; we announce no opening further ahead


class PlaceKind(models.TextChoices):
    FIXED = "fixed", _("Fixed place")
    TEMPORARY = "temporary", _("Temporary place")
    ONLINE = "online", _("Online")


class StepFree(models.TextChoices):
    YES = "yes", _("Step-free")
    RAMP = "ramp", _("A step, there is a ramp")
    NO = "no", _("With steps")


class _UsesChanged(Exception):
    """A use was added or removed before everything was locked: release the locks, and start again."""


class PlaceQuerySet(models.QuerySet["Place"]):
    def with_hours(self) -> "PlaceQuerySet":
        """Prefetch when it is open and where it is then: two more queries for any number of places."""
        stops = Stop.objects.select_related("neighbourhood").defer("neighbourhood__outline")
        return self.select_related("lab").prefetch_related("hours", models.Prefetch("stops", stops))

    def with_page(self) -> "PlaceQuerySet":
        """Prefetch all that says where it is and when it is open: three more queries for any number of places."""
        return self.select_related("lab", "neighbourhood").prefetch_related(
            "rooms", "hours", models.Prefetch("stops", Stop.objects.select_related("neighbourhood"))
        )


class Place(Followed):
    """A place of a lab. A temporary one moves: its stops say where it is, and when."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="places")
    kind = models.CharField(max_length=9, choices=PlaceKind.choices, default=PlaceKind.FIXED)
    name = models.CharField(max_length=80)
    about = models.TextField(blank=True)
    address = models.CharField(max_length=160, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, blank=True, on_delete=models.SET_NULL, related_name="places"
    )
    link = models.URLField(blank=True)  # of an online place; shown to attendees
    getting_there = models.TextField(blank=True)
    step_free = models.CharField(max_length=4, choices=StepFree.choices, blank=True)
    accessible_toilet = models.BooleanField(default=False)
    hearing_loop = models.BooleanField(default=False)
    access_words = models.TextField(blank=True)
    by_appointment = models.BooleanField(default=False)
    host = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    photo = models.FileField(upload_to="places", blank=True)
    photo_alt = models.CharField(max_length=250, blank=True)
    is_closed = models.BooleanField(default=False)  # no longer in use; its gatherings stay readable
    words_revision = models.PositiveBigIntegerField(default=0, db_default=0)  # without changed names; for forms

    objects = PlaceQuerySet.as_manager()

    class Meta:
        db_table = "events_place"  # see 0044
        ordering = ["is_closed", "name"]
        constraints = [models.UniqueConstraint(fields=["lab", "name"], name="one_place_per_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("place_detail", kwargs={"lab_slug": self.lab.slug, "pk": self.pk})

    # Where it is, and when

    def stop_on(self, day: date) -> "Stop | None":
        return next((stop for stop in self.stops.all() if stop.covers(day)), None)

    def stands_on(self, day: date) -> bool:
        """Can people go there on `day`? A temporary place is only there during its stops."""
        if self.is_closed:
            return False
        return self.kind != PlaceKind.TEMPORARY or self.stop_on(day) is not None

    def missing_on(self, starts_at: datetime, ends_at: datetime) -> date | None:
        """Return the first day of a gathering on which this place isn't there."""
        return next((day for day in days(starts_at, ends_at) if not self.stands_on(day)), None)

    def is_there_for(self, starts_at: datetime | None, ends_at: datetime | None) -> bool:
        """Can a gathering take place here at that time? Without a time: at any time."""
        return not self.is_closed if starts_at is None or ends_at is None else not self.missing_on(starts_at, ends_at)

    def address_on(self, day: date) -> str:
        stop = self.stop_on(day) if self.kind == PlaceKind.TEMPORARY else None
        return stop.address if stop else self.address

    def openings(self, day: date) -> list[Opening]:
        """Return the hours that begin on `day`; they may end after midnight."""
        if not self.stands_on(day):
            return []
        return [hours.on(day) for hours in self.hours.all() if hours.weekday == day.weekday()]

    def opening_now(self, now: datetime) -> Opening | None:
        today = day_of(now)
        found = [*self.openings(today - A_DAY), *self.openings(today)]
        return next((opening for opening in found if opening.starts <= now < opening.ends), None)

    def next_opening(self, now: datetime) -> Opening | None:
        """Return the first opening after `now`, within `LOOK_AHEAD` days."""
        today = day_of(now)
        for number in range(LOOK_AHEAD):
            later = [opening for opening in self.openings(today + timedelta(days=number)) if opening.starts > now]
            if later:
                return min(later)
        return None

    keep_posted = subscriptions.keep_posted
    stop_posting = subscriptions.stop_posting

    # Creating and changing; permissions are in rules.py

    @classmethod
    @transaction.atomic
    def make(cls, member: Membership, **words: Any) -> "Place":
        """Create a place. Raises IntegrityError when this lab has one with that name."""
        place = cls.objects.create(lab=member.lab, **words)
        place.lab.advance()
        place._leave_a_village_that_went()
        return place

    def advance(self, **values: Any) -> int:
        return super().advance(words_revision=F("revision") + 1, **values)

    def change(self, by: Membership | None = None, agreed: str | None = None, **words: Any) -> None:
        """Change these fields.

        Raises Concerns when attendees must be told and `agreed` isn't its token. `agreed` None: the caller doesn't
        ask for agreement.
        """
        self._rewrite(words, {}, by, agreed)

    @transaction.atomic
    def rewrite(
        self,
        seen: int,
        rooms: Iterable[tuple[str, int] | RoomRow],
        hours: Iterable[tuple[int, time, time]],
        stops: "Iterable[Stop]",
        by: Membership | None = None,
        agreed: str | None = None,
        **words: Any,
    ) -> None:
        """Change everything that its form holds. Raises Moved when `seen` is no longer its `words_revision`.

        Also raises what `change` and `set_rooms` raise, or IntegrityError when the lab has another place with that
        name; then nothing is written.
        """
        self._rewrite(words, {"rooms": rooms, "hours": hours, "stops": stops}, by, agreed, seen)

    def set_rooms(self, rooms: Iterable[tuple[str, int] | RoomRow]) -> None:
        """Set these rooms and no others. Raises RoomInUse when a booked room would be removed."""
        self._rewrite({}, {"rooms": rooms})

    def set_hours(self, hours: Iterable[tuple[int, time, time]]) -> None:
        """Set the hours: weekday (Monday is 0), opens, closes."""
        self._rewrite({}, {"hours": hours})

    def set_stops(self, stops: "Iterable[Stop]") -> None:
        """Set where a temporary place is, and when: replaces all stops."""
        self._rewrite({}, {"stops": stops})

    @transaction.atomic
    def _rewrite(
        self,
        words: dict[str, Any],
        rows: dict[str, Any],
        by: Membership | None = None,
        agreed: str | None = None,
        seen: int | None = None,
    ) -> None:
        """Write all changes, and tell the attendees of coming gatherings here."""
        uses = self._hold_with_uses()
        before = self._for_visitors()
        if seen is not None and seen != self.words_revision:
            raise Moved(self)
        for use in uses:
            use.remember()
        self.advance(**words)
        if "neighbourhood" in words:
            self._leave_a_village_that_went()
        if "stops" in rows:
            self._write_stops(rows["stops"])  # holds the lab, so it goes before the rooms
        if "hours" in rows:
            self._write_hours(rows["hours"])
        if "rooms" in rows:
            self._write_rooms(rows["rooms"], uses)
        concerns = Concerns([effect for use in uses for effect in use.effects()])
        if agreed is not None and concerns.effects and agreed != concerns.token:
            raise concerns
        for use in uses:
            use.tell(by)
        if self._for_visitors() != before:
            letters.changed(self, by)
        live.place_changed(self)

    def _for_visitors(self) -> tuple[Any, ...]:
        """Return where it is and when it is open: what people who follow it are told when it changes. Two queries."""
        hours = OpeningHours.objects.filter(place=self).order_by("weekday", "opens", "pk")
        stops = Stop.objects.filter(place=self).order_by("first_day", "pk")
        where = (self.is_closed, self.kind, self.address, self.by_appointment)
        rows = [list(hours.values_list("weekday", "opens", "closes"))]
        return (*where, *rows, list(stops.values_list("first_day", "last_day", "address", "neighbourhood")))

    def foresee(self, **words: Any) -> Concerns:
        """Return what people would have to be told if these fields changed; locks and writes nothing."""
        return Concerns([effect for use in self._uses() for effect in use.foresee(words)])

    def left_behind(self) -> list[str]:
        """Return the titles of gatherings here at a time when the place isn't there. Only organisers move them."""
        return [title for use in self._uses() for title in use.left_behind()]

    def _leave_a_village_that_went(self) -> None:
        """Clear the village if it was removed after it was chosen.

        Runs after our name is written, so that another place with the same name waits without a lock on the lab.
        """
        if self.neighbourhood_id and not self.lab.still_here(self.neighbourhood_id):
            self.neighbourhood = None
            self.save(update_fields=["neighbourhood"])

    def _uses(self) -> list[Use]:
        return [use(self) for use in USED_BY]

    def _hold_with_uses(self) -> list[Use]:
        """Lock all coming gatherings here, and then this place.

        A gathering may be added before the place is locked: then the savepoint releases all locks, and we start again.
        """
        while True:
            uses = self._uses()
            with suppress(_UsesChanged), transaction.atomic():
                for use in uses:
                    use.hold()
                self.refresh_from_db(from_queryset=Place.objects.select_for_update(no_key=True))
                if not all(use.is_complete() for use in uses):
                    raise _UsesChanged
                return uses

    @property
    def photo_name(self) -> str:
        return (self.photo.name or "").rpartition("/")[2]

    @property
    def photo_url(self) -> str:
        """The URL of its photo; only for a place that has one."""
        return reverse("place_photo", kwargs={"lab_slug": self.lab.slug, "pk": self.pk, "name": self.photo_name})

    def _write_rooms(self, rows: Iterable[tuple[str, int] | RoomRow], uses: Sequence[Use]) -> None:
        """Match a row to a room by its id, which allows a new name; else by its name."""
        there, kept = {room.pk: room for room in self.rooms.all()}, []
        for row in sorted((RoomRow(*row) for row in rows), key=lambda row: row.pk not in there):
            same_name = (pk for pk, room in there.items() if room.name == row.name)
            pk = row.pk if row.pk in there else next(same_name, None)
            room = there.pop(pk) if pk else None
            kept.append((room or Room(place=self, name=row.name), row))
        try:
            for room in there.values():
                for use in uses:
                    use.give_up(room)
                room.delete()
        except ProtectedError as booked:
            raise RoomInUse from booked
        for room, row in kept:
            if room.name != row.name:  # two rooms may swap names
                Room.objects.filter(pk=room.pk).update(name=uuid.uuid4().hex)
        for room, row in kept:
            room.name, room.capacity = row.name, row.capacity
            room.save()

    def _write_hours(self, hours: Iterable[tuple[int, time, time]]) -> None:
        self.hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(place=self, weekday=weekday, opens=opens, closes=closes) for weekday, opens, closes in hours
        )

    def _write_stops(self, stops: "Iterable[Stop]") -> None:
        self.stops.all().delete()
        for stop in stops:
            stop.place, stop.neighbourhood = self, self.lab.still_here(stop.neighbourhood_id)
        Stop.objects.bulk_create(stops)


def places_in(village: Neighbourhood) -> PlaceQuerySet:
    """Return fixed places in this village, and temporary ones with a stop there."""
    stops = Stop.objects.filter(neighbourhood=village)
    return Place.objects.filter(Q(neighbourhood=village) | Q(pk__in=stops.values("place")))
