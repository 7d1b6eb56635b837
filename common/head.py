"""What higher apps show on top of every page."""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from common.joins import ExtensionPoint


class Beside(NamedTuple):
    """What stands before the name of a signed-in reader: a template, and a variable with all that it shows of them.

    `facts` is called with the request of each page with a header. Pages with equal facts share one header.
    """

    variable: str
    template: str
    facts: Callable[[Any], Hashable]


BESIDE_NAME: ExtensionPoint[Beside] = ExtensionPoint(
    "common.head.BESIDE_NAME",
    "What stands beside the name of a signed-in reader, on top of every page.",
    key=lambda beside: beside.variable,
)

ABOVE_PAGE: ExtensionPoint[str] = ExtensionPoint(
    "common.head.ABOVE_PAGE", "Templates of what a signed-in reader must know, above the content of every page."
)
