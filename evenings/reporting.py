"""The verbs of a report: begin it, change its words, let people read it, put it online, take a note down.

Each locks the evening first. `seen`: the version that was on the screen; Moved is raised if it is another one by now.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from common.rate_limits import charge
from evenings import live
from evenings.models import Evening, Participant, Pick, Remark, Report, ReportState, letters
from evenings.models.bringing import bring_nothing
from evenings.models.note import Note
from evenings.models.outcome import show_on_ideas
from evenings.models.participant import KEPT
from evenings.models.report import READ_FOR, Tell, forget
from evenings.models.states import EveningClosed
from evenings.models.told import tell
from evenings.record import Record, pieces_in, record_of
from ideas.models import Moved
from labs.models import Lab, Membership


class StillOpen(Exception):
    """The evening is still open, so its figures change."""


@transaction.atomic
def finish(evening: Evening, next_on: datetime | None, tells: list[Tell], seen: int, at: datetime) -> Report:
    """Close the evening, and store in its report when people come back, and who tells what to whom.

    If it is closed already, the words are stored all the same. The same words again change nothing. `seen` is 0 if
    there was no report. Raises EveningClosed if it isn't open yet: a rehearsal was stopped. Of a rehearsal the report
    goes at once.
    """
    evening.hold()
    if evening.opened_at is None:
        raise EveningClosed
    report = Report.objects.filter(evening=evening).first()
    if report is None or (report.next_on, report.tells) != (next_on, tells):
        if (report.version if report else 0) != seen:
            raise Moved(report)
        report = report or Report(evening=evening, version=0)
        store(evening, report, next_on=next_on, tells=tells)
    evening.close(at)
    return report


@transaction.atomic
def begin(evening: Evening, at: datetime) -> Report:
    """Begin the report of an evening that closed by itself; as it is if there is one. Raises StillOpen."""
    evening.hold()
    if evening.is_open(at):
        raise StillOpen
    return Report.objects.get_or_create(evening=evening)[0]


@transaction.atomic
def change(evening: Evening, seen: int, **words: Any) -> bool:
    """Change the words of the report, also once it is online. False if they are so already."""
    evening.hold()
    report = Report.objects.get(evening=evening)
    changed = {name: value for name, value in words.items() if getattr(report, name) != value}
    if not changed:
        return False
    if report.version != seen:
        raise Moved(report)
    store(evening, report, **changed)
    return True


@transaction.atomic
def let_read(evening: Evening, seen: int, at: datetime) -> bool:
    """Let who was there read the draft, for 48 hours from now. False if they can already, or if it is online."""
    evening.hold()
    report = Report.objects.get(evening=evening)
    if report.is_read(at) or report.is_published:
        return False
    if report.version != seen:
        raise Moved(report)
    store(evening, report, state=ReportState.READING, read_until=at + READ_FOR)
    return True


@transaction.atomic
def publish(evening: Evening, seen: int, at: datetime, by: Membership | None = None) -> bool:
    """Put the report online, with what is counted now, and tell the people of the ideas that got something, once.

    False if it is online. Raises StillOpen.
    """
    evening.hold()
    report = Report.objects.get(evening=evening)
    if report.is_published:
        return False
    if report.version != seen:
        raise Moved(report)
    if evening.is_open(at):
        raise StillOpen
    counted = {"record": figures_of(evening, report, at), "counted_at": at}
    store(evening, report, state=ReportState.PUBLISHED, published_at=at, **counted)
    show_on_ideas(evening.pk)
    tell(evening, by)
    return True


@transaction.atomic
def take_offline(evening: Evening) -> bool:
    """Let only the organisers read it. False if it wasn't online, nor read."""
    evening.hold()
    report = Report.objects.get(evening=evening)
    if report.state not in (ReportState.PUBLISHED, ReportState.READING):
        return False
    was_online = report.published_at is not None
    store(evening, report, state=ReportState.DOWN if was_online else ReportState.DRAFT, read_until=None)
    show_on_ideas(evening.pk)
    return True


@transaction.atomic
def drop(evening: Evening, piece: str, at: datetime, by: Participant | None = None) -> bool:
    """Take a note, a tip or an objection out of the report, also of one that is online. False if it isn't in it.

    `by`: who wrote it, who takes it back for good; None: the organisers.
    """
    evening.hold()
    report = Report.objects.get(evening=evening)
    record = figures_of(evening, report, at)
    if piece not in pieces_in(record) or (by and not take_back(evening, piece, by)):
        return False
    store(evening, report, picked=pieces_in(record))
    forget(evening.pk, piece)
    return True


