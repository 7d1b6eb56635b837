"""The history of a question: opened, open for longer, closed, reported. And its former texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from labs.models import Lab, Membership, Voiced


class Step(Voiced):
    """One step of a question, and by whom; a step of the calendar has nobody. The reason is everybody's to read."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("The question is open")
        LONGER = "longer", _("Open for longer")
        CLOSED = "closed", _("The question is closed")
        REPORTED = "reported", _("What came of it")

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.CASCADE, related_name="story")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)
    was_until = models.DateField(null=True, blank=True)  # before it was open for longer, or closed early
    until = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"question {self.challenge_id}: {self.kind}"

    @property
    def lab(self) -> Lab:
        return self.challenge.lab


class ChallengeEdit(models.Model):
    """One field of a question before and after somebody changed it while it was online."""

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.CASCADE, related_name="edits")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    field = models.CharField(max_length=20)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    revision = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.field} of question {self.challenge_id}"
