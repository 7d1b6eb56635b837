"""The content of higher apps on the pages of a place: each gives a template of its own (`{% joined %}`)."""

from common.joins import ExtensionPoint

AT_PLACE: ExtensionPoint[str] = ExtensionPoint(
    "places.page.AT_PLACE", "Content of higher apps at the end of a place's page. Templates, with `place` and `lab`."
)
BEFORE_CHANGE: ExtensionPoint[str] = ExtensionPoint(
    "places.page.BEFORE_CHANGE",
    "The people to tell, before a place changes. Templates, with `concerns` (places.models.Concerns) and, in a form"
    " that must be sent again to confirm, `is_asked`.",
)
