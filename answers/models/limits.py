"""Within how many working days a municipality wants its answers: the limits of the terms of its labs."""

from typing import NamedTuple

from django.db import models, transaction
from django.db.models import F, Q

from audit.models import AuditEntry, Kind, Thing
from labs.models import Lab, Municipality

SHORTEST, LONGEST = 5, 60  # working days: no municipality can go beyond these


class OutOfLimits(Exception):
    """The term isn't within the limits of the municipality; they may have changed a moment ago."""


class Limits(NamedTuple):
    shortest: int = SHORTEST
    longest: int = LONGEST

    def allow(self, days: int) -> bool:
        """Are so many working days within the limits?"""
        return self.shortest <= days <= self.longest

    def nearest(self, days: int) -> int:
        """Return `days` if they are within the limits, and otherwise the limit that they pass."""
        return min(max(days, self.shortest), self.longest)

    def __str__(self) -> str:
        return f"{self.shortest} – {self.longest}"


def limits_of(lab: Lab) -> Limits:
    """Return the limits of the municipality of `lab`. One query."""
    rows = TermLimits.objects.filter(municipality=lab.municipality_id)
    found = rows.values_list("shortest", "longest").first()
    return Limits(*found) if found else Limits()


class TermLimits(models.Model):
    """The limits that a municipality set itself; one without a row has those of the platform.

    Not a column of the municipality, because `labs` knows nothing of answers.
    """

    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="+")
    shortest = models.PositiveSmallIntegerField(default=SHORTEST)
    longest = models.PositiveSmallIntegerField(default=LONGEST)

    class Meta:
        verbose_name_plural = "term limits"
        constraints = [
            models.CheckConstraint(
                condition=Q(shortest__gte=SHORTEST, longest__lte=LONGEST, shortest__lte=F("longest")),
                name="term_limits_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.shortest} – {self.longest} working days"


@transaction.atomic
def set_limits(municipality: Municipality, limits: Limits, reason: str) -> list[Lab]:
    """Set the limits, and move the term of each lab that is outside to the nearest one; return those labs.

    It is in the log of each lab of the municipality. Days that were promised stay. The same limits change nothing.
    """
    from answers.models.terms import Terms

    labs = list(Lab.objects.select_for_update(no_key=True).filter(municipality=municipality).order_by("pk"))
    row, _is_new = TermLimits.objects.get_or_create(municipality=municipality)
    before = Limits(row.shortest, row.longest)
    if before == limits:
        return []
    row.shortest, row.longest = limits
    row.save()
    moved = []
    for lab in labs:
        _note(lab, "limits", str(before), str(limits), reason)
        terms = Terms.objects.of(lab)
        if terms.pk and not limits.allow(terms.days):
            was, terms.days = terms.days, limits.nearest(terms.days)
            terms.save(update_fields=["days"])
            _note(lab, "days", str(was), str(terms.days), reason)
            moved.append(lab)
    return moved


def _note(lab: Lab, name: str, before: str, after: str, reason: str) -> None:
    was, now = {"words": before}, {"words": after}
    AuditEntry.objects.note(
        None, Kind.CHANGE_TERM, Thing.TERM, name, lab=lab.slug, before=was, after=now, reason=reason
    )
