"""What people choose from in a step, what each of them chose, and what was counted by hand or from paper.

The verbs stand in `choosing.py`; the figures are counted from these rows in `evenings/results.py`.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from evenings.models.helper import Helper
from evenings.models.participant import KEPT, Participant
from evenings.models.step import Step, StepKind
from labs.models import Membership

OPTION_LENGTH, TIP_LENGTH, PARKED_LENGTH = 80, 280, 60
LEAST_OPTIONS, MOST_OPTIONS = 2, 12
MOST_DOTS, MOST_PEOPLE, HIGHEST_GRADE = 10, 12, 5
ONE_EACH = (StepKind.QUESTION, StepKind.TRY)  # a person picks one option

YES, NO, UNSURE, TIP = "yes", "no", "unsure", "tip"
READY_MADE = {StepKind.QUESTION: (YES, NO, UNSURE), StepKind.TRY: (YES, TIP, NO)}
"""The options that a step has if nobody types others."""
LABELS = {
    (StepKind.QUESTION, YES): _("Yes"),
    (StepKind.QUESTION, NO): _("No"),
    (StepKind.QUESTION, UNSURE): _("I don't know"),
    (StepKind.TRY, YES): _("Yes"),
    (StepKind.TRY, TIP): _("Yes, with a tip"),
    (StepKind.TRY, NO): _("No, then something goes wrong"),
}


class ChoiceState(models.TextChoices):
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"


class Choice(models.Model):
    """What people choose from in one step. Each has `dots`, of which at most `most` go to one option.

    Only while it is open, and its step is the step now, picks change. `is_shown`: everybody sees the result.
    `version` rises when what one can do here changes.
    """

    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="choice")
    dots = models.PositiveSmallIntegerField(default=3)
    most = models.PositiveSmallIntegerField(default=3)
    state = models.CharField(max_length=6, choices=ChoiceState.choices, default=ChoiceState.READY)
    is_shown = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(dots__range=(1, MOST_DOTS), most__range=(1, MOST_DOTS)), name="choice_dots_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"choice of step {self.step_id}"

    @property
    def is_open(self) -> bool:
        return self.state == ChoiceState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == ChoiceState.CLOSED


class Option(models.Model):
    """One thing to choose, in the words of who leads; `key` instead: one that is ready made.

    `pile`: that of the wall that it was taken from. The words are its own.
    """

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=OPTION_LENGTH, blank=True)
    key = models.CharField(max_length=8, blank=True)
    pile = models.ForeignKey("evenings.Pile", null=True, on_delete=models.SET_NULL, related_name="options")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["choice", "text", "key"], name="one_option_per_text")]

    def __str__(self) -> str:
        return self.text or self.key

    @property
    def label(self) -> str:
        """The words for it: typed, or ready made in the language of the reader. Needs the step of its choice."""
        return self.text or str(LABELS[StepKind(self.choice.step.kind), self.key])


class Said(models.Model):
    """`words`: a tip, or what goes wrong. That can be parked: who looks at it again (`parked_for`), and when."""

    words = models.CharField(max_length=TIP_LENGTH, blank=True)
    parked_for = models.CharField(max_length=PARKED_LENGTH, blank=True)
    parked_on = models.DateField(null=True)

    class Meta:
        abstract = True

    @property
    def piece(self) -> str:
        """Its name in forms and in the record, like `said-7`."""
        return next(f"{kind}-{self.pk}" for kind, model in SAID.items() if isinstance(self, model))


class Pick(Said):
    """What one person gave one option: dots, or a grade; 1 where a person picks one. No row: nothing.

    `person`: which of the people at this device, from 1. Ninety days after the evening the participant and the words
    go; what was chosen stays counted, of nobody.
    """

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="picks")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="picks")
    person = models.PositiveSmallIntegerField(default=1)
    dots = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "participant", "person"], name="one_pick_per_option"),
            models.CheckConstraint(condition=Q(dots__range=(1, MOST_DOTS)), name="pick_dots_in_range"),
            models.CheckConstraint(condition=Q(person__range=(1, MOST_PEOPLE)), name="pick_person_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.dots} for {self.option_id}"


class CountedHow(models.TextChoices):
    HANDS = "hands", _("hands counted")
    PAPER = "paper", _("from paper")


class CountedQuerySet(models.QuerySet["Counted"]):
    def to_erase(self, now: datetime) -> Self:
        """Those with words, of evenings whose participants are erased too."""
        old = self.filter(option__choice__step__session__evening__closes_at__lte=now - KEPT)
        return old.exclude(words="")


class Counted(Said):
    """Hands or dots that somebody counted in the room for one option. `grade`: the grade that they gave, if any.

    A row with words counts nobody (`number` 0): a tip, or what goes wrong, from paper or said aloud. It goes ninety
    days after the evening.
    """

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="counted")
    how = models.CharField(max_length=5, choices=CountedHow.choices)
    number = models.PositiveSmallIntegerField()
    grade = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    helper = models.ForeignKey(
        Helper, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # or, without an account
    at = models.DateTimeField(default=clock.now)
    key = models.UUIDField(editable=False)  # of the form that counted it

    objects = CountedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["option", "key"], name="one_counted_per_key"),
            models.CheckConstraint(
                condition=Q(number__gte=1, words="") | (Q(number=0) & ~Q(words="")), name="counted_one_or_heard_words"
            ),
            models.CheckConstraint(condition=Q(grade__range=(0, HIGHEST_GRADE)), name="counted_grade_in_range"),
        ]

    def __str__(self) -> str:
        return self.words or f"{self.number} for {self.option_id}"


SAID: dict[str, type[Pick] | type[Counted]] = {"said": Pick, "heard": Counted}
"""What words can stand with, by the first part of a piece: chosen by phone, or heard in the room."""
