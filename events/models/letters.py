"""The notices that the verbs of a gathering write, in their transaction. Their readers and the mails: mails.py.

After a rollback nobody is told, and no page can forget it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from events.models import moments
from notifications.notices import notify

if TYPE_CHECKING:
    from events.models import Attendance, Gathering, Move, TableIdea
    from events.models.effects import Effect
    from events.models.hidden import GatheringHiding
    from labs.models import Membership


def signed_up(party: "Attendance") -> None:
    """Tell the party that it attends or waits; also if an organiser entered it."""
    _tell("signed_up", party.gathering, parties=_moments([party]))


def moved_up(parties: "Iterable[Attendance]", asked: bool = False) -> None:
    """Tell these parties, which waited, that they have seats now. `asked`: they took the seats themselves."""
    told = list(parties)
    if told:
        _tell("moved_up", told[0].gathering, parties=_moments(told), asked=asked)


def withdrawn(party: "Attendance") -> None:
    """Tell the party that it withdrew; the mail removes the entry that an earlier mail added to a calendar."""
    _tell("withdrawn", party.gathering, parties=_moments([party]))


def changed(
    gathering: "Gathering",
    called_up: "list[Attendance]",
    back_in_line: "list[Attendance]",
    move: "Move | None",
    by: "Membership | None" = None,
) -> None:
    """Write one notice per save: the parties that got or lost seats, and what was moved.

    `move` None: nothing was moved, so only those parties are told; otherwise all parties, and the organisers except
    `by`.
    `back_in_line`: these parties lost their seats because the capacity is smaller.
    """
    parties = _moments([*called_up, *back_in_line])
    if move:
        _tell_all("moved", gathering, by, parties=parties, move=move.pk)
    elif parties:
        _tell("seats_changed", gathering, parties=parties)


def place_changed(effect: "Effect", by: "Membership | None") -> None:
    """Tell the organisers except `by`, and the attendees, that the place changed, closed or came back."""
    stays = {"before": effect.before, "after": effect.after, "seats": effect.seats}
    organisers = list(effect.gathering.organisers.values_list("pk", flat=True))
    _tell_all("place_changed", effect.gathering, by, organisers, **stays)


def freed_late(party: "Attendance", by: "Membership | None") -> None:
    """Tell the organisers, except `by`, that seats became free and nobody moves up automatically."""
    others = party.gathering.organisers.exclude(pk__in=[pk for pk in (by and by.pk, party.person_id) if pk])
    organisers = list(others.values_list("pk", flat=True))
    if organisers:
        _tell("freed_late", party.gathering, parties=_moments([party]), organisers=organisers)


def cancelled(gathering: "Gathering", by: "Membership | None" = None) -> None:
    """Tell the attendees, the people who answered dates, and the organisers except `by`.

    Of a hidden one the mail says when and where it was to be, and none of its words.
    """
    _tell_all("cancelled_hidden" if gathering.is_hidden else "cancelled", gathering, by)


def hidden(gathering: "Gathering", hiding: "GatheringHiding") -> None:
    """Tell the organisers why, and what they can do; the attendees that they must ask before they go."""
    _tell_all("gathering_hidden", gathering, hiding.by, hiding=hiding.pk)


def restored(gathering: "Gathering", hiding: "GatheringHiding") -> None:
    """Tell the organisers why, and the attendees that they can read it again, and when and where it is."""
    _tell_all("gathering_restored", gathering, hiding.restored_by, hiding=hiding.pk)


def tomorrow(gathering: "Gathering") -> None:
    """Remind everybody with seats."""
    _tell_all("tomorrow", gathering, None)


def date_chosen(gathering: "Gathering", by: "Membership | None" = None) -> None:
    """Tell the organisers except `by`, and the people who answered dates: these must still sign up."""
    _tell_all("date_chosen", gathering, by)


def discussed(gathering: "Gathering", ideas: "Iterable[int] | None" = None) -> None:
    """Tell the people of the ideas on the table, or of these (ids), that this public gathering discusses them."""
    rows = gathering.table.filter(is_off=False)
    if ideas is not None:
        rows = rows.filter(idea__in=ideas)
    for pk in rows.values_list("pk", flat=True):
        _tell("discussed", gathering, row=pk)


def appeared(gathering: "Gathering", by: "Membership | None") -> None:
    """Tell the people of the ideas on its table, and who follows its place or its lab: everybody sees it now."""
    discussed(gathering)
    _tell_all("appeared", gathering, by)


def gathering_outcome(gathering: "Gathering", by: "Membership | None") -> None:
    """Tell the people who came, the organisers except `by`, and who follows it."""
    _tell_all("gathering_outcome", gathering, by)


def outcome(row: "TableIdea") -> None:
    """Tell the people of an idea the outcome at a gathering."""
    _tell("outcome", row.gathering, row=row.pk)


def _tell_all(
    kind: str, gathering: "Gathering", by: "Membership | None", organisers: list[int] | None = None, **facts: Any
) -> None:
    """Tell the parties and the organisers of this moment; a party that signs up later has a higher `line`.

    `by` None: nobody did it on a page, so only the given `organisers` are told.
    """
    if organisers is None:
        organisers = list(gathering.organisers.values_list("pk", flat=True)) if by else []
    last = gathering.attendances.aggregate(last=Max("line"))["last"] or 0
    _tell(kind, gathering, by=by and by.pk, organisers=organisers, last_in_line=last, **facts)


def _tell(kind: str, gathering: "Gathering", **facts: Any) -> None:
    notify(kind, gathering, gathering=moments.of_gathering(gathering), **facts)


def _moments(parties: "Iterable[Attendance]") -> dict[str, moments.Facts]:
    return {str(party.pk): moments.of_party(party) for party in parties}
