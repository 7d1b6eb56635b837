"""A stop: where and when a temporary place stands."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from labs.models import Neighbourhood


class Stop(models.Model):
    """Where a temporary place is, from the first day to the last, both included."""

    place = models.ForeignKey("places.Place", on_delete=models.CASCADE, related_name="stops")
    first_day = models.DateField()
    last_day = models.DateField()
    address = models.CharField(max_length=160)
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        db_table = "events_stop"  # see 0044
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="stop_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.address}, {self.first_day} – {self.last_day}"

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day
