"""What a shared link to a gathering carries: also when and where."""

from django.utils.translation import gettext as _

from common.sharing.cards import Card, Shared, sentences, shared
from events.models import Gathering
from events.models.place_words import public_place_words
from events.words import when_words
from ideas.words import opening
from labs.sharing import lab_words


def card(gathering: Gathering) -> Card:
    """Only the lab's place is drawn: a typed location may be somebody's address, and copies of a picture remain."""
    when = _("Cancelled") if gathering.is_cancelled else when_words(gathering)
    return Card(
        title=gathering.title,
        above=lab_words(gathering.lab),
        theme=gathering.lab.municipality.theme,
        key=f"gathering-{gathering.uid}",
        instead=_("A gathering"),
        facts=tuple(filter(None, [when, public_place_words(gathering)])),
    )


def tags(gathering: Gathering) -> Shared:
    drawn = card(gathering)
    words = sentences(*drawn.facts, opening(gathering.about))
    return shared(drawn, words, gathering.get_absolute_url())
