"""What a shared link says, and what its picture shows."""

import hashlib
from typing import NamedTuple

from django.utils.translation import get_language

from common.http import origin
from common.preferences import LANGUAGES
from common.text import one_line

EDITION = 1  # of the drawing: raise it when pictures of the same content look different
LOCALES = {"nl": "nl_NL", "en": "en_GB"}


class Card(NamedTuple):
    """All that the picture shows; nothing else may influence how it looks.

    `above` stands over the title (the lab), `facts` under it. `instead` is the title where the letters of `title` are
    not in our font. `key` chooses the drawn cover; `photo` is the name of a stored photo, or empty.
    """

    title: str
    above: str
    theme: str
    key: str
    instead: str
    facts: tuple[str, ...] = ()
    photo: str = ""

    @property
    def version(self) -> str:
        """Equal for equal pictures, in each process."""
        return hashlib.blake2b(repr((EDITION, *self)).encode(errors="replace"), digest_size=12).hexdigest()


class Shared(NamedTuple):
    """The values of the Open Graph tags; addresses are absolute."""

    title: str
    words: str
    address: str
    picture: str
    alt: str
    locale: str


def sentences(*texts: str) -> str:
    """Join the texts that are not empty; one without an end gets a full stop."""
    return " ".join(text if text[-1] in ".?!…" else f"{text}." for text in texts if text)


def shared(card: Card, words: str, path: str, photo_alt: str = "") -> Shared:
    """Return the values of the tags of the page at `path`. The route of its picture is below it.

    The version stands in the address of the picture, so that a service that kept the earlier one fetches the new one.
    """
    language = get_language() or LANGUAGES[0]
    address = origin() + path
    alt = sentences(card.title, *card.facts, card.above, photo_alt if card.photo else "")
    return Shared(
        title=one_line(card.title),
        words=one_line(words),
        address=address,
        picture=f"{address}deelbeeld-{language}.jpg?v={card.version}",
        alt=one_line(alt),
        locale=LOCALES[language],
    )
