"""Who helps at an evening without an account: a name, and one or more of the three tasks."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from evenings.models.participant import KEPT, NAME_LENGTH, STAYS, Participant
from evenings.models.states import GOES_ON


class TaskKind(models.TextChoices):
    """The three tasks; the labels are what people call them."""

    LEAD = "lead", _("discussion leader")
    SCREEN = "screen", _("screen helper")
    PAPER = "paper", _("paper helper")


class HelperQuerySet(models.QuerySet["Helper"]):
    def with_ticket(self, now: datetime) -> Self:
        """Those whose ticket counts: until a day after their evening, and not while its gathering is hidden."""
        shown = {"evening__session__gathering__state__in": GOES_ON, "evening__session__gathering__is_hidden": False}
        return self.filter(evening__closes_at__gt=now - STAYS, **shown)

    def with_tasks(self) -> Self:
        """Load the evening, its gathering and lab, who they are as a participant, and the tasks: two queries."""
        joined = self.select_related("evening__session__gathering__lab", "participant")
        return joined.prefetch_related("tasks")

    def to_erase(self, now: datetime) -> Self:
        return self.filter(evening__closes_at__lte=now - KEPT)


class Helper(models.Model):
    """Somebody who took a task with its QR code. Nothing leads to an account.

    `participant`: who they are if they take part as well; their personal word never gives a task.
    """

    evening = models.ForeignKey("evenings.Evening", on_delete=models.CASCADE, related_name="helpers")
    name = models.CharField(max_length=NAME_LENGTH)
    key = models.UUIDField(editable=False)  # of the form that they took their first task with
    participant = models.ForeignKey(
        "evenings.Participant", null=True, on_delete=models.SET_NULL, related_name="helpers"
    )
    came_at = models.DateTimeField(default=clock.now)

    objects = HelperQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evening", "key"], name="one_helper_per_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def kinds(self) -> list[str]:
        """The tasks that they have, in the order of TaskKind; no query after `with_tasks`."""
        held = {task.kind for task in self.tasks.all()}
        return [kind for kind in TaskKind.values if kind in held]

    def take_part(self, participant: Participant) -> None:
        """Be this participant from now on, in the same browser."""
        Helper.objects.filter(pk=self.pk).update(participant=participant)


class Task(models.Model):
    """A task that a helper has. The row goes when who leads takes it back."""

    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=6, choices=TaskKind.choices)
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["helper", "kind"], name="one_task_of_a_kind_per_helper")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.helper_id}"
