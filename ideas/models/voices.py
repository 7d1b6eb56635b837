"""The rows for what one person does once at an idea: support, and the need answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from ideas.models.idea import Idea
from labs.models import Membership


class Support(models.Model):
    """One support, one row: of a person, of an imported ballot, or of somebody who erased the account."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="supports")
    ballot = models.CharField(max_length=80, null=True)  # noqa: DJ001  key of the voter in the source; unique, or none
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="one_support_per_person"),
            models.UniqueConstraint(fields=["idea", "ballot"], name="one_support_per_ballot"),
            models.CheckConstraint(condition=Q(person=None) | Q(ballot=None), name="person_or_ballot"),
        ]

    def __str__(self) -> str:
        return f"support for idea {self.idea_id}"


class Need(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("I don't know")


class NeedAnswer(models.Model):
    """The answer of one person to "Is this useful to you?". It can change."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="need_answers")
    person = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="need_answers")
    answer = models.CharField(max_length=6, choices=Need.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="one_need_answer_per_person")]

    def __str__(self) -> str:
        return f"{self.answer} to idea {self.idea_id}"