@transaction.atomic
def remark(evening: Evening, participant: Participant, text: str, key: UUID, at: datetime) -> Remark:
    """Say what is wrong in the report. The same form, or the same words, again is one remark.

    Raises EveningClosed if they can't read the report now, TooOften.
    """
    evening.hold()
    report = Report.objects.get(evening=evening)
    there = report.remarks.filter(participant=participant, text=text).first()
    if there:
        return there
    if not (report.is_read(at) or report.is_published):
        raise EveningClosed
    made, is_new = report.remarks.get_or_create(
        key=key, defaults={"participant": participant, "text": text, "said_at": at}
    )
    if is_new:
        charge("note", participant.pk)
        letters.remarked(report)
    return made


@transaction.atomic
def settle_remark(evening: Evening, remark_pk: int, at: datetime) -> bool:
    """Mark a remark as done. False if it is so already. Raises Remark.DoesNotExist."""
    evening.hold()
    found = Remark.objects.get(report__evening=evening, pk=remark_pk)
    return bool(Remark.objects.filter(pk=found.pk, done_at=None).update(done_at=at))


def count_last(now: datetime) -> int:
    """Count what isn't online a last time before its notes are erased. Return how many. A task of each day."""
    reports = list(Report.objects.to_count(now))
    for report in reports:
        count_again(report, now)
    return len(reports)


@transaction.atomic
def count_again(report: Report, now: datetime) -> None:
    evening = Evening.objects.with_page().get(pk=report.evening_id)
    evening.hold()
    now_there = Report.objects.to_count(now).filter(pk=report.pk).first()  # it may be another one by now
    if now_there:
        record = record_of(evening, now_there.picked)
        Report.objects.filter(pk=report.pk).update(record=record, counted_at=now)


def figures_of(evening: Evening, report: Report, at: datetime) -> Record:
    """Return what the report shows: what is counted now, or what was counted if it is online or the rows are gone."""
    rows_are_gone = evening.closes_at + KEPT <= at
    if report.record and (report.is_published or rows_are_gone):
        return report.record
    return record_of(evening, report.picked)


# Under the lock


def store(evening: Evening, report: Report, **values: Any) -> None:
    """Store this of the report. Phones and the screen say when people come back, so they hear it."""
    for name, value in values.items():
        setattr(report, name, value)
    report.version += 1
    report.save()
    if "next_on" in values:
        evening.advance(now_revision=F("revision") + 1)
        live.evening_changed(evening)


def take_back(evening: Evening, piece: str, by: Participant) -> bool:
    """Take back a note, the words of a tip, or what they bring, of this participant. False if it isn't theirs."""
    kind, _dash, pk = piece.partition("-")
    if kind == "note":
        return evening.withdraw(int(pk), by)
    if kind == "pledge":
        return bring_nothing(evening, int(pk), by)
    theirs = Pick.objects.filter(pk=pk, participant=by).exclude(words="")
    return bool(theirs.update(words="", parked_for="", parked_on=None))


def pieces_by(evening: Evening, participant: Participant) -> set[str]:
    """Return the names of what this participant wrote. Three queries."""
    notes = Note.objects.filter(evening=evening, participant=participant).values_list("pk", flat=True)
    said = Pick.objects.filter(participant=participant).exclude(words="").values_list("pk", flat=True)
    brings = evening.pledges.standing().filter(participant=participant).values_list("pk", flat=True)
    return {f"note-{pk}" for pk in notes} | {f"said-{pk}" for pk in said} | {f"pledge-{pk}" for pk in brings}


# Where it is read


def online_of(lab: Lab, gatherings: Collection[int]) -> dict[int, str]:
    """Return where the reports that are online stand, of these gatherings (ids) of a lab. One query."""
    reports = Report.objects.filter(evening__session__gathering__in=gatherings, state=ReportState.PUBLISHED)
    shown = reports.filter(evening__session__gathering__is_hidden=False)
    found = shown.values_list("evening__session__gathering", flat=True)
    return {pk: reverse("evening_report", kwargs={"lab_slug": lab.slug, "pk": pk}) for pk in found}
