"""A step of an evening: how many minutes, what participants read, and what the gespreksleider does."""

import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 1, 240  # minutes
TITLE_LENGTH, SENTENCE_LENGTH = 60, 160
WORDS = ("kind", "title", "minutes", "sentence", "task", "may_skip", "translations")


class StepKind(models.TextChoices):
    """What people do in a step. Each can be done with paper only."""

    TALK = "talk", _("Talking")
    NOTES = "notes", _("Notes")
    GROUP = "group", _("Grouping notes")
    DOTS = "dots", _("Dots")
    GRADE = "grade", _("A grade")
    QUESTION = "question", _("A quick question")
    TRY = "try", _("Can we try this?")
    BRING = "bring", _("Who brings what")
    BREAK = "break", _("A break")


CHOOSING = (StepKind.DOTS, StepKind.GRADE, StepKind.QUESTION, StepKind.TRY)


class StepQuerySet(models.QuerySet["Step"]):
    def on(self) -> "StepQuerySet":
        """The steps of the plan as it is now, in order."""
        return self.filter(is_off=False)


class StepWords(models.Model):
    """What a step says, in an evening or in a plan of the lab; `WORDS` names the fields that a copy takes along.

    `sentence` is for participants, `task` for the gespreksleider alone. `may_skip`: if time runs out. `translations`:
    the sentence in other languages, by code; people read the one in the second language of their evening.
    """

    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    title = models.CharField(max_length=TITLE_LENGTH)
    minutes = models.PositiveSmallIntegerField()
    sentence = models.CharField(max_length=SENTENCE_LENGTH)
    task = models.TextField(blank=True)
    may_skip = models.BooleanField(default=False)
    translations = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(SHORTEST, LONGEST)), name="%(class)s_minutes_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.minutes} minutes"

    @property
    def has_choice(self) -> bool:
        """Do people choose in this step?"""
        return self.kind in CHOOSING

    @property
    def has_input(self) -> bool:
        """Do people write or choose something in this step?"""
        return self.has_choice or self.kind in (StepKind.NOTES, StepKind.GROUP)

    @property
    def words(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in WORDS}


class Step(StepWords):
    """One step of the plan of an evening. When it is taken off the plan, the row stays and can come back."""

    session = models.ForeignKey("evenings.Session", on_delete=models.CASCADE, related_name="steps")
    is_off = models.BooleanField(default=False)
    key = models.UUIDField(null=True, editable=False)  # of the form that added it

    objects = StepQuerySet.as_manager()

    class Meta(StepWords.Meta):
        constraints = [
            *StepWords.Meta.constraints,
            models.UniqueConstraint(fields=["session", "key"], name="one_step_per_key"),
        ]

    @property
    def state(self) -> str:
        """Return a text that distinguishes two states of its words."""
        return hashlib.sha256(json.dumps(self.words, sort_keys=True).encode()).hexdigest()
