"""Questions for tests."""

import uuid
from datetime import timedelta
from typing import Any

from challenges.models import Asker, Challenge, Level, State
from common import clock
from common.times import day_of
from labs.models import RESIDENT_VOICE, Membership, RoleKind, Voice

IN_A_MONTH = timedelta(days=30)
PROMISE = {
    "background": "Drie winkels staan leeg. De huur is een jaar lang laag.",
    "level": Level.DECIDE,
    "decides": "Wie meedoet, kiest samen drie plannen.",
    "fixed": "De winkels blijven winkels.\nWonen kan niet.",
    "promise": "Elk idee krijgt een antwoord, met de reden erbij.",
}
GROEN = Voice("", RoleKind.CIVIL_SERVANT, "team Groen")


def in_a_month() -> Any:
    return day_of(clock.now() + IN_A_MONTH)


def make_question(author: Membership, title: str = "Hoe eten we vaker samen?", **words: Any) -> Challenge:
    """Ask a question of the neighbourhood."""
    words = {"background": "Veel mensen eten alleen.", "until": in_a_month()} | words
    voice = words.pop("voice", RESIDENT_VOICE)
    return Challenge.ask(author, voice, uuid.uuid4(), asker=Asker.NEIGHBOURS, title=title, **words).thing


def make_draft_question(servant: Membership, title: str = "Wat kan er in de lege winkels?", **words: Any) -> Challenge:
    words = {"until": in_a_month(), "state": State.DRAFT} | PROMISE | words
    return Challenge.ask(servant, GROEN, uuid.uuid4(), asker=Asker.MUNICIPALITY, title=title, **words).thing


def make_municipal(servant: Membership, title: str = "Wat kan er in de lege winkels?", **words: Any) -> Challenge:
    """Ask a question of the municipality, and put it online."""
    challenge = make_draft_question(servant, title, **words)
    challenge.publish(servant, GROEN)
    return challenge
