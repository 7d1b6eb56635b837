"""What somebody of the municipality promised aloud in the room, as it was noted; about an idea or about none yet.

Only who helps and who organises the evening read it, until an organiser puts it with an idea (decision 0108).
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from evenings.models.helper import Helper
from evenings.models.participant import KEPT
from events.models import Aloud, Fate
from ideas.models import Idea
from labs.models import Membership


class PromiseState(models.TextChoices):
    """`OPEN`: no organiser decided about it. `PUT`: with an idea, as an `Aloud`. `GONE`: removed, with its words."""

    OPEN = "open"
    PUT = "put"
    ASIDE = "aside"
    GONE = "gone"


class PromiseQuerySet(models.QuerySet["RoomPromise"]):
    def standing(self) -> Self:
        """Those that weren't removed."""
        return self.exclude(state=PromiseState.GONE)

    def to_look_at(self) -> Self:
        """Those about which no organiser decided."""
        return self.filter(state=PromiseState.OPEN)

    def with_page(self) -> Self:
        """Load who noted them, and the idea that they were put with: one query."""
        return self.select_related("by__user", "helper", "aloud__idea__lab")

    def to_erase(self, now: datetime) -> Self:
        """Those of evenings whose notes are erased too. What stands with an idea has its own words."""
        return self.filter(evening__closes_at__lte=now - KEPT)


class RoomPromise(models.Model):
    """What `name`, a `role` of the municipality, said aloud. Removed, the row stays without its words.

    `by` or `helper`: who noted it. `day`: by when, as it was said. `aloud`: what everybody reads of it at an idea;
    None with `PUT`: that idea is gone. `version`: of what organisers saw.
    """

    evening = models.ForeignKey("evenings.Evening", on_delete=models.CASCADE, related_name="promises")
    name = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    day = models.DateField(null=True)
    key = models.UUIDField(editable=False)  # of the form that sent it, with these words
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    helper = models.ForeignKey(Helper, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()
    state = models.CharField(max_length=5, choices=PromiseState.choices, default=PromiseState.OPEN)
    aloud = models.ForeignKey(Aloud, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveSmallIntegerField(default=0)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evening", "key"], name="one_promise_per_key"),
            models.CheckConstraint(
                condition=~Q(state=PromiseState.GONE) | Q(name="", role="", words=""),
                name="promise_gone_has_no_words",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_open(self) -> bool:
        return self.state == PromiseState.OPEN

    @property
    def is_put(self) -> bool:
        return self.state == PromiseState.PUT

    @property
    def noted_by(self) -> str:
        """The name of who noted it; empty once they left."""
        return self.by.name if self.by else self.helper.name if self.helper else ""

    @property
    def idea(self) -> Idea | None:
        """Where it stands online, or stood."""
        return self.aloud.idea if self.aloud else None

    @property
    def can_be_opened(self) -> bool:
        """Can an organiser decide again: was it put aside, or did what stood with the idea go?"""
        is_back = self.aloud is None or self.aloud.fate in (Fate.TAKEN_BACK, Fate.CLOSED)
        return self.state == PromiseState.ASIDE or (self.is_put and is_back)
