"""Words that put a text on the moderators' list. They never block a text, and the writer is never told.

An entry is one word or a phrase, and is found as whole words: "del" is not found in "Delden". Forms (plurals, "-je")
are entries of their own. "!hufter proof" says that these words are ordinary there. The default list is
`data/words_nl.txt`; `data/SOURCE.md` says which words are not in it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from common.text import fold
from common.unseen import is_unseen

DEFAULT = Path(__file__).with_name("data") / "words_nl.txt"
LONGEST_ENTRY = 60
ORDINARY = "!"  # before an entry: these words are ordinary there

type Words = tuple[str, ...]

# A hyphen or an apostrophe inside keeps a word together: "hufter-proof" is not "hufter", and "kut-wijf" is "kutwijf".
WORD = re.compile(r"[^\W_](?:[^\W_]|[-'*@$]+(?=[^\W_]))*")
JOINTS = str.maketrans("", "", "-'")
LIKE_LETTERS = str.maketrans("013457@$", "oieastas")
IN_DISGUISE = re.compile(r"[a-z][a-z013457@$]*[a-z]")
MASKED = re.compile(r"[a-z][a-z*]*[a-z]")
DRAWN_OUT = re.compile(r"(.)\1{2,}")


class WordList:
    """Entries to look for. Looking takes a time that grows with the text, not with the list."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries: dict[Words, str] = {}
        self._ordinary: dict[Words, str] = {}
        for entry in entries:
            if words := tuple(words_in(entry)):
                (self._ordinary if entry.startswith(ORDINARY) else self._entries).setdefault(words, entry)
        self._longest = max(map(len, [*self._entries, *self._ordinary]), default=0)

    def __contains__(self, entry: str) -> bool:
        return tuple(words_in(entry)) in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter([*self._entries.values(), *self._ordinary.values()])

    def without(self, entries: Iterable[str]) -> "WordList":
        left_out = {tuple(words_in(entry)) for entry in entries}
        return WordList(entry for entry in self if tuple(words_in(entry)) not in left_out)

    def also(self, entries: Iterable[str]) -> "WordList":
        return WordList([*self, *entries])

    def found_in(self, *texts: str) -> list[str]:
        """Return the entries that the texts hold, each once, in the order of the texts."""
        return list(dict.fromkeys(entry for text in texts for entry in self._found(text)))

    def _found(self, text: str) -> Iterator[str]:
        words = words_in(text)
        ordinary_until = 0
        for at, word in enumerate(words):
            phrases = [tuple(words[at : at + length]) for length in range(1, self._longest + 1)]
            ordinary_until = max([ordinary_until, *(at + len(one) for one in phrases if one in self._ordinary)])
            if at < ordinary_until:
                continue
            for one in [*((spelled,) for spelled in spellings(word)), *phrases]:
                if entry := self._entries.get(one):
                    yield entry
            if "*" in word and len(word) <= LONGEST_ENTRY and MASKED.fullmatch(word):
                yield from self._behind(word)

    def _behind(self, word: str) -> Iterator[str]:
        """Find words with a star instead of some letters: "k*twijf". Rare, so it reads the whole list."""
        hidden = re.compile(word.replace("*", "[a-z]"))
        for words, entry in self._entries.items():
            if len(words) == 1 and hidden.fullmatch(words[0]):
                yield entry
                return


def words_in(text: str) -> list[str]:
    """Return the words of a text: case-folded, without accents, invisible characters, hyphens and apostrophes."""
    seen = "".join(
        sign for sign in text.replace("’", "'").replace("\u2011", "-") if sign in "\t\n\r" or not is_unseen(sign)
    )
    return [word.translate(JOINTS) for word in WORD.findall(fold(seen))]


def spellings(word: str) -> Iterator[str]:
    """Yield the word, and what it says if digits stand for letters inside it, or a letter is drawn out.

    The code of a room or a postcode must not become a word: such a word begins and ends with a letter, has four signs
    or more, and more letters than digits.
    """
    yield word
    if len(word) >= 4 and IN_DISGUISE.fullmatch(word) and sum(map(str.isalpha, word)) > len(word) / 2:
        word = word.translate(LIKE_LETTERS)
        yield word
    if DRAWN_OUT.search(word):
        yield DRAWN_OUT.sub(r"\1", word)
        yield DRAWN_OUT.sub(r"\1\1", word)


def entries_of(text: str) -> list[str]:
    """Read a list: one entry on each line; a line that begins with # is a remark."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def default_list() -> WordList:
    return WordList(entries_of(DEFAULT.read_text(encoding="utf-8")))


@lru_cache(maxsize=256)
def list_of(more: str, left_out: str) -> WordList:
    """Return a lab's list: the default list, with and without words of its own."""
    return default_list().without(entries_of(left_out)).also(entries_of(more))
