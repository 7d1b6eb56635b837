"""What a new idea can be meant for: a question of a higher app, chosen in the form of a new idea."""

from typing import TYPE_CHECKING, Any, Protocol

from django import forms

from common.joins import ExtensionPoint
from labs.models import Lab

if TYPE_CHECKING:
    from ideas.models import Idea


class Refused(Exception):
    """It takes no ideas any more. `words` say so in the form, which keeps its text."""

    def __init__(self, words: str) -> None:
        self.words = words


class Occasion(Protocol):
    """`name`: its field in the form, and its parameter in the address of the form."""

    name: str

    def field(self, lab: Lab, is_chosen: bool) -> forms.ModelChoiceField | None:
        """Return a choice of those that are open in this lab; None when there are none. One query.

        `is_chosen`: one was chosen in the form, so the field must be there to refuse it.
        """

    def over(self) -> str:
        """Return the words for an address of the form that asks for one that takes no ideas."""

    def hold(self, chosen: Any) -> None:
        """Lock what was chosen, before the lab is locked. Raises Refused."""

    def take(self, idea: "Idea", chosen: Any) -> None:
        """Add the new idea, under that lock."""


OCCASIONS: ExtensionPoint[Occasion] = ExtensionPoint(
    "ideas.occasions.OCCASIONS",
    "What a new idea can be meant for: a choice in its form, and what happens with the idea.",
    key=lambda occasion: occasion.name,
)
