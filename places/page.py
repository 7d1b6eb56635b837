"""What apps above show on the pages of a place, each by a template of its own (`{% joined %}`)."""

from common.joins import ExtensionPoint

AT_PLACE: ExtensionPoint[str] = ExtensionPoint(
    "places.page.AT_PLACE", "What happens at a place, at the end of its page. Templates that know `place` and `lab`."
)
BEFORE_CHANGE: ExtensionPoint[str] = ExtensionPoint(
    "places.page.BEFORE_CHANGE",
    "Who must hear of it, before a place changes. Templates that know `concerns` (places.models.Concerns) and, of a"
    " form that has to be sent once more, `is_asked`.",
)
