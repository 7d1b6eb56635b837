"""Which names people can't tell apart: Unicode's list of confusable signs (UTS 39), and which scripts a name mixes."""

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

from confusable_homoglyphs import categories

# One script, or those that are written together
TOGETHER = [frozenset({"HAN", "HIRAGANA", "KATAKANA"}), frozenset({"HAN", "BOPOMOFO"}), frozenset({"HAN", "HANGUL"})]
OF_NO_SCRIPT = frozenset({"COMMON", "INHERITED", "Unknown"})
DIRECTION = "\u200e"  # stands around Hebrew signs in the list
ALSO = {"w": "vv", "W": "VV"}  # seen as such, and not in the list
DIGITS_DRAWN_AS = str.maketrans("013456789@$€", "oieasbtbgase")
BEFORE_A_LETTER = re.compile(r"[\d@$€]+(?=[^\W\d_])")
DRAWN_LETTER = re.compile(  # small capitals, letters in a filled square, halves of a flag: not in the list
    r"(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER"
    r"|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])"
)


def look(name: str) -> str:
    """Return what two names have in common that look the same, whatever signs and cases they are made of.

    UTS 39's skeleton, once as it stands (a capital I looks like an l) and once in lower case (rn looks like an m).
    Signs around a word (Merel. and Merel ✓) and loose marks don't count; a digit before a letter reads as one (M3rel).
    """
    bare = _bare(name)
    words = " ".join(filter(None, map(_without_rims, bare.split()))) or bare
    drawn = _skeleton(_skeleton(BEFORE_A_LETTER.sub(_digits_as_letters, words)).casefold())
    return " ".join(drawn.split())


def mixes_scripts(name: str) -> bool:
    """Are there letters, or digits, of more than one script that aren't written together?"""
    scripts = {categories.alias(sign) for sign in name} - OF_NO_SCRIPT
    zeros = {ord(sign) - unicodedata.decimal(sign) for sign in name if sign.isdecimal()}
    return len(zeros) > 1 or (len(scripts) > 1 and not any(scripts <= some for some in TOGETHER))


def looks_like(sign: str, other: str) -> bool:
    return _skeleton(sign) == _skeleton(other)


def _digits_as_letters(digits: re.Match[str]) -> str:
    return digits[0].translate(DIGITS_DRAWN_AS)


def _bare(name: str) -> str:
    """Its letters by themselves: without marks that make no letter of a language, with small capitals as letters."""
    signs = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name))
    return "".join(_letter(sign) for sign in signs if not is_loose_mark(sign))


def _letter(sign: str) -> str:
    drawn = DRAWN_LETTER.fullmatch(unicodedata.name(sign, "")) if not sign.isascii() else None
    return drawn[1].lower() if drawn else sign


def is_loose_mark(sign: str) -> bool:
    """A mark of no script in particular, that was not composed with a letter: nobody's own letter has it."""
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
    """For each confusable sign the one, or the few, that stand for all that look like it.

    The list says of a sign either what it looks like, or what looks like it, without telling which; so those that hang
    together are taken together.
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
    """More signs before one (rn for m), our letters before others (l for 1 and |), lower case before upper."""
    return (len(sign) == 1, not (sign.isascii() and sign.isalpha()), not sign.islower(), sign)
