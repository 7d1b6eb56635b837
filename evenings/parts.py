"""The parts of the pages that people follow during an evening."""

from realtime.parts import PartKind

PHONE = PartKind("evening-phone", "evenings/_live_phone.html", ("now_revision",), ("phone",))
SCREEN = PartKind(
    "evening-screen",
    "evenings/_live_screen.html",
    ("now_revision", "people_revision", "wall_revision", "choice_revision", "picks_revision"),
    ("screen",),
)
WALL = PartKind("evening-wall", "evenings/_live_wall.html", ("now_revision", "wall_revision"), ("phone",))
CHOICE = PartKind("evening-choice", "evenings/_live_choice.html", ("now_revision", "choice_revision"), ("phone",))
LEAD = PartKind("evening-lead", "evenings/_live_lead.html", ("now_revision",))
PEOPLE = PartKind("evening-people", "evenings/_live_people.html", ("people_revision",))
HELPERS = PartKind("evening-helpers", "evenings/_live_helpers.html", ("tasks_revision",))
ASKS = PartKind("evening-asks", "evenings/_live_asks.html", ("asks_revision",))
TASKS = PartKind("evening-tasks", "evenings/_live_tasks.html", ("tasks_revision",))
OF_PICKS = ("now_revision", "choice_revision", "picks_revision", "people_revision")
PICKS = PartKind("evening-picks", "evenings/_live_picks.html", OF_PICKS)

GLANCE = PartKind("evening-glance", "evenings/_live_glance.html", ("glance_revision",))
TOP = PartKind("evening-top", "evenings/_live_wall_top.html", ("now_revision", "glance_revision", "wall_revision"))
# For who handles the wall, notes in the list where they are, and piles: the thing is the note or the pile
PILE = PartKind("pile", "evenings/_console_pile.html", ("revision",))
NOTES = tuple(
    PartKind(place, "evenings/_console_note.html", ("revision",), ("page",)) for place in ("waits", "wall", "off")
)

PARTS = (PHONE, WALL, SCREEN, LEAD, PEOPLE, HELPERS, ASKS, TASKS, GLANCE, TOP, CHOICE, PICKS)
PARTS_IN = {"phone": (PHONE, WALL, CHOICE), "screen": (SCREEN,)}
# Of who leads: another topic, because it says what only they read
ON_CONSOLE = {"page": (LEAD, PEOPLE, ASKS, HELPERS, GLANCE, PICKS)}
OF_HELPERS = {"page": (HELPERS,)}  # of who has a task
OF_TASKS = {"page": (TASKS,)}  # of who leads: the QR codes of the tasks
OF_WALL = {"page": (TOP, GLANCE, *NOTES, PILE)}  # of who handles the wall
