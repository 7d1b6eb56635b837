"""The form to welcome whoever shared an idea, and the texts to begin from."""

import re

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField, WordsField
from ideas.forms.spoken import RoleForm
from ideas.models import Idea

NAME = "{name}"
MOST_TEXTS = 9


class WelcomeForm(RoleForm):
    text = WordsField(
        rows=5,
        lang=settings.LANGUAGE_CODE,
        label=_("Your welcome"),
        help_text=_("Change it as you like. Ask something, or say who could meet whom."),
        error_messages={"required": _("Write something first. One sentence is enough.")},
    )
    key = KeyField()


def ready_texts(idea: Idea) -> list[str]:
    """Return the texts to choose from: the lab's own, or ours, in the language of the site, with the maker's name."""
    with translation.override(settings.LANGUAGE_CODE):
        name = idea.maker_name or gettext("neighbour")
        texts = own_texts(idea.lab.welcome_words) or [
            gettext("Welcome, {name}. Good that you share this. Who else would like this, or can bring something?"),
            gettext("Welcome, {name}. I like to think along about a first step. Shall we call, or do you drop by?"),
            gettext("Welcome, {name}. I know people who can do something with this. I ask them to read along."),
        ]
    return [text.replace(NAME, name).replace("{naam}", name) for text in texts]


def own_texts(words: str) -> list[str]:
    return [text.strip() for text in re.split(r"\n\s*\n", words) if text.strip()][:MOST_TEXTS]
