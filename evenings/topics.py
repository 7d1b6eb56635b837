"""The live topics of an evening: what everybody in the room sees, and what only who leads it sees."""

from collections.abc import Iterable
from functools import partial

from django.db.models import F, Max
from django.template.loader import render_to_string

from common import clock
from evenings.models import Evening, Helper, Note, Participant, Pile, Task, TaskKind
from evenings.parts import NOTES, OF_BROUGHT, OF_HELPERS, OF_TASKS, OF_WALL, ON_CONSOLE, ON_IDEA, PARTS_IN, PILE
from evenings.showing import facts_of
from evenings.wall import ON_WALL
from ideas.models import Idea
from labs.models import FACILITATORS, Role, RoleKind
from realtime.parts import Kinds, PartKind
from realtime.tickets import Proved, Ticket
from realtime.topics import Part, Wish

TICKET = "participant"
HELPER = "helper"  # a ticket of who has, or had, a task


class Participants:
    """The tickets of participants: they count until a day after the evening."""

    name = TICKET

    def valid(self, ids: set[int]) -> set[int]:
        found = Participant.objects.with_ticket(clock.now()).filter(pk__in=ids)
        return set(found.values_list("pk", flat=True))


class Helpers:
    """The tickets of who took a task: they count until a day after the evening. Their tasks say what they may."""

    name = HELPER

    def valid(self, ids: set[int]) -> set[int]:
        found = Helper.objects.with_ticket(clock.now()).filter(pk__in=ids)
        return set(found.values_list("pk", flat=True))


class EveningTopic:
    name = "evening"
    kinds: Kinds = PARTS_IN
    views: tuple[str, ...] = tuple(kinds)

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        return dict(Evening.objects.shown().filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Participants of that evening, and who leads it or helps. At most five queries."""
        return of_participants(wishes) | of_leaders(wishes) | of_helpers(wishes, *TaskKind)

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        evening = Evening.objects.shown().with_page().filter(pk=id).first()
        if evening is None:
            return []
        of_evening = [kind for kind in self.kinds[view] if kind not in (*NOTES, PILE)]
        changed = [kind for kind in of_evening if kind.revision(evening) > after]
        parts = [kind.part(evening, partial(piece, evening, kind)) for kind in changed]
        return parts + (of_notes(evening, after) if PILE in self.kinds[view] else [])


class ConsoleTopic(EveningTopic):
    name = "console"
    kinds: Kinds = ON_CONSOLE
    views: tuple[str, ...] = tuple(kinds)

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Only who leads it. At most three queries."""
        return of_leaders(wishes)


class TasksTopic(ConsoleTopic):
    name = "tasks"
    kinds: Kinds = OF_TASKS
    views: tuple[str, ...] = tuple(kinds)


class HelpersTopic(EveningTopic):
    name = "helpers"
    kinds: Kinds = OF_HELPERS
    views: tuple[str, ...] = tuple(kinds)

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Who leads it or has a task. At most four queries."""
        return of_leaders(wishes) | of_helpers(wishes, *TaskKind)


class WallTopic(EveningTopic):
    name = "wall"
    kinds: Kinds = OF_WALL
    views: tuple[str, ...] = tuple(kinds)

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Who leads it, and screen helpers: they see what waits. At most four queries."""
        return of_leaders(wishes) | of_helpers(wishes, TaskKind.LEAD, TaskKind.SCREEN)


class BroughtTopic(EveningTopic):
    name = "brought"
    kinds: Kinds = OF_BROUGHT
    views: tuple[str, ...] = tuple(kinds)

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Who leads it, and paper helpers: they see what is private. At most four queries."""
        return of_leaders(wishes) | of_helpers(wishes, TaskKind.LEAD, TaskKind.PAPER)


def of_notes(evening: Evening, after: int) -> list[Part]:
    """Return each note that changed, in each of the lists where who leads may have it; and piles. Three queries."""
    notes = Note.objects.filter(evening=evening).changed_since(after)
    piles = evening.piles.filter(revision__gt=after).prefetch_related(ON_WALL)
    lying = [PILE.part(pile, partial(pile_of, pile)) for pile in piles]
    return lying + [kind.part(note, partial(note_in, note, kind.name)) for note in notes for kind in NOTES]


def note_in(note: Note, place: str) -> str:
    return render_to_string("evenings/_console_note.html", {"note": note, "place": place})


def pile_of(pile: Pile) -> str:
    return render_to_string("evenings/_console_pile.html", {"pile": pile})


def piece(evening: Evening, kind: PartKind) -> str:
    return render_to_string(kind.template, facts_of(evening))


def of_participants(wishes: set[Wish]) -> set[Wish]:
    """Return the wishes of tickets for their own evening, also of helpers who take part. At most two queries."""
    now, guests, helpers = clock.now(), held(wishes, TICKET), held(wishes, HELPER)
    may: set[Wish] = set()
    if guests:
        found = Participant.objects.with_ticket(now).filter(pk__in=guests)
        may |= {(Ticket(TICKET, pk), id) for pk, id in found.values_list("pk", "evening")}
    if helpers:
        taking_part = Helper.objects.with_ticket(now).filter(pk__in=helpers).exclude(participant=None)
        may |= {(Ticket(HELPER, pk), id) for pk, id in taking_part.values_list("pk", "evening")}
    return wishes & may


def of_helpers(wishes: set[Wish], *kinds: TaskKind) -> set[Wish]:
    """Return the wishes of tickets with one of these tasks, for their own evening. At most one query."""
    helpers = held(wishes, HELPER)
    if not helpers:
        return set()
    those = Helper.objects.with_ticket(clock.now()).filter(pk__in=helpers)
    found = Task.objects.filter(kind__in=kinds, helper__in=those)
    return wishes & {(Ticket(HELPER, pk), id) for pk, id in found.values_list("helper", "helper__evening")}


def held(wishes: set[Wish], kind: str) -> set[int]:
    """Return the ids of the tickets of this kind."""
    return {who.id for who, _id in wishes if isinstance(who, Ticket) and who.kind == kind}


def of_leaders(wishes: set[Wish]) -> set[Wish]:
    """Return the wishes of who may lead: lab_admins, organisers who may still organise, and discussion leaders.

    Roles of staff count in a proved session alone, as on every page (decision 0070).
    """
    may = of_helpers(wishes, TaskKind.LEAD)
    users = {who.id if isinstance(who, Proved) else who for who, _id in wishes if isinstance(who, int | Proved)}
    if not users:
        return may
    evenings, now = {id for _who, id in wishes}, clock.now()
    held = Role.objects.that_count().filter(membership__user__in=users).select_related("membership__user")
    for kinds, evening in (
        ((RoleKind.LAB_ADMIN,), "membership__lab__gatherings__session__evening"),
        (FACILITATORS, "membership__organises__session__evening"),
    ):
        for role in held.filter(kind__in=kinds, **{f"{evening}__in": evenings}).annotate(evening=F(evening)):
            who = role.membership.user_id
            assert who is not None
            may |= {(Proved(who), role.evening), *([(who, role.evening)] if role.works_unproved(now) else [])}
    return wishes & may


def outcomes_of(idea: Idea, after: int) -> list[Part]:
    """Return what the page of an idea shows of evenings, for its topic, if that changed. One query."""
    newest = idea.outcomes.aggregate(newest=Max("revision"))["newest"] or 0
    if not newest or newest <= after:
        return []
    return [
        Part(f"{kind.name}-{idea.pk}", newest, partial(render_to_string, kind.template, {"idea": idea}))
        for kind in ON_IDEA
    ]
