"""The forms in which the example labs are written. Days are days ago; `on` is in so many days from now."""

from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass
class Person:
    """Someone with a screen name. `roles`: (kind, team or body); the first is the one they usually speak in."""

    name: str
    roles: tuple[tuple[str, str], ...] = ()


@dataclass
class Say:
    """A comment. `resident`: said as a resident, by someone who has a role. `was`: the words before they mended them.

    `hidden`: the moderator, the reason (ideas.HidingReason) and what they wrote with it. `removed`: taken back.
    `behalf`: whose words these are, written down by `by`; "" is someone without a name.
    """

    by: str
    text: str
    replies: list["Say"] = field(default_factory=list)
    resident: bool = False
    was: str = ""
    hidden: tuple[str, str, str] | None = None
    removed: bool = False
    behalf: str | None = None


@dataclass
class Step:
    """A status with its reason, and what is next. `weekday`: the date is the one nearest to `on` (see `near`)."""

    status: str
    by: str
    days: float
    why: str
    next: str = ""
    on: int | None = None
    to: str = ""
    weekday: int | None = None


@dataclass
class Idea:
    """`could`, `there`, `needed` answer the form. `support` and `need` (yes, no, don't know) count people.

    `talk` is spread over the days from the idea to `quiet`. `was`: what stood in `could` at first. `behalf`: see Say.
    """

    title: str
    by: str
    village: str
    days: float
    could: str
    there: str = ""
    needed: str = ""
    place: str = ""
    part: str = ""
    support: int = 0
    need: tuple[int, int, int] = (0, 0, 0)
    talk: list[Say] = field(default_factory=list)
    help: list[tuple[str, str, str]] = field(default_factory=list)
    story: list[Step] = field(default_factory=list)
    quiet: float = 0.1
    was: str = ""
    behalf: str | None = None
    hidden: tuple[str, str, str] | None = None


@dataclass
class Place:
    """`hours`: (weekday, opens, closes); `stops`: (first day, last day, address, village), in days from now."""

    name: str
    kind: str = "fixed"
    rooms: list[tuple[str, int]] = field(default_factory=list)
    hours: list[tuple[int, str, str]] = field(default_factory=list)
    stops: list[tuple[int, int, str, str]] = field(default_factory=list)
    village: str = ""
    words: dict[str, object] = field(default_factory=dict)


@dataclass
class Gathering:
    """In `on` days (or the `weekday` nearest to that), from `starts` until `ends` by the clock on the wall.

    `going` counts seats, `waiting` parties. `table`: titles of ideas, each with what came of it. `moved`: how many
    days earlier it would have been at first, and `reason` why. `dates`: days from now that are proposed; then it has
    no date. `off`: why it doesn't go on.
    """

    title: str
    by: str
    on: int
    starts: str
    ends: str
    about: str
    place: str = ""
    room: str = ""
    where: str = ""
    programme: str = ""
    entry: str = "sign_up"
    capacity: int | None = None
    going: int = 0
    waiting: int = 0
    weekday: int | None = None
    moved: int = 0
    reason: str = ""
    off: str = ""
    outcome: str = ""
    link: str = ""
    table: dict[str, str] = field(default_factory=dict)
    dates: list[int] = field(default_factory=list)


def near(today: date, on: int, weekday: int | None) -> date:
    """The day `on` days from `today`; or of those around it, the nearest on this weekday (Monday is 0)."""
    day = today + timedelta(days=on)
    if weekday is None:
        return day
    return day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)


@dataclass
class Lab:
    slug: str
    municipality: str
    intro: str
    contact: tuple[str, str, str]
    people: list[Person]
    ideas: list[Idea]
    charter: str
    house_rules: str
    host: str = ""  # who made the places
    crowd: int = 0  # neighbours who only support and answer
    theme: str = "stadslab"
    words: dict[str, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
