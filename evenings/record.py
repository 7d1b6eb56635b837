"""The record of an evening: what was written, chosen and counted there, from the rows.

It is plain data, so that it can be kept when the rows go; the words around it are the reader's.
"""

from collections import defaultdict
from collections.abc import Container, Iterable
from typing import NotRequired, TypedDict

from django.db.models import Sum

from evenings.models import Choice, Counted, Evening, Note, Pick, Pledge, Step, StepKind
from evenings.models.choice import ChoiceState
from evenings.models.note import NoteSource
from evenings.models.noting import WITH_NOTES
from evenings.models.outcome import OutcomeState
from evenings.results import Got, figures, said_in

KINDS: dict[type[Note | Pledge], str] = {Note: "note", Pledge: "pledge"}


class Line(TypedDict):
    """One option: its words, or the key of a ready-made one, and what it got."""

    text: str
    key: str
    phone: int
    phone_people: int
    hand: int
    hand_people: int


class Said(TypedDict):
    """A tip, or what goes wrong (`option`: tip or no), and who looks again at that, when (ISO)."""

    piece: str
    option: str
    words: str
    parked_for: str
    parked_on: str


class Chosen(TypedDict):
    step: int
    kind: str
    lines: list[Line]
    said: list[Said]


class Asked(TypedDict):
    """A step, and how much came of it: notes (`paper`: of which from paper), piles, dots, answers, pledges."""

    step: int
    kind: str
    title: str
    sentence: str
    number: int
    paper: int


class Piece(TypedDict):
    """A note; `piece` is its name in the record. `is_picked`: a table picked it; other notes don't have this."""

    piece: str
    text: str
    is_picked: NotRequired[bool]


class Pile(TypedDict):
    title: str
    notes: list[Piece]


class Brought(TypedDict):
    """What somebody brings, and lets everybody read; `name` may be empty. `by_when`: a day (ISO), or empty."""

    piece: str
    name: str
    kind: str
    words: str
    by_when: str


class Went(TypedDict):
    """How many notes went to an idea that was there, to new ideas (`ideas`: how many), and to comments."""

    idea: int
    new: int
    ideas: int
    comment: int


class Record(TypedDict):
    """`people`: in the room, `phones`: who took part by phone; `notes` on the wall, `paper` of which from paper.

    `pledges`: how much people bring; `brings`: those that everybody may read.
    """

    people: int
    phones: int
    notes: int
    paper: int
    dots: int
    dots_by_hand: int
    asked: list[Asked]
    chosen: list[Chosen]
    piles: list[Pile]
    went: Went
    pledges: int
    brings: list[Brought]


class Everything:
    """Contains each piece."""

    def __contains__(self, piece: object) -> bool:
        return True


def record_of(evening: Evening, picked: Container[str] | None) -> Record:
    """Count it now. `picked`: the notes, tips and objections in it; None: the notes that the room takes along, and all
    tips and objections.

    A fixed number of queries, after `with_page`.
    """
    notes = list(evening.notes.on_wall().select_related("pile").order_by("number"))
    steps, choices = evening.session.plan_steps, choices_of(evening)
    got = figures(choices.values())
    begun = went_through(evening, steps, notes, choices)
    written = written_for(steps, notes)
    guests = evening.participants.aggregate(people=Sum("people"))["people"] or 0
    pledges = list(evening.pledges.standing().order_by("pk"))
    shown = [one for one in pledges if one.is_on_screen]
    names = evening.session.asks_names
    dots = [got[option.pk] for choice in dots_of(steps, choices) for option in choice.options.all()]
    return {
        "people": max(evening.heads, guests),
        "phones": evening.participants.count(),
        "notes": len(notes),
        "paper": sum(note.source == NoteSource.PAPER for note in notes),
        "dots": sum(one.total for one in dots),
        "dots_by_hand": sum(one.hand for one in dots),
        "asked": [asked(step, written[step.pk], choices.get(step.pk), got, pledges) for step in begun],
        "chosen": chosen_in(steps, choices, got, picked),
        "piles": piles_of(in_report(notes, picked)),
        "went": went_of(evening),
        "pledges": len(pledges),
        "brings": [brought(one, names) for one in shown if picked is None or piece_of(one) in picked],
    }


def choices_of(evening: Evening) -> dict[int, Choice]:
    """Return what people chose from, by step, with the options. Two queries."""
    there = Choice.objects.filter(step__session=evening.session_id).exclude(state=ChoiceState.READY)
    return {choice.step_id: choice for choice in there.prefetch_related("options")}


def dots_of(steps: list[Step], choices: dict[int, Choice]) -> list[Choice]:
    return [choices[step.pk] for step in steps if step.kind == StepKind.DOTS and step.pk in choices]


def went_through(evening: Evening, steps: list[Step], notes: list[Note], choices: dict[int, Choice]) -> list[Step]:
    """Return the steps of the plan but for breaks, and for those that may be skipped and were."""
    begun = {int(pk) for pk in evening.left_at} | ({evening.step_id} if evening.step_id else set())
    there = begun | {note.step_id for note in notes} | set(choices)
    is_led = bool(begun)
    return [
        step
        for step in steps
        if step.kind != StepKind.BREAK and not (is_led and step.may_skip and step.pk not in there)
    ]


