"""Find names that look like an office: a word such as "gemeente" anywhere in a name, in any spelling or script."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

from accounts.alike import is_mark, look
from common.joins import ExtensionPoint

ANYWHERE = (
    "gemeente moderator moderatie moderation wethouder dorpsraad wijkraad ambtenaar raadslid raadsleden burgemeester "
    "beheer griffie municipality administrator alderman councillor stadmaker stadslab verbinder ouddeelnemer"
).split()
WORDS = (
    "admin admins siteadmin mayor support helpdesk collegelid collegeleden collegebenw collegevanbenw "
    "collegevanbw collegevanburgemeester stadhuis raadhuis naamverborgen namehidden"
).split()
ABBREVIATIONS = "weth gem".split()  # unless they are initials: G.E.M. Janssen
NO_OFFICE = (  # words that contain an office but are not one: things, a street, a surname
    "gemeentetuin gemeentebos gemeentepark gemeenteplein gemeenteveld gemeentekerk gemeenteboom beheersman"
).split()
COLLEGE = "college"  # of mayor and aldermen, unless another word stands beside it: College Dendron is a school
SMALL_WORDS = "het de een ons van uit in".split()
MAYOR_AND_ALDERMEN = re.compile(r"\bb[\W_]*\ben\b[\W_]*vv\b|\bbenvv\b")  # how people write B&W; Ben W. is a person
OF = "van"
WORD = re.compile(r"[^\W\d_]+")
AND = re.compile("[&＆﹠+]")
BORDER = re.compile(
    r"[^\w'’]|[\d_]|(?<=[^\W\d_])(?!(?<=[vV])V)(?=[A-Z][a-z])"
)  # between words that are written as one, like GemHorst; not in VVeth, where VV is drawn for a W
INITIALS = re.compile(r"(?<![^\W_])[^\W\d_](?:[\W_]+[^\W\d_](?![^\W_])){2,}")  # at least three letters, each alone
DRAWN_AS = str.maketrans("013456789@$€!|+∂əǝ", "oieasbtbgaseiitdee")
TURNED = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER (?:REVERSED |TURNED |OPEN |SCRIPT )+([A-Z])(?: WITH .*)?")

Words = Callable[[], Iterable[str]]
BADGES: ExtensionPoint[Words] = ExtensionPoint(
    "accounts.offices.BADGES", "The texts of badges, like team Groen: nobody can choose one as a name."
)
LABS: ExtensionPoint[Words] = ExtensionPoint(
    "accounts.offices.LABS", "The names of labs and municipalities: nobody can choose one as a name."
)


class _Patterns(NamedTuple):
    """What to find in the key of a word."""

    anywhere: re.Pattern[str]
    whole: re.Pattern[str]
    abbreviation: re.Pattern[str]
    no_office: re.Pattern[str]


def is_office(name: str) -> bool:
    """Does a part of the name look like an office? It checks each word, and words that were joined or split.

    Split words count only if together they are exactly an office: Ge Meente is one, Inge Meente isn't.
    """
    patterns = _patterns()
    name = WORD.sub(lambda word: "" if patterns.no_office.fullmatch(_key(word[0])) else word[0], name)
    if MAYOR_AND_ALDERMEN.search(look(AND.sub(" en ", name))):
        return True
    for words in (*_as_typed(name), *_taken_apart(name)):
        if any(patterns.anywhere.search(word) for word in words) or _is_college(words):
            return True
    return _is_said(name, patterns.whole) or _is_said(INITIALS.sub(" ", name), patterns.abbreviation)


def is_in_use(name: str) -> bool:
    """Does the name contain the text of a current badge, or is it the name of a lab? Queries the database."""
    labs, badges = _all_words(LABS), _all_words(BADGES)
    for words in (_words(name), _words(_apart(name))):
        if words in labs or any(_stands_in(words, badge) for badge in badges):
            return True
        if _key(COLLEGE) in words and any(set(words) & set(lab) - _small_words() for lab in labs):
            return True
    return False


def _is_said(name: str, office: re.Pattern[str]) -> bool:
    """Is a word of the name the office, or words side by side that were typed as several? J.G.E.M. is one word."""
    parts = (words[a:b] for words in _as_typed(name) for a in range(len(words)) for b in range(a + 1, len(words) + 1))
    joined = (_letters("".join(part)) for part in parts)
    return any(office.fullmatch(word) for word in chain(joined, *_taken_apart(name)))


def _as_typed(name: str) -> tuple[list[str], list[str]]:
    """Return the words between spaces, with digits as letters and without digits."""
    return _words(_as_drawn(name)), _words(re.sub(r"\d", "", name))


def _taken_apart(name: str) -> tuple[list[str], list[str]]:
    """Return the words that stand between spaces, signs, digits and capitals, also with digits as letters."""
    return _words(_apart(name)), _words(_apart(_as_drawn(name)))


def _as_drawn(name: str) -> str:
    """Return the name with the letters that digits, signs and turned letters stand for."""
    return "".join(_turned_back(sign) for sign in name.translate(DRAWN_AS))


def _turned_back(sign: str) -> str:
    turned = TURNED.fullmatch(unicodedata.name(sign, ""))
    return turned[1].lower() if turned else sign


def _apart(name: str) -> str:
    """Return the name with spaces where a sign, a digit or a capital joins words: Gem.Horst, GemHorst."""
    return BORDER.sub(" ", name)


def _all_words(point: Iterable[Words]) -> list[list[str]]:
    """Return the words of each text that apps joined. Queries the database."""
    return [_words(text) for texts in point for text in texts()]


def _stands_in(words: list[str], badge: list[str]) -> bool:
    """Does the name contain the badge? A badge of one word, like Groen, must be the whole name."""
    if len(badge) < 2:
        return words == badge
    return any(words[start : start + len(badge)] == badge for start in range(len(words)))


def _is_college(words: list[str]) -> bool:
    """Is it the college alone, or the college of something?"""
    rest = [word for word in words if word not in _small_words()]
    return _letters("".join(rest)) == _key(COLLEGE) or (_key(COLLEGE), _key(OF)) in pairwise(words)


@cache
def _small_words() -> frozenset[str]:
    return frozenset(map(_key, SMALL_WORDS))


@cache
def _patterns() -> _Patterns:
    anywhere, words, abbreviation, no_office = (
        "|".join(map(_key, listed)) for listed in (ANYWHERE, WORDS, ABBREVIATIONS, NO_OFFICE)
    )
    whole = f"{words}|(?:{anywhere})(?:s|n|r|rs|en|e|der|ders|ster)?"
    return _Patterns(*map(re.compile, (anywhere, whole, abbreviation, f"(?:{no_office})(?:en|s)?")))


def _key(word: str) -> str:
    """Return the letters of a word, equal for words that look the same."""
    return _letters(_plain(word))


def _words(text: str) -> list[str]:
    """Return the key of each word."""
    return [word for word in map(_letters, _plain(text).split()) if word]


def _plain(text: str) -> str:
    """Return the text without accents, and with i and l equal."""
    bare = "".join(sign for sign in look(text) if not is_mark(sign))
    return bare.replace("l", "i")


def _letters(text: str) -> str:
    """Return the letters and digits only, without repetitions. The look of a w is vv, so vv stays: Veth is no weth."""
    return re.sub(r"(vv)v*|(.)\2+", r"\1\2", "".join(filter(str.isalnum, text)))
