"""What other apps show on the page of a gathering."""

from common.joins import ExtensionPoint

TOOLS: ExtensionPoint[str] = ExtensionPoint(
    "events.page.TOOLS",
    "Among the buttons for the organisers of a gathering. Templates, with `gathering` and `tools`.",
)
AT_END: ExtensionPoint[str] = ExtensionPoint(
    "events.page.AT_END",
    "Below everything on the page of a gathering, the same for every reader. Templates, with `gathering`.",
)
