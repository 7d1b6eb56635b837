"""What a page says about hearing of its thing: *Keep me posted*, or *You hear of this · Stop*."""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Hearing(NamedTuple):
    """What one reader hears of one thing. `key` names it on the page, like `idea-42`; `title` is for screen readers.

    `may_ask`: something can still become of it. Who hears of it may stop it at any time.
    """

    key: str
    title: str
    url: str  # of the thing
    hears: bool
    may_ask: bool
    still: str = ""  # what nobody can stop, in words

    @property
    def words(self) -> str:
        return _("You hear of this") if self.hears else ""


def told_words(hearing: Hearing) -> str:
    """Return the confirmation of a press."""
    if hearing.hears:
        return _("You hear of this from now on, on “New for you”.")
    return f"{_('You hear no more of this.')} {hearing.still}".strip()
