"""What a shared link to a place carries. Its picture has no hours: it would be wrong an hour later."""

from django.utils.translation import gettext as _

from common.sharing.cards import Card, Shared, sentences, shared
from ideas.words import opening
from labs.sharing import lab_words
from places.models import Place


def card(place: Place) -> Card:
    return Card(
        title=place.name,
        above=lab_words(place.lab),
        theme=place.lab.municipality.theme,
        key=f"place-{place.pk}",
        instead=_("A place"),
        facts=(_("No longer in use") if place.is_closed else place.address or str(place.get_kind_display()),),
        photo=place.photo.name or "",
    )


def tags(place: Place, stands_words: str) -> Shared:
    """`stands_words`: where it is today."""
    words = sentences(opening(place.about), stands_words)
    return shared(card(place), words, place.get_absolute_url(), place.photo_alt)
