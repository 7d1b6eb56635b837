"""The parts of the pages that people follow during an evening."""

from realtime.parts import PartKind

PHONE = PartKind("evening-phone", "evenings/_live_phone.html", ("now_revision",), ("phone",))
SCREEN = PartKind("evening-screen", "evenings/_live_screen.html", ("now_revision", "people_revision"), ("screen",))
LEAD = PartKind("evening-lead", "evenings/_live_lead.html", ("now_revision",))
PEOPLE = PartKind("evening-people", "evenings/_live_people.html", ("people_revision",))
HELPERS = PartKind("evening-helpers", "evenings/_live_helpers.html", ("tasks_revision",))
ASKS = PartKind("evening-asks", "evenings/_live_asks.html", ("asks_revision",))
TASKS = PartKind("evening-tasks", "evenings/_live_tasks.html", ("tasks_revision",))

PARTS = (PHONE, SCREEN, LEAD, PEOPLE, HELPERS, ASKS, TASKS)
PARTS_IN = {"phone": (PHONE,), "screen": (SCREEN,)}
ON_CONSOLE = {
    "page": (LEAD, PEOPLE, ASKS, HELPERS)
}  # of who leads: another topic, because it says what only they read
OF_HELPERS = {"page": (HELPERS,)}  # of who has a task
OF_TASKS = {"page": (TASKS,)}  # of who leads: the QR codes of the tasks
