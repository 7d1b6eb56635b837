"""What a shared link to a question carries. Its picture has no day: it may be open for longer later."""

from django.utils.translation import gettext as _

from challenges.models import Challenge
from challenges.words import until_words
from common.sharing.cards import Card, Shared, sentences, shared
from ideas.words import opening
from labs.sharing import lab_words


def card(challenge: Challenge) -> Card:
    return Card(
        title=challenge.title,
        above=lab_words(challenge.lab),
        theme=challenge.lab.municipality.theme,
        key=f"question-{challenge.public_id}",
        instead=_("A question"),
        facts=(str(challenge.get_asker_display()),),
    )


def tags(challenge: Challenge) -> Shared:
    words = sentences(until_words(challenge), opening(challenge.background))
    return shared(card(challenge), words, challenge.get_absolute_url())
