"""The live topics of an evening: what everybody in the room sees, and what only who leads it sees."""

from collections.abc import Iterable
from functools import partial

from django.template.loader import render_to_string

from common import clock
from evenings.models import Evening, Participant
from evenings.parts import ON_CONSOLE, PARTS_IN
from evenings.showing import facts_of
from labs.models import FACILITATORS, Role, RoleKind
from realtime.parts import Kinds, PartKind
from realtime.tickets import Ticket
from realtime.topics import Part, Wish

TICKET = "participant"


class Participants:
    """The tickets of participants: they count until a day after the evening."""

    name = TICKET

    def valid(self, ids: set[int]) -> set[int]:
        found = Participant.objects.with_ticket(clock.now()).filter(pk__in=ids)
        return set(found.values_list("pk", flat=True))


class EveningTopic:
    name = "evening"
    kinds: Kinds = PARTS_IN
    views: tuple[str, ...] = tuple(kinds)

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        return dict(Evening.objects.shown().filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Participants of that evening, and who leads it. Three queries."""
        return of_participants(wishes) | of_leaders(wishes)

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        evening = Evening.objects.shown().with_page().filter(pk=id).first()
        if evening is None:
            return []
        changed = [kind for kind in self.kinds[view] if kind.revision(evening) > after]
        return [kind.part(evening, partial(piece, evening, kind)) for kind in changed]


class ConsoleTopic(EveningTopic):
    name = "console"
    kinds: Kinds = ON_CONSOLE
    views: tuple[str, ...] = tuple(kinds)

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Only who leads it. Two queries."""
        return of_leaders(wishes)


def piece(evening: Evening, kind: PartKind) -> str:
    return render_to_string(kind.template, facts_of(evening))


def of_participants(wishes: set[Wish]) -> set[Wish]:
    """Return the wishes of tickets for their own evening."""
    held = {who.id for who, _id in wishes if isinstance(who, Ticket) and who.kind == TICKET}
    if not held:
        return set()
    found = Participant.objects.with_ticket(clock.now()).filter(pk__in=held)
    return wishes & {(Ticket(TICKET, pk), id) for pk, id in found.values_list("pk", "evening")}


def of_leaders(wishes: set[Wish]) -> set[Wish]:
    """Return the wishes of lab_admins, and of organisers who may still organise."""
    users = {who for who, _id in wishes if isinstance(who, int)}
    if not users:
        return set()
    evenings = Evening.objects.filter(pk__in={id for _who, id in wishes})
    held = Role.objects.filter(membership__user__in=users)
    admins = set(
        held.filter(kind=RoleKind.LAB_ADMIN, membership__lab__gatherings__session__evening__in=evenings).values_list(
            "membership__user", "membership__lab__gatherings__session__evening"
        )
    )
    organisers = set(
        held.filter(kind__in=FACILITATORS, membership__organises__session__evening__in=evenings).values_list(
            "membership__user", "membership__organises__session__evening"
        )
    )
    return wishes & (admins | organisers)
