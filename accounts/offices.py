"""Names that look like an office: its word anywhere in a name, however it is drawn, broken up or lengthened."""

import re
import unicodedata
from functools import cache

from accounts.alike import look

ANYWHERE = (
    "gemeente moderator moderatie moderation wethouder dorpsraad wijkraad ambtenaar raadslid raadsleden burgemeester "
    "beheer griffie municipality administrator alderman councillor stadmaker stadslab verbinder ouddeelnemer"
).split()
WORDS = (
    "admin admins siteadmin mayor support helpdesk college collegelid collegeleden collegebenw collegevanbenw "
    "collegevanbw collegevanburgemeester"
).split()
DRAWN_AS = str.maketrans("013456789@$€!|+", "oieasbtbgaseiit")


def is_office(name: str) -> bool:
    """Does some part of it say an office? Words are looked at one by one, and those broken up put together again.

    Of words put together only an exact office counts: Ge Meente is one, Inge Meente isn't.
    """
    anywhere, exact = _offices()
    for text in (name.translate(DRAWN_AS), re.sub(r"\d", "", name)):
        words = _plain(text).split()
        if any(anywhere.search(_word(word)) or exact.fullmatch(_word(word)) for word in words):
            return True
        parts = (words[a:b] for a in range(len(words)) for b in range(a + 2, len(words) + 1))
        if any(exact.fullmatch(_word("".join(part))) for part in parts):
            return True
    return False


@cache
def _offices() -> tuple[re.Pattern[str], re.Pattern[str]]:
    anywhere = "|".join(_word(_plain(office)) for office in ANYWHERE)
    words = "|".join(_word(_plain(word)) for word in WORDS)
    return re.compile(anywhere), re.compile(f"{words}|(?:{anywhere})(?:s|n|r|rs|en|e)?")


def _plain(text: str) -> str:
    """As it is read: without accents, and i and l the same."""
    bare = "".join(sign for sign in look(text) if not unicodedata.category(sign).startswith("M"))
    return bare.replace("l", "i")


def _word(text: str) -> str:
    """Its letters only, each once however often it is repeated."""
    return re.sub(r"(.)\1+", r"\1", "".join(filter(str.isalnum, text)))
