"""Find names that people can't tell apart: each character of a name has one reading, or several."""

import re
import unicodedata
from itertools import groupby, islice, product

from confusable_homoglyphs import categories

from accounts.skeleton import looks_like, skeleton

DIGITS_DRAWN_AS = str.maketrans("03456789@$€", "oeasbtbgase")
# After a letter no two digits share a letter, and 6 and 8 stay: Merel6 and Merel8 are two people
LAST_DIGITS_DRAWN_AS = str.maketrans("034579@$€", "oeastgase")
BEFORE_A_LETTER = re.compile(r"[\d@$€]+(?=[^\W\d_])")
AFTER_A_LETTER = re.compile(r"(?<=[^\W\d_])[\d@$€]+")
CLICKS = str.maketrans("ǃǀ", "!|")  # letters that look like these signs
AT_A_RIM = {"!": ("", "l", "i"), "@": ("", "a"), "$": ("", "s"), "€": ("", "e")}  # a sign around the word, or a letter
MOST_READINGS = 64
DRAWN_LETTER = re.compile(  # small capitals, squared letters, regional indicators: not in the list
    r"(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER"
    r"|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])"
)


def look(name: str) -> str:
    """Return a key that is equal for two names that look the same, whatever their characters and cases.

    It is UTS 39's skeleton of the name itself (a capital I looks like an l), and then of that in lower case (rn looks
    like an m). Symbols around a word don't count (Merel. and Merel ✓), nor do loose marks; a digit next to a letter
    counts as a letter (M3rel, Jo5). A sign such as 1 counts as its likeliest letter.
    """
    return _drawn("".join(signs[0] for signs in _readings(name)), name)


def looks(name: str) -> set[str]:
    """Return the look of a name and those of its other readings: P1et as Plet and Piet, Mere! as Mere and Merel.

    At most MOST_READINGS.
    """
    return {_drawn("".join(signs), name) for signs in islice(product(*_readings(name)), MOST_READINGS)}


def _drawn(text: str, name: str) -> str:
    return " ".join(skeleton(skeleton(text if text.strip() else _bare(name)).casefold()).split())


def _readings(name: str) -> list[tuple[str, ...]]:
    """Return for each character of the name its readings, the likeliest one first."""
    readings: list[tuple[str, ...]] = []
    for word in _bare(name).split():
        word = _with_digits_as_letters(_without_symbols_around(word))
        middle = word.strip("".join(AT_A_RIM))
        before, _, after = word.partition(middle) if middle else (word, "", "")
        readings += [AT_A_RIM[sign] for sign in before]
        for is_piece, piece in groupby(middle, _is_of_a_word):
            signs = "".join(piece)
            readings += _of_a_piece(signs) if is_piece else [(sign,) for sign in signs]
        readings += [AT_A_RIM[sign] for sign in after]
        readings.append((" ",))
    return readings


def _with_digits_as_letters(word: str) -> str:
    word = BEFORE_A_LETTER.sub(lambda digits: digits[0].translate(DIGITS_DRAWN_AS), word)
    return AFTER_A_LETTER.sub(lambda digits: digits[0].translate(LAST_DIGITS_DRAWN_AS), word)


def _of_a_piece(piece: str) -> list[tuple[str, ...]]:
    """Return the readings of each character of a word without spaces and hyphens.

    At the start i and l are one, because Ilse and lse with an l before it look the same. Further on an i and an l
    differ (Ali and Ail are two names), but upright strokes are either: an i among capitals (PlET), else an l (MereI).
    """
    if not any(map(str.isalpha, piece)):
        return [(sign,) for sign in piece]  # a number
    letters = [sign for sign in piece[1:] if sign.isalpha() and not _is_upright(sign)]
    is_capitals = any(map(str.isupper, letters)) and not any(map(str.islower, letters))
    first = ("l",) if _is_upright(piece[0]) or looks_like(piece[0], "i") else (piece[0],)
    return [first, *(_of_a_sign(sign, is_capitals) for sign in piece[1:])]


def _of_a_sign(sign: str, is_among_capitals: bool) -> tuple[str, ...]:
    if not _is_upright(sign):
        return (sign,)
    if is_among_capitals:
        return ("i",) if sign.isalpha() else ("i", "l")
    return ("l", "i") if sign in "1|!" or sign.isupper() else ("l",)


def _is_of_a_word(sign: str) -> bool:
    return sign.isalnum() or is_mark(sign) or _is_upright(sign)


def _is_upright(sign: str) -> bool:
    """Is it drawn as one upright stroke: l, I, 1, | or !, in any script?"""
    return sign == "!" or looks_like(sign, "l")


def _bare(name: str) -> str:
    """Return the plain letters: without loose marks, and with small capitals as ordinary letters."""
    signs = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name)).translate(CLICKS)
    return "".join(_letter(sign) for sign in signs if not is_loose_mark(sign))


def _letter(sign: str) -> str:
    drawn = DRAWN_LETTER.fullmatch(unicodedata.name(sign, "")) if not sign.isascii() else None
    return drawn[1].lower() if drawn else sign


def is_loose_mark(sign: str) -> bool:
    """Is this a mark of no specific script that did not compose with a letter? No language has such letters."""
    return is_mark(sign) and categories.alias(sign) == "INHERITED"


def is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def _without_symbols_around(word: str) -> str:
    counted = [place for place, sign in enumerate(word) if _counts(sign)]
    return word[counted[0] : counted[-1] + 1] if counted else ""


def _counts(sign: str) -> bool:
    """Is it part of a word, or drawn like a letter? Raised signs such as ꜝ and ˈ are not."""
    is_raised = unicodedata.name(sign, "").startswith("MODIFIER LETTER")
    return (_is_of_a_word(sign) and not is_raised) or sign in AT_A_RIM
