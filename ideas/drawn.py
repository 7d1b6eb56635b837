"""Cards and comments that look alike to whoever reads them: drawn once, and again when anything on them changes.

The key is the whole row, and what is borrowed from elsewhere: so whoever changes a row need not think of us.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ideas.models import Comment, Idea
from realtime.models import Epoch


class Face:
    """What something is drawn from; equal ones look alike."""

    __slots__ = ("key", "draw")

    def __init__(self, thing: Model, *borrowed: Any, draw: Callable[[], SafeString]) -> None:
        self.draw = draw
        self.key = (type(thing), *row(thing), *borrowed, get_language(), timezone.localdate())

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Face) and self.key == other.key


@lru_cache(maxsize=4096)
def drawn(face: Face) -> SafeString:
    return face.draw()


def row(thing: Model) -> list[Any]:
    """All its columns. Raises KeyError for one that was left in the database."""
    values = [thing.__dict__[field.attname] for field in thing._meta.concrete_fields]
    return [repr(value) if isinstance(value, dict) else value for value in values]


def card(idea: Idea) -> SafeString:
    """As who is signed out sees it in a list."""
    lab, village = idea.lab, idea.neighbourhood.name if idea.neighbourhood else ""
    borrowed = village, lab.slug, lab.name, lab.lab_word, lab.takes_support, Epoch.current()
    words = {"idea": idea, "lab": lab}
    return drawn(Face(idea, *borrowed, draw=partial(render_to_string, "ideas/_idea_card.html", words)))


def comment(said: Comment) -> SafeString:
    """One that is hidden, removed or written down for someone borrows too much: that is drawn each time."""
    idea, author = said.idea, said.author
    draw = partial(render_to_string, "ideas/_comment.html", {"idea": idea, "comment": said})
    if not said.is_shown or author is None or author.user is None or hasattr(said, "behalf"):
        return draw()
    return drawn(Face(said, author.user.name, idea.get_absolute_url(), idea.lab.maker_word, draw=draw))
