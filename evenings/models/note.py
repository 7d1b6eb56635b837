"""A note that somebody wrote in a step of an evening, or that was typed over from paper."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from evenings.models.participant import KEPT, Participant
from evenings.models.step import Step

TEXT_LENGTH = 200
COLOURS = 6


class NoteState(models.TextChoices):
    """`OFF`: who leads found that it doesn't belong there. `BACK`: its writer took it back, for good."""

    WAITS = "waits"
    WALL = "wall"
    OFF = "off"
    BACK = "back"


class NoteSource(models.TextChoices):
    PHONE = "phone"
    TABLE = "table"  # a device that writes for a whole table
    PAPER = "paper"  # typed over by who leads


GOES_ALONG = Q(is_kept=True) | Q(is_picked=True, pile=None)  # a picked note in a pile brings its pile


class NoteQuerySet(models.QuerySet["Note"]):
    def on_wall(self) -> Self:
        return self.filter(state=NoteState.WALL)

    def changed_since(self, revision: int) -> Self:
        return self.filter(revision__gt=revision).order_by("revision", "pk")

    def to_erase(self, now: datetime) -> Self:
        """Those of evenings whose participants are erased too."""
        return self.filter(evening__closes_at__lte=now - KEPT)


class Note(models.Model):
    """One thing on one note. `number`: on the wall, from 1; it keeps that number when it goes and comes back.

    `revision`: of the evening when it last changed. `step` None: its step is no longer on the plan.
    `is_kept`: who handles the wall takes it along for the room. `is_picked`: the table that wrote it picked it.
    """

    evening = models.ForeignKey("evenings.Evening", on_delete=models.CASCADE, related_name="notes")
    step = models.ForeignKey(Step, null=True, on_delete=models.SET_NULL, related_name="notes")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=TEXT_LENGTH)
    source = models.CharField(max_length=5, choices=NoteSource.choices)
    state = models.CharField(max_length=5, choices=NoteState.choices)
    number = models.PositiveIntegerField(null=True)
    key = models.UUIDField(editable=False)  # of the form that sent it
    written_at = models.DateTimeField()
    pile = models.ForeignKey("evenings.Pile", null=True, on_delete=models.SET_NULL, related_name="notes")
    is_kept = models.BooleanField(default=False)
    is_picked = models.BooleanField(default=False)
    revision = models.PositiveBigIntegerField()

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evening", "key"], name="one_note_per_key"),
            models.UniqueConstraint(fields=["evening", "number"], name="one_note_per_number"),
            models.CheckConstraint(
                condition=~Q(state="wall") | Q(number__isnull=False), name="note_on_wall_has_a_number"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def goes_along(self) -> bool:
        """Does the room take it along: by who handles the wall, or because a table picked it and it lies loose?"""
        return self.is_kept or (self.is_picked and self.pile_id is None)

    @property
    def colour(self) -> int:
        return self.pk % COLOURS + 1

    @property
    def list(self) -> str:
        """The list of who leads that it is in: `waits`, `wall` (it lies loose there) or `off`; else none of them."""
        return "pile" if self.state == NoteState.WALL and self.pile_id else self.state

    def key_in(self, place: str) -> str:
        """Its place in a list of who leads, in or out of it: what waits the oldest first, others the newest first."""
        if place == NoteState.WAITS:
            return f"{self.pk:019d}"
        return f"{10**19 - (self.number or 0 if place == NoteState.WALL else self.pk):019d}"

    @property
    def place_back(self) -> NoteState:
        """Where it was before somebody found that it doesn't belong there."""
        return NoteState.WAITS if self.number is None else NoteState.WALL
