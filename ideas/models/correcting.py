"""A search that found nothing, with each word that no idea contains replaced by the word that it was meant to be."""

import re
from collections.abc import Iterable, Iterator, Sequence

from common.text import fold
from ideas.models import spelling
from ideas.models.finding import MOST_WORDS, Found, IdeaQuerySet
from ideas.models.sounds import LEAST, WORD, nearest, sound
from labs.models import Neighbourhood

MOST_CORRECTED = 3  # words of a search
TRIES = 3  # words to try for each
LEAST_OF_PART, LEAST_ALONE = 4, 5  # letters of a part of a compound: beside another part; without one


def corrected(
    ideas: IdeaQuerySet, lab_id: int, words: str, villages: Sequence[Neighbourhood], most: int
) -> Found | None:
    """Search other words in place of `words`, which found nothing among `ideas`. None: nothing is similar.

    Each word that is shown was found in `ideas`, so no hidden idea betrays its words. A limited number of queries.
    """
    asked = re.findall(r"\w+", fold(words))[:MOST_WORDS]
    if all(len(word) < LEAST for word in asked):
        return None

    def is_found(words: str) -> bool:
        return bool(ideas.found(words, villages, 0).counted)

    unknown = {word for word in asked if len(word) >= LEAST and not is_found(word)}
    if len(unknown) > MOST_CORRECTED:
        return None
    meant = {}
    for word, others in _suggestions(lab_id, unknown, villages).items():
        meant[word] = next((other for other in others[:TRIES] if is_found(other)), None)
        if meant[word] is None:
            return None
    instead = " ".join(meant.get(word) or word for word in asked)
    if instead == fold(words):
        return None
    found = ideas.found(instead, villages, most)
    return found._replace(instead=instead) if found.counted else None


def as_written(words: str, texts: Iterable[str]) -> str:
    """Return folded words with the accents that they have in these texts: `taalcafé`."""
    written: dict[str, str] = {}
    for text in texts:
        for word in re.findall(r"[^\W\d_]+", text.lower()):
            if not word.isascii():
                written.setdefault(fold(word), word)
    return " ".join(written.get(word, word) for word in words.split())


def _suggestions(lab_id: int, unknown: set[str], villages: Sequence[Neighbourhood]) -> dict[str, list[str]]:
    """Return for each word what it may have meant, the most likely first."""
    if not unknown:
        return {}
    parts = {part for word in unknown for pair in _pairs(word) for part in pair}
    known = spelling.candidates(lab_id, unknown, parts)
    known |= {word for village in villages for word in WORD.findall(fold(village.name))}
    return {word: list(dict.fromkeys(_ordered(word, known))) for word in unknown}


def _ordered(word: str, known: set[str]) -> Iterator[str]:
    """Yield words of the same sound; the two parts of a compound; words of nearly the same sound; the longest part."""
    near = nearest(word, known - {word})
    yield from (other for other in near if sound(other) == sound(word))
    pairs = [pair for pair in _pairs(word) if known.issuperset(pair)]
    yield from (" ".join(pair) for pair in pairs)
    yield from near
    parts = {part for pair in _pairs(word) for part in pair if part in known}
    alone = [part for part in parts if len(part) >= max(LEAST_ALONE, len(word) / 2)]
    yield from sorted(alone, key=lambda part: (-len(part), part))


def _pairs(word: str) -> list[tuple[str, str]]:
    """Return the ways to split a compound in two, also without an `s` in between."""
    splits = [(word[:at], word[at:]) for at in range(LEAST_OF_PART, len(word) - LEAST_OF_PART + 1)]
    linked = [(left[:-1], right) for left, right in splits if left.endswith("s") and len(left) > LEAST_OF_PART]
    return splits + linked
