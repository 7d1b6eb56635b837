"""What higher apps show under the title of an idea, on its page and on every card: the question that it answers."""

from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from common.joins import ExtensionPoint
from realtime.topics import Part

if TYPE_CHECKING:
    from ideas.models.idea import Idea


class UnderTitle(NamedTuple):
    """`relation` is loaded with the idea, in the same query. `template` draws one part, with `idea` and `is_card`.

    `borrowed` returns all that it shows of other rows: a card without anything new there is drawn once for everybody.
    `changed` returns the parts that changed after a revision, on a page or on a card.
    """

    template: str
    relation: str
    borrowed: "Callable[[Idea], Hashable]"
    changed: "Callable[[Idea, int, bool], list[Part]]"


UNDER_TITLE: ExtensionPoint[UnderTitle] = ExtensionPoint(
    "ideas.models.under_title.UNDER_TITLE",
    "Content of higher apps under the title of an idea, on its page and its card.",
    key=lambda one: one.template,
)


def relations() -> list[str]:
    return [one.relation for one in UNDER_TITLE]


def borrowed(idea: "Idea") -> tuple[Hashable, ...]:
    return tuple(one.borrowed(idea) for one in UNDER_TITLE)


def changed(idea: "Idea", after: int, is_card: bool) -> Iterator[Part]:
    return (part for one in UNDER_TITLE for part in one.changed(idea, after, is_card))
