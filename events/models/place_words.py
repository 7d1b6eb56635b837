"""Where a gathering is, in words, for everybody."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.times import day_of

if TYPE_CHECKING:
    from events.models.gathering import Gathering


def place_words(gathering: "Gathering") -> str:
    """The place with its address on that day, or the typed location; or that the place is gone."""
    where = [public_place_words(gathering)]
    if gathering.is_cancelled or not gathering.lacks_place:
        where.append(gathering.where)
    return ", ".join(filter(None, where))


def public_place_words(gathering: "Gathering") -> str:
    """Return only the lab's place. A typed location may be somebody's address, and is removed when it changes."""
    if gathering.lacks_place and not gathering.is_cancelled:
        return no_place()
    place = gathering.place
    if not place:
        return ""
    address = place.address_on(day_of(gathering.starts_at)) if gathering.starts_at else place.address
    return ", ".join(filter(None, [place.name, address]))


def no_place() -> str:
    """Words for a gathering that lost its place: the organisers must choose another one."""
    return _("Another place is being looked for")
