"""Ideas with a title like the one that somebody types."""

from typing import NamedTuple

from common.text import fold
from ideas.models import spelling
from ideas.models.finding import IdeaQuerySet
from ideas.models.sounds import WORD, sound

MOST_WORDS, MOST_READ, MOST_SHOWN = 3, 60, 3  # words of a title; newest ideas for each; ideas
MOST_FORMS = 3  # spellings of a word
LEAST = 4  # letters of a word that says something
ENOUGH = 6  # letters that two titles have in common, in one word or several
SAY_NOTHING = frozenset(
    "aan alle allemaal beetje bij buurt daar door dorp een eigen elke gaan geen goed goede graag hebben heel hier "
    "idee ideeen iedereen iets kunnen leuk leuke maar maken meer meerdere mensen mogen moet moeten naar nieuw nieuwe "
    "onze open over plaats plek plekje plekken samen straat tegen tussen uit van veel voor waar wat weer wijk willen "
    "worden zijn zonder zoals".split()
)


class Alike(NamedTuple):
    title: str
    pk: int


def alike(ideas: IdeaQuerySet, lab_id: int, title: str) -> list[Alike]:
    """Return up to three of `ideas` whose titles share a long word or several short ones with `title`, or its sound.

    A limited number of queries, each by the index of the words.
    """
    typed = {word for word in WORD.findall(fold(title)) if len(word) >= LEAST and word not in SAY_NOTHING}
    asked = sorted(typed, key=lambda word: (-len(word), word))[:MOST_WORDS]
    known = spelling.candidates(lab_id, (), asked) if asked else set()
    found: dict[int, str] = {}
    for form in {form for word in asked for form in _forms(word, known)}:
        newest = ideas.found(form, (), MOST_READ).ideas
        found |= newest.in_order("nieuw").values_list("pk", "title")[:MOST_READ]
    shares = {pk: _shared(asked, its) for pk, its in found.items()}
    best = sorted((pk for pk in found if shares[pk] >= ENOUGH), key=lambda pk: (-shares[pk], -pk))
    return [Alike(found[pk], pk) for pk in best[:MOST_SHOWN]]


def _forms(word: str, known: set[str]) -> list[str]:
    """Return what to search for a word: itself and the lab's words of the same sound, but none that contains another.

    A search finds pieces of words. The typed word, or what it contains, is always one of them: another known word may
    be somebody's misspelling, or stand in a hidden idea only.
    """
    same = {other for other in known if sound(other) == sound(word)} | {word}
    least = [one for one in same if not any(other in one for other in same - {one})]
    return sorted(least, key=lambda one: (one not in word, len(one), one))[:MOST_FORMS]


def _shared(asked: list[str], title: str) -> int:
    """Count the letters of those asked words that the title contains: as a word, in a longer word, or by sound."""
    text = fold(title)
    sounds = {sound(word) for word in WORD.findall(text)}
    return sum(len(word) for word in asked if word in text or sound(word) in sounds)
