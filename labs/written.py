"""People wrote something that everybody can read: verbs say so in their transaction, and higher apps look at it."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from common.joins import ExtensionPoint
from labs.models.people import Membership


class Written(NamedTuple):
    """What was posted or changed. `thing` is locked or new. `texts`: only what is new in it. `by`: who wrote it, for
    somebody else too, or None.
    """

    thing: Any
    by: Membership | None
    texts: tuple[str, ...]
    is_new: bool


WRITTEN: ExtensionPoint[Callable[[Written], None]] = ExtensionPoint(
    "labs.written.WRITTEN",
    "Who looks at the words of an idea, comment, question or gathering when everybody can read them, or newly changed"
    " ones. Called in the verb's transaction; it must not refuse.",
)


def written(thing: Any, by: Membership | None, values: Iterable[Any], is_new: bool = False) -> None:
    """Tell who looks. Of `values` only texts count."""
    texts = tuple(value for value in values if isinstance(value, str) and value)
    if texts:
        for look in WRITTEN:
            look(Written(thing, by, texts, is_new))
