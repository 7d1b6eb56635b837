"""A person's data at gatherings: exported in the download, removed by erasing. The pages are in front/."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from events.models import Aloud, Attendance, DateAnswer, Gathering
from events.models.attendance import AttendanceQuerySet
from labs.models import Membership


def parties_of(user: User, members: list[Membership]) -> AttendanceQuerySet:
    """Their parties; also those made as a guest with the same mailbox, in any lab (`Gathering.party_of`)."""
    return Attendance.objects.filter(Q(person__in=members) | Q(mailbox=user.mailbox))


def leave(user: User, members: list[Membership]) -> None:
    """Erase a person: waiting parties get the free seats, and nobody can see that this person attended.

    Call it while `members` still have their user. It runs many short transactions, one per verb; it can be repeated.
    """
    theirs = parties_of(user, members)
    for party in theirs.counted().still_to_come().select_related("gathering__lab", "person__user"):
        party.withdraw(tells=False)
    theirs.erase_details()
    theirs.update(person=None)
    Attendance.objects.filter(entered_by__in=members).update(entered_by=None)
    for member in members:
        for gathering in Gathering.objects.filter(date_options__answers__person=member).distinct():
            gathering.forget_answers(member)
        for gathering in member.organises.all():
            gathering.set_organisers(gathering.organisers.exclude(pk=member.pk))
    Gathering.objects.filter(made_by__in=members).update(made_by=None, key=None)


def taken_along(user: User, members: list[Membership], origin: str) -> dict[str, Any]:
    """Return their data at gatherings, for the download. Four queries."""

    def at(gathering: Gathering, is_theirs: bool = False) -> dict[str, Any]:
        title = "" if gathering.is_hidden and not is_theirs else gathering.title
        where = {"lab": gathering.lab.slug, "gathering": title}
        return where | {"url": origin + gathering.get_absolute_url(), "starts_at": gathering.starts_at}

    attendances = parties_of(user, members).select_related("gathering__lab").order_by("pk")
    answers = DateAnswer.objects.filter(person__in=members).select_related("option__gathering__lab").order_by("pk")
    organised = Gathering.objects.filter(organisers__in=members).select_related("lab").distinct().order_by("pk")
    said = Aloud.objects.filter(Q(noted_by__in=members) | Q(settled_by__in=members)).with_page()
    names = ("name", "mail", "phone", "seats", "state", "needs", "came_at")
    said_by = ("voice_kind", "voice_label", "name", "role", "words", "day", "noted_at")
    words = (*said_by, "fate", "confirmed", "reason", "settled_at")
    return {
        "said_aloud": [at(one.gathering) | {name: getattr(one, name) for name in words} for one in said],
        "attendances": [at(party.gathering) | {name: getattr(party, name) for name in names} for party in attendances],
        "date_answers": [
            at(answer.option.gathering) | {"date": answer.option.starts_at, "suits": answer.suits}
            for answer in answers
        ],
        "organised": [
            at(gathering, True)
            | {"about": gathering.about, "programme": gathering.programme, "outcome": gathering.outcome}
            for gathering in organised
        ],
    }
