"""The types of the example labs' content. `days` counts back from today; `on` counts forward."""

from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass
class Person:
    """Somebody with a screen name. `roles`: (kind, team or body); the first is the role that they usually speak in."""

    name: str
    roles: tuple[tuple[str, str], ...] = ()


@dataclass
class Say:
    """A comment. `resident`: written as a resident by somebody with a role. `was`: the text before an edit.

    `hidden`: the moderator, the reason (labs.HidingReason) and the explanation. `removed`: removed by its author.
    `reported`: by whom, or the mail address of somebody without an account; the reason and the words. `stays`: the
    moderator who found nothing wrong, and why.
    `late`: nobody decided, and the day has passed; else it waits from today.
    `asked`: the moderator who asks to change it, the reason and the explanation; it waits for that from today.
    `second_look`: who asked for it, and why; and who decided it, the outcome (moderation.ReviewOutcome) and the
    explanation, or it waits from today. `mended`: the text after it was put back.
    `behalf`: the person whose words `by` wrote down; "" is somebody without a name. `welcome`: it is marked as that.
    """

    by: str
    text: str
    replies: list["Say"] = field(default_factory=list)
    resident: bool = False
    was: str = ""
    hidden: tuple[str, str, str] | None = None
    reported: list[tuple[str, str, str]] = field(default_factory=list)
    stays: tuple[str, str] | None = None
    late: bool = False
    asked: tuple[str, str, str] | None = None
    second_look: tuple[str, ...] = ()
    mended: str = ""
    removed: bool = False
    behalf: str | None = None
    welcome: bool = False


@dataclass
class Step:
    """A status with its reason and next step. `weekday`: the date is the nearest one to `on` (see `near`).

    The status "waiting" makes an answer owed by that date, or gives it another date. What the municipality says after
    that is its answer; `answer` is its kind (answers.AnswerKind), if the status alone doesn't say it. Whoever says
    "waiting" first picks the answer up, or with `to_team` leaves it with their team; `note` is for colleagues.
    `also`: titles of ideas that get the same answer.
    `heard`, `gains` and `unheard` are parts of the answer; it is `clear` to these people, others have these questions.
    `approved`: the alderman who approved it first; `noted`: the one who did so elsewhere, as its giver wrote down.
    """

    status: str
    by: str
    days: float
    why: str
    next: str = ""
    on: int | None = None
    to: str = ""
    weekday: int | None = None
    answer: str = ""
    to_team: bool = False
    note: str = ""
    also: list[str] = field(default_factory=list)
    heard: str = ""
    gains: str = ""
    unheard: str = ""
    clear: list[str] = field(default_factory=list)
    unclear: dict[str, str] = field(default_factory=dict)
    approved: str = ""
    noted: str = ""


@dataclass
class Draft:
    """What colleagues wrote `days` ago of an answer that is owed; its `kind` (answers.AnswerKind) has a day at `on`.

    `reader`: a colleague, and what they were asked; `fine`: what they said of it. `alderman`: who was asked for
    approval, and with which words.
    """

    by: str
    days: float
    kind: str
    why: str
    heard: str = ""
    next: str = ""
    on: int | None = None
    reader: tuple[str, str] | None = None
    fine: str = ""
    alderman: tuple[str, str] | None = None


@dataclass
class Stance:
    """What the municipality does about an idea (labs.models.Stance), with a sentence."""

    stance: str
    by: str
    days: float
    words: str = ""


