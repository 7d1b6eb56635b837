"""The parts of the pages that people follow during an evening."""

from realtime.parts import PartKind, in_view

PHONE = PartKind("evening-phone", "evenings/_live_phone.html", ("now_revision",), ("phone",))
SCREEN = PartKind(
    "evening-screen",
    "evenings/_live_screen.html",
    ("now_revision", "people_revision", "wall_revision", "choice_revision", "picks_revision", "brought_revision"),
    ("screen",),
)
REHEARSAL = PartKind(
    "evening-rehearsal", "evenings/_live_rehearsal.html", ("rehearsal_revision",), ("phone", "screen", "page", "count")
)
WALL = PartKind("evening-wall", "evenings/_live_wall.html", ("now_revision", "wall_revision"), ("phone",))
CHOICE = PartKind("evening-choice", "evenings/_live_choice.html", ("now_revision", "choice_revision"), ("phone",))
FLOOR = PartKind("evening-floor", "evenings/_live_floor.html", ("floor_revision",), ("phone",))
COUNT = PartKind(
    "evening-count", "evenings/_live_count.html", ("now_revision", "choice_revision", "picks_revision"), ("count",)
)
LEAD = PartKind("evening-lead", "evenings/_live_lead.html", ("now_revision",))
PEOPLE = PartKind("evening-people", "evenings/_live_people.html", ("people_revision",))
SPEAKERS = PartKind("evening-speakers", "evenings/_live_speakers.html", ("floor_revision",))
HELPERS = PartKind("evening-helpers", "evenings/_live_helpers.html", ("tasks_revision",))
ASKS = PartKind("evening-asks", "evenings/_live_asks.html", ("asks_revision",))
TASKS = PartKind("evening-tasks", "evenings/_live_tasks.html", ("tasks_revision",))
OF_PICKS = ("now_revision", "choice_revision", "picks_revision", "people_revision")
PICKS = PartKind("evening-picks", "evenings/_live_picks.html", OF_PICKS)
BROUGHT = PartKind("evening-brought", "evenings/_live_brought.html", ("brought_revision",))
BROUGHT_COUNT = PartKind("evening-brought-count", "evenings/_live_brought_count.html", ("brought_revision",))

GLANCE = PartKind(
    "evening-glance", "evenings/_live_glance.html", ("now_revision", "people_revision", "glance_revision")
)
TOP = PartKind("evening-top", "evenings/_live_wall_top.html", ("now_revision", "glance_revision", "wall_revision"))
# For who handles the wall, notes in the list where they are, and piles: the thing is the note or the pile
PILE = PartKind("pile", "evenings/_console_pile.html", ("revision",))
NOTES = tuple(
    PartKind(place, "evenings/_console_note.html", ("revision",), ("page",)) for place in ("waits", "wall", "off")
)

OF_EVERYBODY = (REHEARSAL, PHONE, WALL, CHOICE, FLOOR, SCREEN, COUNT)
PARTS_IN = {view: in_view(OF_EVERYBODY, view) for view in ("phone", "screen", "count")}
# Of who leads: another topic, because it says what only they read
ON_CONSOLE = {"page": (REHEARSAL, LEAD, PEOPLE, SPEAKERS, ASKS, HELPERS, GLANCE, PICKS, BROUGHT_COUNT)}
OF_HELPERS = {"page": (REHEARSAL, HELPERS)}  # of who has a task
OF_BROUGHT = {"page": (REHEARSAL, BROUGHT)}  # of who leads or types: who brings what
OF_TASKS = {"page": (REHEARSAL, TASKS)}  # of who leads: the QR codes of the tasks
OF_WALL = {"page": (REHEARSAL, TOP, GLANCE, *NOTES, PILE)}  # of who handles the wall
# Those that are drawn from the evening itself, whose columns say when
PARTS = (*OF_EVERYBODY, *ON_CONSOLE["page"], BROUGHT, TASKS, TOP)

# On an idea's page; their revision is the largest of the idea's outcomes
ON_IDEA = (
    PartKind("came-up", "evenings/_came_up.html", ()),
    PartKind("from-evening", "evenings/_from_evening.html", ()),
)
