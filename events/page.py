"""What other apps show on the page of a gathering, and in the list of past ones."""

from collections.abc import Callable, Collection, Mapping

from common.joins import ExtensionPoint
from labs.models import Lab

TOOLS: ExtensionPoint[str] = ExtensionPoint(
    "events.page.TOOLS",
    "Among the buttons for the organisers of a gathering. Templates, with `gathering` and `tools`.",
)
AT_END: ExtensionPoint[str] = ExtensionPoint(
    "events.page.AT_END",
    "Below everything on the page of a gathering, the same for every reader. Templates, with `gathering`.",
)
CAME_OF_IT: ExtensionPoint[str] = ExtensionPoint(
    "events.page.CAME_OF_IT",
    "On the page of a gathering, below what its organisers say came of it, the same for every reader. Templates, with "
    "`gathering`.",
)
REPORTS: ExtensionPoint[Callable[[Lab, Collection[int]], Mapping[int, str]]] = ExtensionPoint(
    "events.page.REPORTS",
    "Where everybody reads what happened at these gatherings (ids) of a lab: the address of each that has that.",
)
