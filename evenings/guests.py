"""The pretend guests of a rehearsal: their names and what they say, in `guests.toml`, which an editor can change.

They are content, in Dutch only, and clearly pretend.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

CONTENT = Path(__file__).with_name("guests.toml")


class Guests(NamedTuple):
    """`notes`: what they write in a step whose words have one of these, first match first; empty: in any step."""

    names: tuple[str, ...]
    notes: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    tips: tuple[str, ...]
    objection: str
    brings: tuple[tuple[str, str], ...]

    def notes_for(self, words: str) -> tuple[str, ...]:
        """Return the notes for a step with these words."""
        said = words.lower()
        return next(texts for about, texts in self.notes if not about or any(one in said for one in about))


@cache
def guests() -> Guests:
    content = tomllib.loads(CONTENT.read_text())
    notes = tuple((tuple(one["about"]), tuple(one["texts"])) for one in content["notes"])
    brings = tuple((kind, words) for kind, words in content["brings"])
    return Guests(tuple(content["names"]), notes, tuple(content["tips"]), content["objection"], brings)
