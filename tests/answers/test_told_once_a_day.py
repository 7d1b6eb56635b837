"""Who wants mails about answers once a day gets them once a day, also about their own idea and their own work."""

from datetime import UTC, date, datetime

import pytest

from answers.models.answer import ask
from notifications.groups import ANSWERS, Mail
from notifications.models import choose, stop
from tests.answers.conftest import voice_of
from tests.answers.conftest import words as said
from tests.factories import make_idea
from tests.mails import forget, mailed, work_off
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
MORNING, FIVE = datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 12, 1, 16, tzinfo=UTC)  # 9 and 17 hours here
TITLE = "Pluktuin"


@pytest.fixture
def answer(anna, chaima, fleur):
    with standing_at(MORNING):
        answer = ask(make_idea(anna), chaima, voice_of(chaima), "Wij willen het weten.").thing
        work_off()
        forget()
    return answer


def owed(answer, fleur, chaima, anna):
    ask(make_idea(anna, "Bankje"), chaima, voice_of(chaima), "Wij willen het weten.")


def new_date(answer, fleur, chaima, anna):
    answer.choose_date(fleur, voice_of(fleur), date(2027, 2, 1), "De tuinclub kan later.", 0)


def given(answer, fleur, chaima, anna):
    answer.give(fleur, voice_of(fleur), **said())


def corrected(answer, fleur, chaima, anna):
    answer.give(fleur, voice_of(fleur), **said())
    work_off()
    forget()
    answer.correct(fleur, voice_of(fleur), answer.versions.last().pk, "Een fout.", **said(words="Wij doen het."))


SUBJECTS = {
    owed: "De gemeente gaat antwoord geven over Bankje",
    new_date: "Nieuwe datum",
    given: "De gemeente geeft antwoord over Pluktuin",
    corrected: "De gemeente verbeterde haar antwoord over Pluktuin",
}


def mails_to_anna():
    return [subject for name, subject in mailed() if name == "anna"]


@pytest.mark.parametrize("act", SUBJECTS)
@pytest.mark.parametrize("wish", ["now", "daily", "never", "stopped"])
def test_the_author_hears_an_answer_by_mail_as_they_chose(answer, anna, chaima, fleur, act, wish):
    with standing_at(MORNING):
        choose(anna.user, {"answers": Mail.NOW if wish == "stopped" else Mail(wish)})
        if wish == "stopped":
            stop(anna.user, [ANSWERS])
        act(answer, fleur, chaima, anna)
        first = mails_to_anna()
    with standing_at(FIVE):
        second = mails_to_anna()
    assert (len(first), len(second)) == {"now": (1, 0), "daily": (0, 1)}.get(wish, (0, 0))
    assert all(SUBJECTS[act].lower() in subject.lower() for subject in first + second)


def test_a_colleague_who_chose_once_a_day_has_one_mail_of_what_is_owed(answer, anna, chaima, fleur):
    with standing_at(MORNING):
        choose(fleur.user, {"answers": Mail.DAILY})
        owed(answer, fleur, chaima, anna)
        assert [subject for name, subject in mailed() if name == "fleur"] == []
    with standing_at(FIVE):
        assert [subject for name, subject in mailed() if name == "fleur"] == [SUBJECTS[owed]]