@dataclass
class Idea:
    """`could`, `there`, `needed` answer the form. `support` and `need` (yes, no, don't know) count people.

    `talk` is spread over the time from the idea until `quiet` days ago. `was`: the first text of `could`.
    `behalf`: see Say.
    `photo`: the name of a drawing in photos/, and its alternative text.
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
    pledges: list[tuple[str, str, str]] = field(default_factory=list)
    story: list[Step] = field(default_factory=list)
    stances: list[Stance] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    quiet: float = 0.1
    was: str = ""
    behalf: str | None = None
    photo: tuple[str, str] | None = None
    hidden: tuple[str, str, str] | None = None


@dataclass
class Place:
    """A place. `hours`: (weekday, opens, closes).

    `stops`: (first day, last day, address, village), in days from today.
    """

    name: str
    kind: str = "fixed"
    rooms: list[tuple[str, int]] = field(default_factory=list)
    hours: list[tuple[int, str, str]] = field(default_factory=list)
    stops: list[tuple[int, int, str, str]] = field(default_factory=list)
    village: str = ""
    words: dict[str, object] = field(default_factory=dict)


@dataclass
class Said:
    """Words that `name`, a `role` of the municipality, said aloud about an idea; `by` noted them `days` ago.

    `otherwise`: the civil servant who denied it, and why. Without that it waits.
    """

    idea: str
    by: str
    name: str
    role: str
    words: str
    days: float
    otherwise: tuple[str, str] | None = None


@dataclass
class NotesPile:
    """Notes that lie together on the wall; `is_kept`: the room takes it along."""

    title: str
    notes: list[str]
    is_kept: bool = False


@dataclass
class Evening:
    """What happened at a past evening. `people`: the names of who came with a phone, empty: none.

    `heads`: how many there were in all. `picked`: notes from phones of tables, which picked them.
    `kept`, of the `loose` notes: taken along. `off`: not put on the wall.
    `by_hand`: dots on paper, for each option. `back_in`: days until people come back; `tells`: who tells what to whom.
    `to_idea`: the title of the idea that the piles are part of since. `intro`: the first words of the report.
    `promised` aloud about no idea: by whom, in which role, the words; the organisers still look at it.
    """

    people: list[str]
    helper: str
    heads: int
    loose: list[str]
    kept: list[str]
    off: list[str]
    by_hand: list[int]
    back_in: int
    tells: list[tuple[str, str, str]]
    to_idea: str
    intro: str = ""
    promised: list[tuple[str, str, str]] = field(default_factory=list)
    picked: list[str] = field(default_factory=list)
    piles: list[NotesPile] = field(default_factory=list)


@dataclass
class Gathering:
    """A gathering `on` days from today (or on the nearest `weekday`), from `starts` until `ends`, local time.

    `going` counts seats, `waiting` counts parties. `table`: titles of ideas, each with its outcome. `moved`: how many
    days earlier it was planned first, with the `reason`. `dates`: days from today that are proposed; then it has no
    date yet. `off`: why it was cancelled. `plan`: the key of the plan of its evening, `without`: titles of
    the steps that were taken off, `kept_as`: the name and goal of the plan that the lab kept of it; `added`: the kind,
    title, minutes and sentence of a step before the last. `evening`: how it went. `is_rehearsed`: it can be joined, in
    a rehearsal. `language`: the second one, and `translations`: the sentence of a step in it, by its title.
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
    plan: str = ""
    without: list[str] = field(default_factory=list)
    kept_as: tuple[str, str] | None = None
    added: tuple[str, str, int, str] | None = None
    evening: list[Evening] = field(default_factory=list)
    is_rehearsed: bool = False
    language: str = ""
    translations: dict[str, str] = field(default_factory=dict)
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
    said: list[Said] = field(default_factory=list)


@dataclass
class Question:
    """A question, asked `days` ago and open until `until` days from today (negative: it is closed).

    With a `level` (challenges.Level) and a promise it is the municipality's. `ideas`: titles of those that answer it.
    `outcome` was told `reported` days ago.
    """

    title: str
    by: str
    days: float
    until: int
    why: str
    level: str = ""
    decides: str = ""
    fixed: str = ""
    promise: str = ""
    stance: str = ""
    ideas: list[str] = field(default_factory=list)
    outcome: str = ""
    follow_up: str = ""
    reported: float = 0


@dataclass
class Wishes:
    """What somebody wants to hear. `mails`: per group of news (notifications.groups) now, daily or never.

    `follows` and `stopped`: titles of ideas, questions and gatherings, names of places; "" is the lab.
    """

    by: str
    mails: dict[str, str] = field(default_factory=dict)
    follows: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)


def near(today: date, on: int, weekday: int | None) -> date:
    """Return the day `on` days from `today`; with a weekday (Monday is 0), the nearest such day."""
    day = today + timedelta(days=on)
    if weekday is None:
        return day
    return day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)


@dataclass
class Team:
    """A team of the municipality: its mandate in one line, its mailbox, and the names of its people."""

    name: str
    mandate: str
    mailbox: str
    people: list[str]


@dataclass
class Pause:
    """A moderator lets somebody not take part for so many days from today."""

    who: str
    by: str
    reason: str
    explanation: str
    days: int


@dataclass
class HiddenName:
    """A moderator hid the name of somebody in this lab."""

    who: str
    by: str
    reason: str
    explanation: str


@dataclass
class Moderation:
    """How a lab moderates, as its lab_admin `by` set it; without `by` as a new lab.

    `words`: to show to moderators. `calm`: for how many days from today, whom to call, and their number.
    """

    by: str = ""
    words: list[str] = field(default_factory=list)
    calm: tuple[int, str, str] | None = None


@dataclass
class Lab:
    """A lab. `limits`: the working days within which its municipality answers, and why.

    `approval`: the kinds of answers that an alderman approves first. `neighbour`: the moderator of another lab who
    looks along here: its slug, and the name.
    """

    slug: str
    municipality: str
    intro: str
    contact: tuple[str, str, str]
    people: list[Person]
    ideas: list[Idea]
    charter: str
    house_rules: str
    host: str = ""  # the person who created the places, and runs the lab
    neighbour: tuple[str, str] | None = None
    crowd: int = 0  # neighbours who only support and answer
    theme: str = "stadslab"
    limits: tuple[int, int, str] | None = None
    approval: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    wishes: list[Wishes] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    hidden_names: list[HiddenName] = field(default_factory=list)
    moderation: Moderation = field(default_factory=Moderation)
