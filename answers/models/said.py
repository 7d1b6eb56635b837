"""What the municipality says of an answer that it owes: another day, the answer, a corrected one."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.times import day_words
from ideas.models import Status
from labs.models import Lab, Membership, Voiced


class AnswerKind(models.TextChoices):
    """The kinds of answers. The kind sets the status of the idea."""

    YES = "yes", gettext_lazy("Yes, we are going to do this")
    YES_IF = "yes_if", gettext_lazy("Yes, once this has been arranged")
    TOGETHER = "together", gettext_lazy("We will find this out together, before a date")
    GO_AHEAD = "go_ahead", gettext_lazy("Go ahead, you don't need us")
    ALREADY = "already", gettext_lazy("We are doing this already")
    OTHERS = "others", gettext_lazy("Someone else decides on this, we bring you together")
    COUNCIL = "council", gettext_lazy("The city council decides on this, on a date")
    NOT_NOW = "not_now", gettext_lazy("Not now, we will look again on a date")
    NO = "no", gettext_lazy("No, because …")

    @property
    def status(self) -> Status:
        return STATUSES.get(self, Status.TALKING)


STATUSES = {
    AnswerKind.YES: Status.DOING,
    AnswerKind.YES_IF: Status.DOING,
    AnswerKind.GO_AHEAD: Status.DOING,
    AnswerKind.OTHERS: Status.FORWARDED,
    AnswerKind.NOT_NOW: Status.NOT_NOW,
    AnswerKind.NO: Status.REJECTED,
}
# By the others somebody else decides, or nobody yet
DECIDED_HERE = frozenset(AnswerKind) - {AnswerKind.TOGETHER, AnswerKind.OTHERS, AnswerKind.COUNCIL}
WITH_DAY = frozenset({AnswerKind.TOGETHER, AnswerKind.COUNCIL, AnswerKind.NOT_NOW})


class DecidedBy(models.TextChoices):
    """Who decided what an answer says."""

    TEAM = "team", gettext_lazy("the team")
    EXECUTIVE = "executive", gettext_lazy("the municipal executive")
    COUNCIL = "council", gettext_lazy("the city council")


def kind_words(kind: str, day: date | None, to: str) -> str:
    """Return the heading of an answer: its kind, with its day or the name of who decides."""
    words = {"day": day_words(day) if day else "", "to": to}
    if kind == AnswerKind.TOGETHER and day:
        return _("We will find this out together, before %(day)s") % words
    if kind == AnswerKind.COUNCIL and day:
        return _("The city council decides on this, on %(day)s") % words
    if kind == AnswerKind.NOT_NOW and day:
        return _("Not now. On %(day)s we will look again") % words
    if kind == AnswerKind.OTHERS and to:
        return _("%(to)s decides on this, we bring you together") % words
    return str(AnswerKind(kind).label)


class SaidOfAnswer(Voiced):
    """One thing that a civil servant said of an answer, in public."""

    answer = models.ForeignKey("answers.Answer", on_delete=models.CASCADE)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def lab(self) -> Lab:
        return self.answer.lab


class NewDate(SaidOfAnswer):
    """Another day for an answer, with the reason that everybody reads."""

    answer = models.ForeignKey("answers.Answer", on_delete=models.CASCADE, related_name="dates")
    day = models.DateField()

    class Meta(SaidOfAnswer.Meta):
        pass

    def __str__(self) -> str:
        return f"answer {self.answer_id}: {self.day}"


class VersionQuerySet(models.QuerySet["Version"]):
    def with_clarity(self) -> "VersionQuerySet":
        """Count how many people said whether it is clear (`said_count`), and to how many it is (`clear_count`)."""
        yes = models.Count("clarities", filter=models.Q(clarities__is_clear=True))
        return self.annotate(said_count=models.Count("clarities"), clear_count=yes).order_by("pk")


class Version(SaidOfAnswer):
    """The words of an answer: the first ones, and each correction, with its `reason`. All stay readable."""

    answer = models.ForeignKey("answers.Answer", on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=10, choices=AnswerKind.choices)
    day = models.DateField(null=True, blank=True)
    to = models.CharField(max_length=80, blank=True)
    heard = models.TextField(blank=True, default="", db_default="")
    words = models.TextField()
    gains = models.TextField(blank=True, default="", db_default="")  # who has something of it
    unheard = models.TextField(blank=True, default="", db_default="")  # whom nobody asked
    next_step = models.TextField(blank=True)
    contact = models.CharField(max_length=200)
    decided_by = models.CharField(max_length=10, choices=DecidedBy.choices, blank=True, default="", db_default="")
    decided_on = models.DateField(null=True, blank=True)
    decision = models.URLField(blank=True, default="", db_default="")  # where the decision can be read
    team_name = models.CharField(max_length=60, blank=True, default="", db_default="")  # as it was then
    mandate = models.CharField(max_length=200, blank=True, default="", db_default="")

    objects = VersionQuerySet.as_manager()

    class Meta(SaidOfAnswer.Meta):
        pass

    def __str__(self) -> str:
        return f"answer {self.answer_id}: {self.kind}"

    @property
    def heading(self) -> str:
        return kind_words(self.kind, self.day, self.to)


def is_same(last: NewDate | Version | None, said: dict[str, Any]) -> bool:
    """Does `last` say the same? Then the form was sent twice."""
    return last is not None and all(getattr(last, name) == value for name, value in said.items())
