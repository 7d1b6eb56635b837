"""Merge two edits of one question (common.merging)."""

from collections.abc import Mapping
from typing import Any

from challenges.models import PROMISED, Challenge
from common.merging import Merger

WORDS = ("title", "background", "until")  # the day of a draft; the form of a question online has none


class ChallengeMerger(Merger):
    things = {name: (name,) for name in dict.fromkeys([*WORDS, *PROMISED])}


of_challenge = ChallengeMerger()


def first_words(challenge: Challenge) -> Mapping[str, Any]:
    """Return the initial data of the form to edit this question."""
    first = {name: getattr(challenge, name) for name in of_challenge.things}
    return first | {"seen": challenge.words_revision, "was": of_challenge.signs(first)}
