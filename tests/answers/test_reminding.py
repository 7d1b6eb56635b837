"""The clock of an answer: reminders before the day, late after it, and whom the lab reaches then."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answers.chores import remind
from answers.models import Absence, Answer, Step, Team, Terms, Told
from answers.models.reminding import steps_by
from common.times import A_DAY, wall_clock
from common.working_days import Recess, days_before, due_date
from ideas.chores import show_lateness
from ideas.models import Idea
from labs.models import RESIDENT_VOICE
from notifications.models import Notice, OutgoingMail
from tests import news
from tests.answers.conftest import asked, voice_of, words
from tests.factories import make_idea, make_member
from tests.mails import forget, told, work_off
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 12, tzinfo=UTC)
DUE = date(2027, 1, 14)  # 30 working days after that Tuesday
TEN, FIVE, ONE = date(2026, 12, 30), date(2027, 1, 7), date(2027, 1, 13)


@contextmanager
def on(day, hour=9):
    with standing_at(wall_clock(day, time(hour))):
        yield


@pytest.fixture
def answer(idea, chaima, fleur):
    """An answer that is owed since Tuesday; what was told about that is forgotten."""
    with standing_at(TUESDAY):
        answer = asked(idea, chaima)
        assert answer.due == DUE
        news.start_anew()
    return answer


def steps():
    return list(Told.objects.order_by("pk").values_list("day", "step"))


def mails_after(day, hour=9):
    """Return who is mailed what by the clock on this day."""
    with on(day, hour):
        remind()
        mails = told()
        forget()
    return mails


# Which days


def test_days_before_are_working_days_without_weekends_holidays_and_recess():
    assert days_before(DUE, 1) == ONE
    assert days_before(DUE, 5) == FIVE
    assert days_before(DUE, 10) == TEN, "over New Year"
    assert days_before(DUE, 10, [Recess(date(2026, 12, 21), date(2027, 1, 3))]) == date(2026, 12, 17)
    assert days_before(date(2027, 1, 16), 1) == date(2027, 1, 15), "a Saturday"


@pytest.mark.parametrize("start", [date(2026, 12, 1) + number * A_DAY for number in range(0, 60, 7)])
def test_counting_back_undoes_counting_on(start):
    for days in (1, 5, 10):
        assert days_before(due_date(start, days), days) <= start
        assert due_date(days_before(start, days), days) >= start


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (TEN - A_DAY, []),
        (TEN, [Step.TEN]),
        (FIVE - A_DAY, [Step.TEN]),
        (FIVE, [Step.FIVE]),
        (ONE, [Step.ONE]),
        (DUE, [Step.ONE]),
        (DUE + A_DAY, [Step.LATE]),
        (date(2027, 1, 20), [Step.LATE]),
        (date(2027, 1, 21), [Step.LATE, Step.ESCALATED]),
    ],
)
def test_each_day_has_its_steps(today, found):
    assert steps_by(today, DUE, date(2026, 12, 1)) == found


def test_a_reminder_on_or_before_the_day_on_which_the_date_was_set_is_none():
    assert steps_by(TEN, DUE, since=TEN) == []
    assert steps_by(FIVE, DUE, since=TEN) == [Step.FIVE]
    assert steps_by(FIVE, DUE, since=FIVE) == []


# Who is told what


def test_who_works_on_it_hears_each_reminder_once(answer, fleur):
    answer.take(fleur)
    assert mails_after(TEN - A_DAY) == []
    assert mails_after(TEN, hour=7) == [], "not in the night"
    assert mails_after(TEN) == [(fleur.user.email, "Nog 15 dagen: het antwoord over Pluktuin")]
    assert mails_after(TEN) == mails_after(TEN + A_DAY) == []
    assert mails_after(FIVE) == [(fleur.user.email, "Nog 7 dagen: het antwoord over Pluktuin")]
    assert mails_after(ONE) == [(fleur.user.email, "Nog 1 dag: het antwoord over Pluktuin")]
    assert mails_after(DUE) == []
    assert mails_after(DUE + A_DAY) == [(fleur.user.email, "Het antwoord over Pluktuin is te laat")]


def test_without_an_owner_the_team_hears_it_and_without_a_team_all_who_may_answer(answer, lab, admin, fleur):
    ruud = make_member(lab, "Ruud", "civil_servant")
    assert {address for address, _subject in mails_after(TEN)} == {fleur.user.email, ruud.user.email}
    groen = Team.begin(admin, [ruud], name="team Groen", mandate="", mailbox="")
    answer.pass_on(fleur, groen, None, "", answer.care_seen)
    forget()
    assert [address for address, _subject in mails_after(FIVE)] == [ruud.user.email]


def test_who_stands_in_for_the_owner_hears_it_too(answer, lab, fleur):
    ruud = make_member(lab, "Ruud", "civil_servant")
    make_member(lab, "Els", "civil_servant")
    answer.take(fleur)
    with on(TEN):
        Absence.begin(fleur, ruud, TEN, TEN)
    assert {address for address, _subject in mails_after(TEN)} == {fleur.user.email, ruud.user.email}
    assert [address for address, _subject in mails_after(FIVE)] == [fleur.user.email]


def test_the_escalation_contact_is_told_once_five_working_days_after_the_day(answer, lab, admin, fleur):
    Terms.objects.create(lab=lab, escalation_name="Petra", escalation_mail="petra@gemeente.example")
    assert mails_after(date(2027, 1, 20)) == [(fleur.user.email, "Het antwoord over Pluktuin is te laat")]
    subject = "7 dagen te laat: het antwoord over Pluktuin"
    assert mails_after(date(2027, 1, 21)) == [("petra@gemeente.example", subject)]
    assert mails_after(date(2027, 1, 21)) == mails_after(date(2027, 3, 1)) == []


def test_without_a_contact_those_who_run_the_lab_are_told(answer, admin):
    mails_after(DUE + A_DAY)
    with on(date(2027, 1, 21)):
        remind()
        work_off()
    mail = OutgoingMail.objects.get()
    assert mail.address == admin.user.email
    assert "Niemand heeft dit opgepakt." in mail.body
    assert "/beheer/antwoorden/" in mail.body


def test_colleagues_read_it_on_their_page_as_it_is_now(answer, chaima, fleur):
    with on(TEN):
        remind()
        assert news.told() == [("Fleur", "answer_reminder")]
        page = news.read(fleur)
    assert "Het antwoord over Pluktuin moet er binnenkort zijn" in page
    assert "De gemeente geeft antwoord, uiterlijk 14 januari" in page
    with on(DUE + A_DAY):
        assert "Het antwoord over Pluktuin is te laat" in news.read(fleur)
        answer.give(fleur, voice_of(fleur), **words())
        assert "te laat" not in news.read(fleur)


def test_who_works_on_it_and_supports_the_idea_hears_once_that_it_is_late(answer, idea, anna, fleur):
    ruud = make_member(idea.lab, "Ruud", "civil_servant")
    answer.take(fleur)
    for member in (fleur, ruud):
        Idea.objects.get(pk=idea.pk).support(member)
    news.start_anew()
    with on(DUE + A_DAY):
        show_lateness()
        remind()
        assert news.told() == [("Anna", "late"), ("Fleur", "answer_overdue"), ("Ruud", "late")]


# What changes meanwhile


def test_a_worker_that_was_away_tells_the_last_reminder_alone(answer, fleur):
    assert len(mails_after(FIVE + A_DAY)) == 1
    assert steps() == [(DUE, Step.FIVE)]
    assert mails_after(FIVE + A_DAY) == []


def test_a_worker_that_was_away_until_later_tells_that_it_is_late_and_escalates(answer, fleur, admin):
    assert len(mails_after(date(2027, 2, 1))) == 2
    assert steps() == [(DUE, Step.LATE), (DUE, Step.ESCALATED)]


def test_a_new_date_begins_anew_and_an_old_one_that_returns_does_not(answer, fleur):
    mails_after(TEN)
    later = date(2027, 2, 15)
    with on(TEN, 10):
        first = answer.choose_date(fleur, voice_of(fleur), later, "De tekening komt later.", 0)
        answer.choose_date(fleur, voice_of(fleur), DUE, "Toch niet.", first.pk)
        forget()
    assert mails_after(TEN + A_DAY) == []
    assert len(mails_after(FIVE)) == 1
    with on(FIVE, 10):
        last = answer.dates.last()
        answer.choose_date(fleur, voice_of(fleur), later, "De tekening komt later.", last.pk)
        forget()
    assert mails_after(DUE + A_DAY) == []
    assert len(mails_after(date(2027, 2, 1))) == 1
    assert steps() == [(DUE, Step.TEN), (DUE, Step.FIVE), (later, Step.TEN)]


def test_a_date_that_is_chosen_while_the_clock_works_out_its_steps_is_not_called_late(answer, fleur):
    later = date(2027, 3, 1)
    reads = []

    def choose_after_the_days_were_read(execute, sql, *rest):
        reads.append(sql)
        if len(reads) > 1 and "MAX(" in reads[-2]:
            answer.choose_date(fleur, voice_of(fleur), later, "De tekening komt later.", 0)
            news.start_anew()
        return execute(sql, *rest)

    with on(DUE + A_DAY):
        with connection.execute_wrapper(choose_after_the_days_were_read):
            assert remind() == 0
        assert (told(), steps()) == ([], [])
    assert [subject for _to, subject in mails_after(later + A_DAY)] == ["Het antwoord over Pluktuin is te laat"]
    assert steps() == [(later, Step.LATE)]


def test_a_hidden_idea_pauses_and_a_restored_one_catches_up(answer, idea, mo):
    idea.hide(mo, "spam")
    forget()
    assert mails_after(FIVE) == []
    idea.restore(mo, "Het was geen reclame.")
    forget()
    assert len(mails_after(FIVE + A_DAY)) == 1


def test_a_given_and_a_withdrawn_answer_are_told_no_more(answer, fleur, anna):
    other = make_idea(anna, "Fietsbus")
    with on(date(2026, 12, 2)):
        answer.give(fleur, voice_of(fleur), **words())
        asked(other, fleur)
        Idea.objects.get(pk=other.pk).withdraw(anna, RESIDENT_VOICE, "Toch niet.")
        forget()
    assert Answer.objects.owed().count() == 0
    assert mails_after(date(2027, 3, 1)) == []


def test_a_notice_about_a_date_that_passed_says_only_that_it_is_late(answer):
    with on(ONE):
        remind()
    with on(DUE + A_DAY):
        remind()
        assert [subject for _address, subject in told()] == ["Het antwoord over Pluktuin is te laat"]


def test_the_number_of_queries_does_not_grow(anna, chaima, fleur):
    with standing_at(TUESDAY):
        for number in range(3):
            asked(make_idea(anna, f"Idee {number}"), chaima)
    counts = []
    with on(DUE - A_DAY):
        remind()
        for wanted in (3, 1):
            Answer.objects.filter(pk__in=Answer.objects.values("pk")[wanted:]).update(closed_at=TUESDAY)
            with CaptureQueriesContext(connection) as queries:
                remind()
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 3
    assert Notice.objects.filter(kind="answer_reminder").count() == 3
