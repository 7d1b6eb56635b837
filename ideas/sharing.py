"""What a shared link to an idea carries."""

from django.utils.translation import gettext as _

from common.sharing.cards import Card, Shared, shared
from ideas.models import Idea
from ideas.words import opening
from labs.sharing import lab_words


def card(idea: Idea) -> Card:
    return Card(
        title=idea.title,
        above=lab_words(idea.lab),
        theme=idea.lab.municipality.theme,
        key=str(idea.public_id),
        instead=_("An idea"),
        photo=idea.photo.name or "",
    )


def tags(idea: Idea) -> Shared:
    return shared(card(idea), opening(idea.opportunity), idea.get_absolute_url(), idea.photo_alt)
