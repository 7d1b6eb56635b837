"""When the municipality owes an answer in a lab, and how soon it comes."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from answers.models.limits import LONGEST, SHORTEST, OutOfLimits, limits_of
from audit.models import Kind, Thing
from common import working_days
from common.working_days import Recess
from ideas.models import Moved
from labs.models import Lab, Membership, Neighbourhood
from labs.models.lab import note

THRESHOLD = 75  # people who support an idea
LEAST, MOST = 5, 10_000  # of a threshold: below five, figures aren't shown either
WORDS = ("channel", "escalation_name", "escalation_mail")
EVERY = "every"  # in `approval`: every kind of answer
OF_A_PERSON = frozenset({"escalation_name", "escalation_mail"})  # the log keeps that it changed, not who


class TermsQuerySet(models.QuerySet["Terms"]):
    def of(self, lab: Lab) -> "Terms":
        """Return the terms of `lab`; those of a new lab, not saved, when nobody has changed any."""
        return self.filter(lab=lab).first() or Terms(lab=lab)


class Terms(models.Model):
    """What a lab agreed with its municipality: the threshold of support, the term, the recess.

    A change counts for answers that are owed later: it never moves a day that was promised.
    """

    lab = models.OneToOneField(Lab, on_delete=models.CASCADE, related_name="terms")
    threshold = models.PositiveIntegerField(default=THRESHOLD)
    days = models.PositiveSmallIntegerField(default=working_days.TERM)  # working days
    channel = models.URLField(blank=True)  # where people apply for a permit or an official decision
    # who is told, once, when an answer stays away
    escalation_name = models.CharField(max_length=60, blank=True, default="", db_default="")
    escalation_mail = models.EmailField(blank=True, default="", db_default="")
    recesses = models.JSONField(default=list, blank=True)  # pairs of a first and a last day, "2026-12-21"
    # kinds of answers that an alderman approves first, or EVERY
    approval = models.JSONField(default=list, blank=True, db_default=[])

    objects = TermsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(threshold__range=(LEAST, MOST)), name="threshold_in_range"),
            models.CheckConstraint(condition=Q(days__range=(SHORTEST, LONGEST)), name="term_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.lab_id}: {self.threshold} people, {self.days} working days"

    @property
    def recess(self) -> list[Recess]:
        return [Recess(date.fromisoformat(first), date.fromisoformat(last)) for first, last in self.recesses]

    def due_date(self, today: date) -> date:
        """Return the day by which an answer that is owed from `today` must be there."""
        return working_days.due_date(today, self.term(), self.recess)

    def term(self) -> int:
        """Return the working days within which an answer comes. The verbs keep those of a row within the limits."""
        return self.days if self.pk else limits_of(self.lab).nearest(self.days)

    def asks_approval(self, kind: str) -> bool:
        """Must an alderman approve an answer of this kind before it is given?"""
        return EVERY in self.approval or kind in self.approval

    def villages(self) -> dict[int, int]:
        """Return the thresholds of villages that have their own, by the village's id."""
        rows = VillageThreshold.objects.filter(village__lab=self.lab)
        return dict(rows.values_list("village", "threshold"))

    @property
    def state(self) -> str:
        """Return a text that distinguishes two states of the terms, with those of the villages. One query."""
        said = [getattr(self, name) for name in ("threshold", "days", "recesses", "approval", *WORDS)]
        return hashlib.sha256(repr([*said, sorted(self.villages().items())]).encode()).hexdigest()

    @classmethod
    @transaction.atomic
    def change(
        cls,
        by: Membership,
        seen: str,
        threshold: int,
        days: int,
        channel: str,
        recess: list[Recess],
        villages: dict[Neighbourhood, int | None],
        approval: Sequence[str] = (),
        **words: str,
    ) -> bool:
        """Set the terms of the lab of `by`, and log each one that differs. Return False if none does.

        `villages`: None for a village without a threshold of its own. `words`: of WORDS. `seen`: the `state` that was
        on the screen. Raises Moved if it is another one by now; OutOfLimits; PermissionDenied.
        """
        lab = by.lab.hold()
        by.must_run_the_lab()
        terms = cls.objects.of(lab)
        if terms.state != seen:
            raise Moved(terms)
        if not limits_of(lab).allow(days):
            raise OutOfLimits
        recesses = [[first.isoformat(), last.isoformat()] for first, last in recess]
        new: dict[str, Any] = {"threshold": threshold, "days": days, "channel": channel, "recesses": recesses} | words
        new["approval"] = list(approval)
        changed = {name: value for name, value in new.items() if getattr(terms, name) != value}
        for name, value in changed.items():
            _note(by, name, *("", "") if name in OF_A_PERSON else (getattr(terms, name), value))
            setattr(terms, name, value)
        terms.save()
        before, there = terms.villages(), set(lab.neighbourhoods.values_list("pk", flat=True))
        own = {
            village: number
            for village, number in villages.items()
            if village.pk in there and before.get(village.pk) != number  # another admin may have removed it just now
        }
        for village, number in own.items():
            _note(by, "village", before.get(village.pk), number, village.name)
            if number is None:
                VillageThreshold.objects.filter(village=village).delete()
            else:
                VillageThreshold.objects.update_or_create(village=village, defaults={"threshold": number})
        return bool(changed or own)


class VillageThreshold(models.Model):
    """The lower threshold of a small village."""

    village = models.OneToOneField(Neighbourhood, on_delete=models.CASCADE, related_name="+")
    threshold = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(threshold__range=(LEAST, MOST)), name="village_threshold_in_range")
        ]

    def __str__(self) -> str:
        return f"{self.village_id}: {self.threshold} people"


def _note(by: Membership, name: str, before: Any, after: Any, village: str = "") -> None:
    """Write one changed term into the log; `village`: whose threshold it is."""
    was, now = ({"words": _words(value)} | ({"name": village} if village else {}) for value in (before, after))
    note(by, Kind.CHANGE_TERM, Thing.TERM, name, was, now)


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(one if isinstance(one, str) else " – ".join(one) for one in value)
    return "" if value is None else str(value)
