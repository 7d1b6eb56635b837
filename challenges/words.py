"""The words of questions, for everybody: no "you", and nothing that depends on the reader."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import OFFICIAL, Challenge, Level
from common.times import day_of, day_words
from ideas.words import FIGURES_FROM

LEVELS = list(Level)


def level_steps(challenge: Challenge) -> list[bool]:
    """Return for each of the six levels whether its bar is filled."""
    return [LEVELS.index(level) <= LEVELS.index(Level(challenge.level)) for level in LEVELS]


def level_words(level: str) -> dict[str, Any]:
    """Return the name of a level, what it means, and the official word."""
    name, _colon, meaning = str(Level(level).label).partition(":")
    return {"name": name, "meaning": meaning.strip(), "official": str(OFFICIAL[Level(level)])}


def until_words(challenge: Challenge) -> str:
    """Return `Open until 1 February`, or that it is closed; the last day counts whole."""
    if challenge.is_over:
        return _("Closed, the last day was %(day)s") % {"day": day_words(challenge.until)}
    return _("Open up to and including %(day)s") % {"day": day_words(challenge.until)}


def count_words(challenge: Challenge) -> str:
    """Return the number of ideas that answer it; small numbers in words."""
    count = challenge.idea_count
    if not count:
        return _("Still new. Your idea can be the first.") if challenge.is_open else _("No ideas")
    if count < FIGURES_FROM and challenge.is_over:
        return _("A few ideas came in") if count > 1 else _("One idea came in")
    if count < FIGURES_FROM:
        return _("The first ideas are there") if count > 1 else _("The first idea is there")
    return ngettext("%(n)s idea", "%(n)s ideas", count) % {"n": count}


def opened_on(challenge: Challenge) -> str:
    return day_words(day_of(challenge.created_at))
