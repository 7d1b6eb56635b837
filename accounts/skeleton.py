"""Characters that look the same, by Unicode's list (UTS 39), and scripts that are used together."""

import json
import unicodedata
from functools import cache
from importlib.resources import files

from confusable_homoglyphs import categories

# One script, or scripts that are used together
TOGETHER = [frozenset({"HAN", "HIRAGANA", "KATAKANA"}), frozenset({"HAN", "BOPOMOFO"}), frozenset({"HAN", "HANGUL"})]
OF_NO_SCRIPT = frozenset({"COMMON", "INHERITED", "Unknown"})
DIRECTION = "\u200e"  # stands around Hebrew characters in the list
ALSO = {"w": "vv", "W": "VV"}  # confusable, but not in the list


def skeleton(text: str) -> str:
    """Return UTS 39's skeleton: equal for two texts of characters that look the same."""
    shown = _shown_as()
    drawn = "".join(
        shown.get(sign, sign) for sign in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    )
    return unicodedata.normalize("NFD", drawn)


def looks_like(sign: str, other: str) -> bool:
    return skeleton(sign) == skeleton(other)


def mixes_scripts(name: str) -> bool:
    """Does the name mix letters or digits of scripts that are not used together?"""
    scripts = {categories.alias(sign) for sign in name} - OF_NO_SCRIPT
    zeros = {ord(sign) - unicodedata.decimal(sign) for sign in name if sign.isdecimal()}
    return len(zeros) > 1 or (len(scripts) > 1 and not any(scripts <= some for some in TOGETHER))


@cache
def _shown_as() -> dict[str, str]:
    """Return for each confusable character the one or several characters that represent its group.

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
