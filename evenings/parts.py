"""The parts of the pages that people follow during an evening."""

from realtime.parts import PartKind

PHONE = PartKind("evening-phone", "evenings/_live_phone.html", ("now_revision",), ("phone",))
SCREEN = PartKind("evening-screen", "evenings/_live_screen.html", ("now_revision", "people_revision"), ("screen",))
LEAD = PartKind("evening-lead", "evenings/_live_lead.html", ("now_revision",))
PEOPLE = PartKind("evening-people", "evenings/_live_people.html", ("people_revision",))

PARTS = (PHONE, SCREEN, LEAD, PEOPLE)
PARTS_IN = {"phone": (PHONE,), "screen": (SCREEN,)}
ON_CONSOLE = {"page": (LEAD, PEOPLE)}  # of who leads: another topic, because it says what only they read
