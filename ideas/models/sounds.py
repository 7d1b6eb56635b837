"""The sound of Dutch words, to find the word that somebody meant. All words are folded (common/text).

Most misspellings keep the sound (`speeltuyn`, `fietsbuss`, `muziekafond`) or change one letter of it (`fitsbus` is
nearer than that). So a word is found by its sound, and by each sound that remains when one letter is left out.
"""

import re

LEAST = 3  # letters; shorter words have no sound of their own
USED = 10  # letters of a sound; the others only decide how near it is
_SHORT = 5  # letters; we only correct a word up to this length to one that begins with the same letter
_FAR = 8  # letters; from here on two may be wrong
WORD = re.compile(r"\b[^\W\d_]{3,40}\b")

_SPELT = [
    # diminutives and plurals: speeltuintje, boompjes, bankje, tuinen, buren, winkels
    (re.compile(r"(?<=.{2})([bdfgklmnprst])\1etjes?$"), r"\1"),
    (re.compile(r"(?<=.{2})(?<=[aeiouylnrw])tjes?$"), ""),
    (re.compile(r"(?<=.{2})(?<=m)pjes?$"), ""),
    (re.compile(r"(?<=.{3})jes?$"), ""),
    (re.compile(r"(?<=.{3})en$"), ""),
    (re.compile(r"(?<=.{2})(?<=e[lnr])s$"), ""),
    # letters that sound the same
    (re.compile(r"sch"), "sg"),
    (re.compile(r"ch"), "g"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"qu"), "kw"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th|dt"), "t"),
    (re.compile(r"d$"), "t"),
    (re.compile(r"eij|ij|ei|ey"), "y"),
    (re.compile(r"[ao]uw?"), "ow"),
    (re.compile(r"ie"), "i"),
]
_ONE_FOR_ONE = str.maketrans("cqzv", "kksf")
_DOUBLED = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """Return the sound of a word: `speeltuintjes`, `speltuin` and `speeltuin` have the same."""
    for spelt, as_one in _SPELT:
        word = spelt.sub(as_one, word)
    return _DOUBLED.sub(r"\1", word.translate(_ONE_FOR_ONE))


def key(word: str) -> str:
    """Return the start of its sound."""
    return sound(word)[:USED]


def keys(word: str) -> set[str]:
    """Return the keys under which a word is stored: its own, and that without one of its letters."""
    own = key(word)
    return {own} | (_shorter(own) if len(own) > LEAST else set())


def wide_keys(word: str) -> set[str]:
    """Return the keys under which a misspelling looks for words: a long one also without two letters.

    Two swapped letters may sound quite different (`schaudw`), and so may a wrong ending (`sterrem`): each pair of
    neighbours is swapped back, and the last two letters are left out.
    """
    found = keys(word)
    if len(sound(word)) >= _FAR:
        found |= {its for one in found for its in _shorter(one)}
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(min(len(word), USED) - 1))
    return found | {key(other) for other in (*swapped, word[:-1], word[:-2]) if len(other) >= LEAST}


def nearest(word: str, words: set[str]) -> list[str]:
    """Return which of `words` this one may be a misspelling of, the most similar first."""
    mine = sound(word)
    found = []
    for other in words:
        theirs, most = sound(other), _may_differ(mine)
        far = [far for far in (distance(mine, theirs, most), distance(word, other, most)) if far is not None]
        if far and (not min(far) or len(mine) > _SHORT or mine[:1] == theirs[:1]):
            found.append((min(far), distance(word, other, len(word) + len(other)), other))
    return [other for _far, _letters, other in sorted(found)]


def _may_differ(mine: str) -> int:
    return 0 if len(mine) <= LEAST else 1 if len(mine) < _FAR else 2


def _shorter(text: str) -> set[str]:
    return {text[:at] + text[at + 1 :] for at in range(len(text))}


def distance(one: str, other: str, most: int) -> int | None:
    """Return how many letters to add, leave out, replace or swap with the next; None if more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
