"""The forms in which the example labs are written. Days are days ago; `on` is in so many days from now."""

from dataclasses import dataclass, field


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
    """A status with its reason, and what is next."""

    status: str
    by: str
    days: float
    why: str
    next: str = ""
    on: int | None = None
    to: str = ""


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
class Lab:
    slug: str
    municipality: str
    intro: str
    contact: tuple[str, str, str]
    people: list[Person]
    ideas: list[Idea]
    crowd: int = 0  # neighbours who only support and answer
    theme: str = "stadslab"
    words: dict[str, str] = field(default_factory=dict)
