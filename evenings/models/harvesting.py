"""Decide after an evening where each note and pile goes. Verbs of `Evening`.

Each locks the idea, if there is one, and then the evening. Each raises StillOpen as long as people can be in; Moved,
with the outcome, if somebody else decided something else; Note.DoesNotExist and Pile.DoesNotExist.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from common.rate_limits import charge
from common.times import day_of, day_words
from evenings.models.note import GOES_ALONG, Note, NoteState
from evenings.models.noting import put
from evenings.models.outcome import Outcome, OutcomeState, Source, notes_on_wall, show_on_ideas, words_of
from evenings.models.pile import Pile, goes_along
from evenings.models.told import tell
from ideas.models import Idea, IdeaClosed, Moved, Status, WaitingComment, send_comment
from labs.models import Membership, Voice

if TYPE_CHECKING:
    from evenings.models.evening import Evening

DECISION = ("text", "number", "credit", "state", "by", "at", "idea", "comment", "waiting")


class StillOpen(Exception):
    """The evening isn't over, or it never began: nothing is written."""


@transaction.atomic
def put_at_idea(evening: "Evening", source: Source, idea: Idea, member: Membership, at: datetime) -> Outcome:
    """Make it part of an idea that is there. Raises IdeaClosed if that is hidden or withdrawn."""
    idea.hold()
    outcome = outcome_of(evening, source, at)
    if outcome.state == OutcomeState.IDEA and outcome.idea_id == idea.pk:
        return outcome
    must_be_undecided(outcome)
    idea.refresh_from_db(fields=["is_hidden", "status"])
    if idea.is_hidden or idea.status == Status.WITHDRAWN:
        raise IdeaClosed(idea)
    return decide(outcome, OutcomeState.IDEA, member, at, idea=idea)


@transaction.atomic
def make_idea(
    evening: "Evening", source: Source, member: Membership, voice: Voice, key: UUID, at: datetime, **words: Any
) -> Outcome:
    """Publish an idea of it, whose author is the member. The same form again is the same idea. Raises TooOften."""
    outcome = outcome_of(evening, source, at)
    if outcome.state == OutcomeState.NEW and outcome.idea and outcome.idea.key == key:
        return outcome
    must_be_undecided(outcome)
    sent = Idea.propose(member, voice, key, **words)
    if sent.is_new:
        charge("idea", member.pk)
    return decide(outcome, OutcomeState.NEW, member, at, idea=sent.thing)


@transaction.atomic
def make_comment(
    evening: "Evening",
    source: Source,
    idea: Idea,
    member: Membership,
    voice: Voice,
    text: str,
    key: UUID,
    at: datetime,
) -> Outcome:
    """Say it at an idea, with a line that says where it came up. The same form again is the same comment.

    It may wait, as any comment. Raises IdeaClosed, TalkClosed, TooSoon, TooOften.
    """
    idea.hold()
    outcome = outcome_of(evening, source, at)
    said = outcome.waiting or outcome.comment
    if outcome.state == OutcomeState.COMMENT and said and said.key == key:
        return outcome
    must_be_undecided(outcome)
    sent = send_comment(idea, member, voice, f"{text}\n\n{origin_words(evening, outcome.credit)}", key)
    if sent.is_new:
        charge("comment", member.pk)
    made = {"waiting": sent.thing} if isinstance(sent.thing, WaitingComment) else {"comment": sent.thing}
    return decide(outcome, OutcomeState.COMMENT, member, at, idea=idea, **made)


@transaction.atomic
def leave_in_report(evening: "Evening", source: Source, member: Membership, at: datetime) -> Outcome:
    """Let it stand in the report alone."""
    outcome = outcome_of(evening, source, at)
    if outcome.state == OutcomeState.REPORT_ONLY:
        return outcome
    must_be_undecided(outcome)
    return decide(outcome, OutcomeState.REPORT_ONLY, member, at)


@transaction.atomic
def leave_rest_in_report(evening: "Evening", member: Membership, at: datetime) -> int:
    """Let all that isn't decided stand in the report alone, and return how many that is now."""
    must_be_over(evening, at)
    piles, notes = undecided(evening)
    things: list[Note | Pile] = [*piles.prefetch_related(notes_on_wall()), *notes]
    rest = [getattr(thing, "outcome", None) or new_outcome(evening, thing) for thing in things]
    for outcome in rest:
        set_decision(outcome, OutcomeState.REPORT_ONLY, member, at)
    Outcome.objects.bulk_create([one for one in rest if one.pk is None])
    Outcome.objects.bulk_update([one for one in rest if one.pk is not None], DECISION)
    return len(rest)


@transaction.atomic
def add_to_list(evening: "Evening", sources: Iterable[Source], at: datetime) -> int:
    """Let notes and piles stand on the list that the room didn't take along. Return how many are new there.

    A note that waited for a glance goes on the wall: this is the glance.
    """
    must_be_over(evening, at)
    things = [find(evening, source, NoteState.WALL, NoteState.WAITS) for source in sources]
    for thing in things:
        if isinstance(thing, Note) and thing.state == NoteState.WAITS:
            put(evening, thing, NoteState.WALL)
    added = [new_outcome(evening, thing) for thing in things if not (thing.goes_along or hasattr(thing, "outcome"))]
    Outcome.objects.bulk_create(added)
    return len(added)


