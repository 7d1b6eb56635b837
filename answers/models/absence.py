"""Who does somebody's work for the municipality while they are away. It begins and ends by itself."""

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from answers.models.results import NoDeputy
from answers.models.team import servants_of
from answers.models.work import desk_changed
from labs.models import Lab, Membership


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(first_day__lte=day, last_day__gte=day)

    def ending_from(self, day: date) -> "AbsenceQuerySet":
        """Return those that are still to come, or still last."""
        return self.filter(last_day__gte=day)


class Absence(models.Model):
    """From the first day until the last one, `deputy` also sees and is told what waits for `member`."""

    member = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="absence")
    deputy = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="stands_in")
    first_day = models.DateField()
    last_day = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(deputy=F("member")), name="deputy_is_a_colleague"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.first_day} – {self.last_day}"

    @classmethod
    @transaction.atomic
    def begin(cls, member: Membership, deputy: Membership, first_day: date, last_day: date) -> "Absence":
        """Store when `member` is away, in place of what they said before. Raises NoDeputy if `deputy` can't answer."""
        member.lab.hold()
        if deputy.pk == member.pk or not servants_of(member.lab).filter(pk=deputy.pk).exists():
            raise NoDeputy
        days = {"deputy": deputy, "first_day": first_day, "last_day": last_day}
        absence, _is_new = cls.objects.update_or_create(member=member, defaults=days)
        desk_changed(member.lab)
        return absence


@transaction.atomic
def come_back(member: Membership) -> bool:
    """End the absence of `member` now. Return False if there was none."""
    if not Absence.objects.filter(member=member).delete()[0]:
        return False
    desk_changed(member.lab)
    return True


def stands_in_for(member: Membership) -> set[int]:
    """Return the ids of the colleagues whose work `member` does today."""
    return {away for away, deputy in deputies_in(member.lab).items() if deputy.pk == member.pk}


def deputies_in(lab: Lab) -> dict[int, Membership]:
    """Return who does whose work today in this lab, by the id of the person who is away. At most two queries.

    A deputy who is away too hands it on to their own deputy. Nobody does it if that leads round in a circle, or to
    somebody who may not answer any more.
    """
    today = Absence.objects.on(timezone.localdate()).filter(member__lab=lab)
    deputy_of = dict(today.values_list("member", "deputy"))
    if not deputy_of:
        return {}
    servants = {servant.pk: servant for servant in servants_of(lab)}
    last = {away: _last_deputy(away, deputy_of) for away in deputy_of}
    return {away: servants[deputy] for away, deputy in last.items() if deputy in servants}


def with_deputy(lab: Lab, member: int) -> set[int]:
    """Return the id of this member, and of who does their work today."""
    deputy = deputies_in(lab).get(member)
    return {member, deputy.pk} if deputy else {member}


def _last_deputy(away: int, deputy_of: dict[int, int]) -> int | None:
    passed = set()
    while away in deputy_of and away not in passed:
        passed.add(away)
        away = deputy_of[away]
    return None if away in passed else away
