"""The mail of Monday: once a week, at seven, to who has work and to mailboxes of teams; never twice, never empty."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from answers.models import Absence, Answer, Desk, Terms
from answers.models.notes import write_note
from answers.models.weekly import monday_of, tell_the_week
from ideas.models import Idea
from labs.models import Lab
from notifications.models import OutgoingMail
from tests.answers.conftest import asked, make_team
from tests.answers.test_desk import welcomed
from tests.answers.test_owner import again, pass_on
from tests.factories import make_idea
from tests.mails import work_off
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 12, 7, 6, 30, tzinfo=UTC)  # half past seven in the Netherlands


@pytest.fixture
def lab(lab):
    Lab.objects.filter(pk=lab.pk).update(created_at=MONDAY - timedelta(days=3))
    return lab


def owe(anna, chaima, title):
    answer = asked(welcomed(make_idea(anna, title)), chaima)
    Answer.objects.filter(pk=answer.pk).update(owed_at=MONDAY - timedelta(days=3))
    return again(answer)


def mails(at=MONDAY):
    """Let the worker do its work at that moment; return what was written, by subject and body, per address."""
    OutgoingMail.objects.all().delete()
    with standing_at(at):
        tell_the_week()
        work_off()
    return {mail.address: mail for mail in OutgoingMail.objects.all()}


def test_monday_begins_at_seven_in_the_netherlands():
    assert monday_of(MONDAY).isoformat() == "2026-12-07"
    assert monday_of(MONDAY - timedelta(hours=1)).isoformat() == "2026-11-30"
    assert monday_of(MONDAY + timedelta(days=6)).isoformat() == "2026-12-07"


def test_each_colleague_and_team_reads_what_waits_for_them(anna, chaima, admin, fleur, ruud):
    groen = make_team(admin, "team Groen", fleur, mailbox="groen@example.org")
    make_team(admin, "team Wegen", ruud, mailbox="wegen@example.org")
    mine, teams, _nobodys = (owe(anna, chaima, title) for title in ("Bus", "Tuin", "Bank"))
    mine.take(fleur)
    pass_on(teams, fleur, team=groen)
    work_off()
    sent = mails()
    assert sent.keys() == {"fleur@example.org", "ruud@example.org", "groen@example.org"}, "team Wegen has no work"
    fleurs, ruuds = sent["fleur@example.org"], sent["ruud@example.org"]
    assert fleurs.subject == "Dit wacht op jou (3)"
    assert [title for title in ("Bus", "Tuin", "Bank") if title in ruuds.body] == ["Bank"]
    assert [title for title in ("Bus", "Tuin", "Bank") if title in sent["groen@example.org"].body] == ["Bus", "Tuin"]
    assert "<" not in fleurs.body


def test_it_comes_once_a_week_also_when_the_worker_was_away(anna, chaima, fleur):
    owe(anna, chaima, "Bus").take(fleur)
    work_off()
    assert mails(MONDAY - timedelta(hours=2)) == {}, "too early"
    assert mails(MONDAY + timedelta(days=2)).keys() == {"fleur@example.org"}, "back on Wednesday"
    assert mails(MONDAY + timedelta(days=3)) == {}
    assert mails(MONDAY + timedelta(days=7)).keys() == {"fleur@example.org"}


def test_it_waits_for_the_first_working_day_and_skips_a_week_of_recess(lab, anna, chaima, fleur):
    easter = datetime(2027, 3, 29, 6, 30, tzinfo=UTC)  # half past eight
    owe(anna, chaima, "Bus").take(fleur)
    work_off()
    assert mails(easter) == {}, "Easter Monday"
    assert mails(easter + timedelta(hours=22)) == {}, "Tuesday, half past six"
    assert mails(easter + timedelta(days=1)).keys() == {"fleur@example.org"}
    assert mails(easter + timedelta(days=2)) == {}
    Terms.objects.create(lab=lab, recesses=[["2027-07-19", "2027-07-28"]])
    recess = datetime(2027, 7, 19, 6, 30, tzinfo=UTC)
    assert [len(mails(recess + timedelta(days=day))) for day in range(7)] == [0] * 7
    days = [len(mails(recess + timedelta(days=day))) for day in range(7, 14)]
    assert days == [0, 0, 0, 1, 0, 0, 0], "the recess ends on Wednesday"


def test_who_stands_in_reads_it_too_and_nothing_is_said_when_nothing_waits(anna, chaima, fleur, ruud):
    answer = owe(anna, chaima, "Bus")
    answer.take(fleur)
    today = timezone.localdate(MONDAY)
    Absence.begin(fleur, ruud, today, today)
    work_off()
    assert mails().keys() == {"fleur@example.org", "ruud@example.org"}
    Answer.objects.filter(pk=answer.pk).update(given_at=MONDAY)
    assert mails(MONDAY + timedelta(days=7)) == {}


def test_it_has_all_that_waits_on_the_desk_and_nothing_that_a_colleague_works_on(anna, chaima, fleur, ruud, mo):
    answer, others = owe(anna, chaima, "Bus"), owe(anna, chaima, "Weg")
    answer.take(fleur)
    others.take(ruud)
    write_note(again(answer), ruud, "Mag dit van de weg?", fleur)
    make_idea(anna, "Tuin")
    work_off()
    sent = mails()
    assert sent.keys() == {"fleur@example.org", "ruud@example.org", "mo@example.org"}
    lines = sent["fleur@example.org"].body
    assert sent["fleur@example.org"].subject == "Dit wacht op jou (3)"
    headings = "Antwoorden die we beloofden", "Vragen van collega's", "Verwelkomen"
    assert [line for line in lines.split("\n") if line in headings] == list(headings)
    assert [title for title in ("Bus", "Weg", "Tuin") if f"\n{title}\n" in lines] == ["Bus", "Tuin"]
    assert f"Zeg welkom: http://testserver{Idea.objects.get(title='Tuin').get_absolute_url()}welkom/" in lines
    assert "Mag dit van de weg?" not in sent["ruud@example.org"].body
    assert "Bus" not in sent["mo@example.org"].body, "a moderator doesn't answer"
    assert "\nTuin\n" in sent["mo@example.org"].body


def test_it_names_fifty_things_and_costs_the_queries_of_three(anna, chaima, fleur):
    def cost(number):
        for count in range(number):
            make_idea(anna, f"Idee {count} van {number}")
        work_off()
        Desk.objects.update(told_week=None)
        with standing_at(MONDAY), CaptureQueriesContext(connection) as queries:
            tell_the_week()
            OutgoingMail.objects.all().delete()
            work_off()
        return len(queries), OutgoingMail.objects.get()

    with standing_at(MONDAY):
        tell_the_week()  # makes the desk
    few, _mail = cost(3)
    many, mail = cost(57)
    assert many == few
    assert mail.subject == "Dit wacht op jou (60)"
    assert mail.body.count("Zeg welkom: ") == 50


def test_it_is_in_the_language_of_who_reads_it(anna, fleur):
    make_idea(anna, "Tuin")
    fleur.user.language = "en"
    fleur.user.save()
    work_off()
    mail = mails()["fleur@example.org"]
    assert mail.subject == "This waits for you (1)"
    assert "Anna shared this, and waits for a first word" in mail.body
