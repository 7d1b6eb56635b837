"""Opening hours of a place, every week."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.dates import WEEKDAYS

from common.times import A_DAY, wall_clock


class Opening(NamedTuple):
    """A period in which a place is open, in UTC."""

    starts: datetime
    ends: datetime


class OpeningHours(models.Model):
    """Every week on `weekday` (Monday is 0), local time; if `closes` isn't after `opens`, it is on the next day."""

    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        db_table = "events_openinghours"  # see 0044
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_of_a_week"),
            models.UniqueConstraint(fields=["place", "weekday", "opens"], name="opens_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def weekday_name(self) -> str:
        return str(WEEKDAYS[self.weekday])

    def on(self, day: date) -> Opening:
        end_day = day if self.closes > self.opens else day + A_DAY
        return Opening(wall_clock(day, self.opens), wall_clock(end_day, self.closes))
