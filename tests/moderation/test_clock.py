"""The clock of one case: another day begins anew, and nobody is told what they can't decide."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from moderation import chores
from moderation.models import Case, CaseStep, ModerationSettings, report
from notifications.models import OutgoingMail
from tests.factories import make_lab, make_member
from tests.mails import work_off
from tests.standing import standing_at

pytestmark = pytest.mark.django_db


def at(day, hour=9):
    return datetime(2026, 11, day, hour, tzinfo=ZoneInfo("Europe/Amsterdam"))


def told_on(day, hour=9):
    """Run the task on this day, and return who got which mail of the clock."""
    with standing_at(at(day, hour)):
        chores.remind()
        work_off()
        mails = OutgoingMail.objects.filter(body__contains="Bekijk de zaak").values_list("address", "subject")
        found = sorted((address.partition("@")[0], subject) for address, subject in mails)
        OutgoingMail.objects.all().delete()
    return found


def test_another_day_begins_anew(comment, bram, mo):
    with standing_at(at(2)):  # a Monday
        case = report(comment, bram, "abuse").report.case
    assert told_on(3) == [("mo", "Beslis uiterlijk 4 november over iets wat gemeld is")]
    assert told_on(3, 20) == []
    with standing_at(at(4)):
        Case.objects.with_thing().get(pk=case.pk).decide(mo, "ask", "privacy", "Haal het nummer weg.")
    assert told_on(4, 20) == []
    assert told_on(5) == [("mo", "Beslis uiterlijk 6 november over iets wat gemeld is")]
    assert told_on(6) == []
    assert told_on(7, 7) == []
    assert told_on(7) == [("mo", "Te laat: iets wat gemeld is, wacht nog")]
    assert told_on(8) == []
    assert list(CaseStep.objects.values_list("day__day", "step")) == [(4, "reminded"), (6, "reminded"), (6, "late")]


def test_who_reported_it_and_who_works_for_the_municipality_hear_nothing_of_the_clock(comment, lab, mo, noor):
    make_member(lab, "Jan", "moderator", "civil_servant")
    with standing_at(at(2)):
        report(comment, noor, "abuse")
    assert [who for who, _subject in told_on(3)] == ["mo"]
    assert [who for who, _subject in told_on(5)] == ["mo"]


def test_a_case_is_handed_once_to_each_neighbour_who_may_still_look(comment, bram, mo, lab):
    ria, wim = (make_member(make_lab(f"lab-{name}"), name, "moderator") for name in ("Ria", "Wim"))
    settings = ModerationSettings.objects.create(lab=lab, neighbour=ria, agreed_at=at(1))
    with standing_at(at(2)):
        case = report(comment, bram, "abuse").report.case
    assert ("ria", "Kijk je mee? In Proefdorp wacht iets wat gemeld is") not in told_on(5)
    assert [who for who, _subject in told_on(6)] == ["ria"]
    assert told_on(7) == []
    settings.neighbour = wim
    settings.save()
    assert [who for who, _subject in told_on(9)] == ["wim"]
    assert list(Case.objects.handed_to(wim)) == [case]
    wim.roles.all().delete()
    settings.neighbour = ria
    settings.save()
    assert told_on(10) == []
