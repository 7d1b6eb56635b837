"""Which names people can't tell apart: Unicode's list of confusable signs (UTS 39), and which scripts a name mixes."""

import json
import unicodedata
from functools import cache
from importlib.resources import files

from confusable_homoglyphs import categories

# One script, or those that are written together
TOGETHER = [frozenset({"HAN", "HIRAGANA", "KATAKANA"}), frozenset({"HAN", "BOPOMOFO"}), frozenset({"HAN", "HANGUL"})]
OF_NO_SCRIPT = frozenset({"COMMON", "INHERITED", "Unknown"})
DIRECTION = "\u200e"  # stands around Hebrew signs in the list
ALSO = {"w": "vv", "W": "VV"}  # seen as such, and not in the list


def look(name: str) -> str:
    """Return what two names have in common that look the same, whatever signs and cases they are made of.

    UTS 39's skeleton, once as it stands (a capital I looks like an l) and once in lower case (rn looks like an m).
    """
    return " ".join(_skeleton(_skeleton(name).casefold()).split())


def mixes_scripts(name: str) -> bool:
    """Are there letters, or digits, of more than one script that aren't written together?"""
    scripts = {categories.alias(sign) for sign in name} - OF_NO_SCRIPT
    zeros = {ord(sign) - unicodedata.decimal(sign) for sign in name if sign.isdecimal()}
    return len(zeros) > 1 or (len(scripts) > 1 and not any(scripts <= some for some in TOGETHER))


def looks_like(sign: str, other: str) -> bool:
    return _skeleton(sign) == _skeleton(other)


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
