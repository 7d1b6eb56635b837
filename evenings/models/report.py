"""The report of an evening: what its organisers add to what was written and counted there.

The verbs stand in `evenings/reporting.py`.
"""

from datetime import datetime, timedelta
from typing import Any, Self, TypedDict

from django.db import models
from django.db.models import F, Q

from evenings.models.participant import KEPT, Participant
from labs.models import Lab

TITLE_LENGTH, WHO_LENGTH, WHAT_LENGTH = 80, 60, 120
INTRO_LENGTH, STEP_LENGTH, REMARK_LENGTH = 2000, 200, 400
MOST_TELLS = 6
READ_FOR = timedelta(hours=48)


class Tell(TypedDict):
    """Who tells what to whom, after the evening."""

    who: str
    what: str
    to: str


class ReportState(models.TextChoices):
    """`READING`: who was there reads the draft. `DOWN`: it was published, and its organisers took it down."""

    DRAFT = "draft"
    READING = "reading"
    PUBLISHED = "published"
    DOWN = "down"


class ReportQuerySet(models.QuerySet["Report"]):
    def to_count(self, now: datetime) -> Self:
        """Those that must be counted a last time, because the notes of their evening are erased now."""
        rows_go = self.filter(evening__closes_at__lte=now - KEPT).exclude(state=ReportState.PUBLISHED)
        return rows_go.filter(Q(counted_at=None) | Q(counted_at__lt=F("evening__closes_at") + KEPT))


class Report(models.Model):
    """What is told of one evening. `next_on`: when people come back to hear what became of it.

    `version` rises with each change of its words or its state. `step_words`: a sentence for a step, by its id.
    `picked`: the notes, tips and objections in it, by their name in the record; None: those that the room takes along.
    `record`: what was counted at `counted_at` (evenings/record.py), which stays when the rows go.
    """

    evening = models.OneToOneField("evenings.Evening", on_delete=models.CASCADE, related_name="report")
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    intro = models.TextField(blank=True)
    next_on = models.DateTimeField(null=True)
    tells = models.JSONField(default=list)
    step_words = models.JSONField(default=dict)
    picked = models.JSONField(null=True)
    state = models.CharField(max_length=9, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    read_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    record = models.JSONField(null=True)
    counted_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title or f"report of evening {self.evening_id}"

    @property
    def lab(self) -> Lab:
        return self.evening.gathering.lab

    @property
    def is_published(self) -> bool:
        return self.state == ReportState.PUBLISHED

    def is_behind(self, opened_at: datetime | None) -> bool:
        """Is it online, with figures from before the evening was opened again?"""
        counted_at = self.counted_at if self.is_published else None
        return opened_at is not None and counted_at is not None and counted_at < opened_at

    def is_read(self, now: datetime) -> bool:
        """Can who was there read the draft?"""
        return self.state == ReportState.READING and self.read_until is not None and now < self.read_until


class Remark(models.Model):
    """What is wrong in the report, says somebody who was there. The organisers read it beside the report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="remarks")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="remarks")
    text = models.CharField(max_length=REMARK_LENGTH)
    key = models.UUIDField(editable=False)  # of the form that sent it
    said_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="one_remark_per_key")]

    def __str__(self) -> str:
        return self.text


def forget(evening_id: int, piece: str) -> None:
    """Let this note, tip or pledge be in the report no more, also of one that is online. The figures stay.

    Call it with the evening locked.
    """
    report = Report.objects.filter(evening=evening_id).first()
    if report is None:
        return
    if report.picked is not None:
        report.picked = [one for one in report.picked if one != piece]
    if report.record is not None:
        report.record = without(report.record, piece)
    report.save(update_fields=["picked", "record"])


def without(record: dict[str, Any], piece: str) -> dict[str, Any]:
    """Return the record without this note, tip or pledge."""
    piles = [pile | {"notes": [note for note in pile["notes"] if note["piece"] != piece]} for pile in record["piles"]]
    chosen = [one | {"said": [said for said in one["said"] if said["piece"] != piece]} for one in record["chosen"]]
    brings = [one for one in record["brings"] if one["piece"] != piece]
    return record | {"piles": [pile for pile in piles if pile["notes"]], "chosen": chosen, "brings": brings}
