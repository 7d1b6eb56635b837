"""Find names that people can't tell apart: by Unicode's confusable characters (UTS 39) and by mixed scripts."""

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

from confusable_homoglyphs import categories

# One script, or scripts that are used together
TOGETHER = [frozenset({"HAN", "HIRAGANA", "KATAKANA"}), frozenset({"HAN", "BOPOMOFO"}), frozenset({"HAN", "HANGUL"})]
OF_NO_SCRIPT = frozenset({"COMMON", "INHERITED", "Unknown"})
DIRECTION = "\u200e"  # stands around Hebrew characters in the list
ALSO = {"w": "vv", "W": "VV"}  # confusable, but not in the list
DIGITS_DRAWN_AS = str.maketrans("013456789@$€", "oieasbtbgase")
BEFORE_A_LETTER = re.compile(r"[\d@$€]+(?=[^\W\d_])")
DRAWN_LETTER = re.compile(  # small capitals, squared letters, regional indicators: not in the list
    r"(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER"
    r"|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])"
)


def look(name: str) -> str:
    """Return a key that is equal for two names that look the same, whatever their characters and cases.

    It is UTS 39's skeleton of the name itself (a capital I looks like an l), and then of that in lower case (rn looks
    like an m). Symbols around a word don't count (Merel. and Merel ✓), nor do loose marks; a digit before a letter
    counts as a letter (M3rel).
    """
    bare = _bare(name)
    words = " ".join(filter(None, map(_without_rims, bare.split()))) or bare
    drawn = _skeleton(_skeleton(BEFORE_A_LETTER.sub(_digits_as_letters, words)).casefold())
    return " ".join(drawn.split())


def mixes_scripts(name: str) -> bool:
    """Does the name mix letters or digits of scripts that are not used together?"""
    scripts = {categories.alias(sign) for sign in name} - OF_NO_SCRIPT
    zeros = {ord(sign) - unicodedata.decimal(sign) for sign in name if sign.isdecimal()}
    return len(zeros) > 1 or (len(scripts) > 1 and not any(scripts <= some for some in TOGETHER))


def looks_like(sign: str, other: str) -> bool:
    return _skeleton(sign) == _skeleton(other)


def _digits_as_letters(digits: re.Match[str]) -> str:
    return digits[0].translate(DIGITS_DRAWN_AS)


def _bare(name: str) -> str:
    """Return the plain letters: without loose marks, and with small capitals as ordinary letters."""
    signs = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name))
    return "".join(_letter(sign) for sign in signs if not is_loose_mark(sign))


def _letter(sign: str) -> str:
    drawn = DRAWN_LETTER.fullmatch(unicodedata.name(sign, "")) if not sign.isascii() else None
    return drawn[1].lower() if drawn else sign


def is_loose_mark(sign: str) -> bool:
    """Is this a mark of no specific script that did not compose with a letter? No language has such letters."""
    return is_mark(sign) and categories.alias(sign) == "INHERITED"


def is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def _without_rims(word: str) -> str:
    counted = [place for place, sign in enumerate(word) if sign.isalnum() or is_mark(sign) or looks_like(sign, "l")]
    return word[counted[0] : counted[-1] + 1] if counted else ""


def _skeleton(text: str) -> str:
    shown = _shown_as()
    drawn = "".join(
        shown.get(sign, sign) for sign in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    )
    return unicodedata.normalize("NFD", drawn)


@cache
def _shown_as() -> dict[str, str]:
    """Return for each confusable character the one, or the few, that represent its group.

    The Unicode list maps one character to another, without saying which of the two is the common one. So this function
    joins characters that are connected in either direction.
    """
    listed = json.loads(files("confusable_homoglyphs").joinpath("confusables.json").read_text("utf-8"))
    alike: dict[str, set[str]] = {}
    for sign, others in listed.items():
        together = {one.replace(DIRECTION, "") for one in (sign, *(other["c"] for other in others))}
        for one in list(together):
            together |= alike.get(one, set())
        for one in together:
            alike[one] = together
    shown = {sign: min(together, key=_first) for sign, together in alike.items() if len(sign) == 1}
    return shown | ALSO


def _first(sign: str) -> tuple[bool, bool, bool, str]:
    """Return the sort key by which a group chooses its representative.

    Several characters come before one (rn before m), ASCII letters before others (l before 1 and |), lower case before
    upper case.
    """
    return (len(sign) == 1, not (sign.isascii() and sign.isalpha()), not sign.islower(), sign)
