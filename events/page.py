"""What other apps show on the page of a gathering."""

from common.joins import ExtensionPoint

AT_END: ExtensionPoint[str] = ExtensionPoint(
    "events.page.AT_END",
    "Below everything on the page of a gathering, the same for every reader. Templates, with `gathering`.",
)
