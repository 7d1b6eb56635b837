"""What a page says about hearing of its thing: *Keep me posted*, or *You hear of this · Stop*."""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from labs.models.subscriptions import wish_of

if TYPE_CHECKING:
    from labs.decorators import LabRequest
    from labs.models import Lab


class Hearing(NamedTuple):
    """What one reader hears of one thing. `key` names it on the page, like `idea-42`; `title` stands in lists.

    `may_ask`: something can still become of it. `what`: what they will hear; `still`: what nobody can stop.
    """

    key: str
    title: str
    url: str  # of the thing
    hears: bool
    may_ask: bool
    what: str = ""
    still: str = ""


def told_words(hearing: Hearing) -> str:
    """Return the confirmation of a press."""
    if hearing.hears:
        return hearing.what or _("You hear of this from now on, on “New for you”.")
    return f"{_('You hear no more of this.')} {hearing.still}".strip()


def title_of(lab: "Lab") -> str:
    return f"{capfirst(lab.lab_word)} {lab.name}"


def hearing_of_lab(request: "LabRequest", lab: "Lab") -> Hearing:
    """Of a lab one hears what comes rarely and concerns everybody; not each idea. One query; none for a visitor."""
    what = _("You hear of new gatherings in this lab, not of each idea.")
    hears = bool(wish_of(lab, request.member))
    return Hearing(f"lab-{lab.pk}", title_of(lab), lab.get_absolute_url(), hears, True, what)