@transaction.atomic
def choose_again(evening: "Evening", source: Source, seen: str, at: datetime) -> bool:
    """Take back where it went, so that it stands on the list again. False if it is open already.

    `seen`: its state on the page of who pressed. What is online by a verb of ideas doesn't go by this one: Moved.
    """
    must_be_over(evening, at)
    outcome = outcome_of(evening, source, at)
    if outcome.is_open:
        return False
    if outcome.state != seen or not outcome.can_be_taken_back:
        raise Moved(outcome)
    outcome.state, outcome.comment, outcome.waiting, outcome.by, outcome.at = OutcomeState.OPEN, None, None, None, None
    outcome.save()
    show_on_ideas(evening.pk, [outcome.idea_id] if outcome.idea_id else [])
    return True


@transaction.atomic
def take_off_list(evening: "Evening", source: Source, at: datetime) -> bool:
    """Take what somebody added off the list. False if it is off already. Raises Moved if it is decided, or kept."""
    outcome = outcome_of(evening, source, at)
    thing = outcome.note or outcome.pile
    if not outcome.is_open or (thing and thing.goes_along):
        raise Moved(outcome)
    if outcome.pk is None:
        return False
    outcome.delete()
    return True


# What is on the list: what the room took along, and what somebody added


def undecided(evening: "Evening") -> "tuple[QuerySet[Pile], QuerySet[Note]]":
    """Return the piles and the notes on the list that aren't decided."""
    added, is_open = Q(outcome__isnull=False), Q(outcome=None) | Q(outcome__state=OutcomeState.OPEN)
    piles = (
        evening.piles.filter(goes_along() | added, is_open)
        .filter(has_notes())
        .select_related("outcome")
        .order_by("pk")
    )
    notes = evening.notes.on_wall().filter(GOES_ALONG | added, is_open).select_related("outcome", "participant")
    return piles, notes.order_by("number")


def has_notes() -> Exists:
    """Return the condition that a pile has notes on the wall; without, no page shows it."""
    return Exists(Note.objects.on_wall().filter(pile=OuterRef("pk")))


# Under the lock


def must_be_over(evening: "Evening", at: datetime) -> None:
    evening.hold()
    if not evening.has_ended(at):
        raise StillOpen


def outcome_of(evening: "Evening", source: Source, at: datetime) -> Outcome:
    """Lock the evening, and return the outcome of a note or pile on its wall; a new one isn't stored yet."""
    must_be_over(evening, at)
    thing = find(evening, source)
    stored = Outcome.objects.select_related("idea", "comment", "waiting__comment", "note", "pile")
    return stored.filter(**{source.kind: thing}).first() or new_outcome(evening, thing)


def find(evening: "Evening", source: Source, *states: NoteState) -> Note | Pile:
    """Return the pile, or the note in one of these states; none: on the wall. Raises DoesNotExist."""
    if source.kind == "pile":
        pile: Pile = evening.piles.filter(has_notes()).select_related("outcome").get(pk=source.pk)
        return pile
    notes = evening.notes.filter(state__in=states or (NoteState.WALL,)).select_related("participant", "outcome")
    note: Note = notes.get(pk=source.pk)
    return note


def new_outcome(evening: "Evening", thing: Note | Pile) -> Outcome:
    text, number, credit = words_of(thing)
    of: dict[str, Any] = {"note": thing} if isinstance(thing, Note) else {"pile": thing, "is_of_pile": True}
    return Outcome(evening=evening, text=text, number=number, credit=credit, **of)


def must_be_undecided(outcome: Outcome) -> None:
    if not outcome.is_open:
        raise Moved(outcome)


def decide(outcome: Outcome, state: OutcomeState, member: Membership, at: datetime, **went: Any) -> Outcome:
    before = outcome.idea_id
    set_decision(outcome, state, member, at, **went)
    outcome.save()
    show_on_ideas(outcome.evening_id, [pk for pk in (before, outcome.idea_id) if pk])
    if outcome.idea_id:
        tell(outcome.evening, member, [outcome.idea_id])
    return outcome


def set_decision(outcome: Outcome, state: OutcomeState, member: Membership, at: datetime, **went: Any) -> None:
    """Set where it goes, with its words as they are now."""
    thing = outcome.note or outcome.pile
    assert thing is not None
    outcome.text, outcome.number, outcome.credit = words_of(thing)
    outcome.state, outcome.by, outcome.at = state, member, at
    outcome.idea, outcome.comment, outcome.waiting = went.get("idea"), went.get("comment"), went.get("waiting")


def origin_words(evening: "Evening", credit: str) -> str:
    """Return the line, in the language of the lab, that says where a comment came up, and who wrote it."""
    gathering = evening.gathering
    day = day_words(day_of(gathering.starts_at)) if gathering.starts_at else ""
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Came up at “%(gathering)s” on %(day)s") % {"gathering": gathering.title, "day": day}
    return f"{words} ({credit})." if credit else f"{words}."
