"""Cards as everybody who is signed out sees them: drawn once, and again when anything that stands on them changes."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ideas.models import Idea
from realtime.models import Epoch

FIELDS = [field.attname for field in Idea._meta.concrete_fields]


class Face:
    """What a card is drawn from: the whole row, and what it borrows from lab, village, language and day."""

    __slots__ = ("idea", "edge", "key")

    def __init__(self, idea: Idea, edge: str) -> None:
        self.idea, self.edge, lab = idea, edge, idea.lab
        row = [repr(value) if isinstance(value, dict) else value for value in map(idea.__dict__.__getitem__, FIELDS)]
        village = idea.neighbourhood.name if idea.neighbourhood else ""
        borrowed = (village, lab.slug, lab.name, lab.lab_word, lab.takes_support)
        self.key: tuple[Any, ...] = (*row, *borrowed, edge, get_language(), timezone.localdate(), Epoch.current())

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Face) and self.key == other.key


@lru_cache(maxsize=2048)
def draw(face: Face) -> SafeString:
    idea = face.idea
    return render_to_string("ideas/_idea_card.html", {"idea": idea, "lab": idea.lab, "edge": face.edge})