def written_for(steps: list[Step], notes: list[Note]) -> dict[int, list[Note]]:
    """Return by step (id) the notes that people were asked for in it; in a step of grouping those on its wall.

    So what was written, or typed over, while people grouped counts for the last step of notes.
    """
    written: dict[int, list[Note]] = {}
    last = None
    for step in steps:
        own = [note for note in notes if note.step_id == step.pk]
        if step.kind == StepKind.GROUP and last:
            own = written[last] = written[last] + own
        elif step.kind == StepKind.NOTES:
            last = step.pk
        written[step.pk] = own
    return written


def asked(step: Step, written: list[Note], choice: Choice | None, got: dict[int, Got], pledges: list[Pledge]) -> Asked:
    options = [got[option.pk] for option in choice.options.all()] if choice else []
    number, paper = len(written), sum(note.source == NoteSource.PAPER for note in written)
    if step.kind == StepKind.GROUP:
        number, paper = len({note.pile_id for note in written if note.pile_id}), 0
    elif step.kind == StepKind.DOTS:
        number = sum(one.total for one in options)
    elif step.has_choice:
        number = sum(one.people for one in options)
    elif step.kind == StepKind.BRING:
        number = sum(one.step_id == step.pk for one in pledges)
    elif step.kind not in WITH_NOTES:
        number = 0
    return {
        "step": step.pk,
        "kind": step.kind,
        "title": step.title,
        "sentence": step.sentence,
        "number": number,
        "paper": paper,
    }


def chosen_in(
    steps: list[Step], choices: dict[int, Choice], got: dict[int, Got], picked: Container[str] | None
) -> list[Chosen]:
    """Return the results. Two queries, for the tips and objections."""
    said: dict[int, list[Said]] = defaultdict(list)
    for one in said_in(choices.values()):
        if picked is None or one.piece in picked:
            said[one.option.choice_id].append(said_as(one))
    return [
        {
            "step": step.pk,
            "kind": step.kind,
            "lines": [line(option.text, option.key, got[option.pk]) for option in choices[step.pk].options.all()],
            "said": said[choices[step.pk].pk],
        }
        for step in steps
        if step.pk in choices
    ]


def line(text: str, key: str, got: Got) -> Line:
    return {"text": text, "key": key, **got._asdict()}  # type: ignore[typeddict-item]


def said_as(one: Pick | Counted) -> Said:
    return {
        "piece": one.piece,
        "option": one.option.key,
        "words": one.words,
        "parked_for": one.parked_for,
        "parked_on": one.parked_on.isoformat() if one.parked_on else "",
    }


def in_report(notes: list[Note], picked: Container[str] | None) -> list[Note]:
    """Return those that are `picked`; None: those that go along, and all of a pile that does."""
    if picked is not None:
        return [note for note in notes if piece_of(note) in picked]
    brings = {note.pile_id for note in notes if note.is_picked}
    return [
        note
        for note in notes
        if note.goes_along or (note.pile is not None and (note.pile.is_kept or note.pile_id in brings))
    ]


def piles_of(notes: Iterable[Note]) -> list[Pile]:
    """Return the notes by pile, the oldest pile first; those that lie loose come last, without a title."""
    piles: dict[tuple[bool, int, str], list[Piece]] = defaultdict(list)
    for note in notes:
        place = (note.pile_id is None, note.pile_id or 0, note.pile.title if note.pile else "")
        said: Piece = {"piece": piece_of(note), "text": note.text}
        piles[place].append(said | {"is_picked": True} if note.is_picked else said)
    return [{"title": title, "notes": piles[loose, pk, title]} for loose, pk, title in sorted(piles)]


def brought(pledge: Pledge, names: bool) -> Brought:
    """Return it, with its name if an evening has `names`."""
    return {
        "piece": piece_of(pledge),
        "name": pledge.name if names else "",
        "kind": pledge.kind,
        "words": pledge.words,
        "by_when": pledge.by_when.isoformat() if pledge.by_when else "",
    }


def went_of(evening: Evening) -> Went:
    """Return where the notes went that are online, or wait to be. Two queries."""
    there = [one for one in evening.outcomes.with_place() if not (one.is_open or one.is_gone)]
    notes = {state: sum(one.number for one in there if one.state == state) for state in OutcomeState.values}
    new = [one for one in there if one.state == OutcomeState.NEW]
    return {"idea": notes["idea"], "new": notes["new"], "ideas": len(new), "comment": notes["comment"]}


def piece_of(thing: Note | Pledge) -> str:
    """Return its name in the record, and in a form."""
    return f"{KINDS[type(thing)]}-{thing.pk}"


def pieces_in(record: Record) -> list[str]:
    """Return the names of all that can be taken out of it."""
    notes = [note["piece"] for pile in record["piles"] for note in pile["notes"]]
    said = [said["piece"] for one in record["chosen"] for said in one["said"]]
    return notes + said + [one["piece"] for one in record["brings"]]
