"""The parts of the pages that people follow during an evening."""

from realtime.parts import PartKind, in_view

PHONE = PartKind("evening-phone", "evenings/_live_phone.html", ("now_revision",), ("phone",))

PARTS = (PHONE,)
VIEWS = ("phone",)
PARTS_IN = {view: in_view(PARTS, view) for view in VIEWS}
