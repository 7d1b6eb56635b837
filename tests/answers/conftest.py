"""The people at an answer: Anna wrote the idea, Bram supports it, Chaima is a stadmaker, Fleur answers."""

from datetime import UTC, datetime

import pytest

from answers.models import Team
from answers.models.answer import ask
from tests import news
from tests.factories import make_idea, make_lab, make_member
from tests.standing import standing_at

TODAY = datetime(2026, 12, 1, 12, tzinfo=UTC)  # a Tuesday; 30 working days later it is 14 January


@pytest.fixture(autouse=True)
def dutch(settings):
    settings.LANGUAGE_CODE = "nl"


@pytest.fixture
def today():
    with standing_at(TODAY):
        yield TODAY


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna")


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


@pytest.fixture
def chaima(lab):
    return make_member(lab, "Chaima", "stadmaker")


@pytest.fixture
def fleur(lab):
    return make_member(lab, "Fleur", "civil_servant", label="team Groen")


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", "moderator")


@pytest.fixture
def admin(lab):
    return make_member(lab, "Bea", "lab_admin")


@pytest.fixture
def ruud(lab):
    return make_member(lab, "Ruud", "civil_servant")


@pytest.fixture
def groen(admin, fleur):
    return make_team(admin, "team Groen", fleur)


@pytest.fixture
def idea(anna):
    return make_idea(anna)


def voice_of(member):
    """Return the role in which this member speaks: the last one."""
    return member.voices()[-1]


def asked(idea, member, reason="De kwekers willen het weten."):
    """Make an answer owed because `member` asks."""
    return ask(idea, member, voice_of(member), reason).thing


def make_team(admin, name, *people, **words):
    return Team.begin(admin, people, **{"name": name, "mandate": "", "mailbox": ""} | words)


def words(**more):
    """Return the words of an answer."""
    said = {
        "kind": "no",
        "day": None,
        "to": "",
        "words": "De bus moet daar keren.",
        "next_step": "",
        "contact": "Fleur",
    }
    return said | more


@pytest.fixture
def answer(idea, chaima, fleur):
    """An answer that Fleur gave; what was told about it is forgotten."""
    answer = asked(idea, chaima)
    answer.give(fleur, voice_of(fleur), **words())
    news.start_anew()
    return answer


@pytest.fixture
def yes(idea, chaima, fleur):
    """An answer after which the idea goes on, so that somebody can ask again."""
    answer = asked(idea, chaima)
    answer.give(fleur, voice_of(fleur), **words(kind="yes"))
    return answer
