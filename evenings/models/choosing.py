"""Choose in a step of an evening. Each verb locks the evening, so picks and closing wait for each other.

What changed nothing returns False.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from evenings import live
from evenings.models.choice import (
    HIGHEST_GRADE,
    LEAST_OPTIONS,
    MOST_OPTIONS,
    NO,
    ONE_EACH,
    READY_MADE,
    SAID,
    TIP,
    Choice,
    ChoiceState,
    Option,
    Pick,
)
from evenings.models.participant import Participant
from evenings.models.picked import Picked, picked_for
from evenings.models.states import EveningClosed
from evenings.models.step import Step, StepKind
from ideas.models import Moved

if TYPE_CHECKING:
    from evenings.models.evening import Evening


class ChoiceClosed(Exception):
    """Nobody can choose here now: nothing is written."""


class NoDotsLeft(Exception):
    """This person would have given more dots than they have."""


class TooManyOnOne(Exception):
    """This person would have given one option more than it may get."""


class HasPicks(Exception):
    """People chose already: what they chose from, and how many dots they have, stays as it is."""


class StillChosen(Exception):
    """People who would no longer be at the device chose something. `persons`: which of them, in order."""

    def __init__(self, persons: list[int]) -> None:
        super().__init__(persons)
        self.persons = persons


class NothingToChoose(Exception):
    """With fewer than two options there is nothing to choose."""


# Before, and during: what people choose from


@transaction.atomic
def prepare(step: Step, seen: int, texts: Sequence[str], dots: int, most: int, *, with_wall: bool = False) -> bool:
    """Set what people choose from. An option with the same text keeps what it got, in other words it keeps its pile.

    No texts: the ready-made options. `seen`: the version on the screen, 0 if there was nothing yet. Until it is
    closed options may be added. `with_wall`: what the room picked comes with it, as much as fits. Raises Moved,
    HasPicks, ChoiceClosed.
    """
    step.session.hold()
    evening = evening_of(step)
    choice = Choice.objects.filter(step=step).first() or Choice(step=step, version=0)
    old = list(choice.options.all()) if choice.pk else []
    piles = {one.text: one.pile_id for one in old if one.text in texts} | piles_of_reworded(old, texts)
    new = still_to_take(step, piles.values(), texts) if with_wall else []
    new = new[: MOST_OPTIONS - len(texts)]
    options = [(text, "") for text in [*texts, *(one.text for one in new)]] or ready_made(step)
    there = {(option.text, option.key): option.pk for option in old}
    if choice.pk and list(there) == options and (choice.dots, choice.most) == (dots, most):
        return False
    if choice.version != seen:
        raise Moved(choice)
    if choice.is_closed:
        raise ChoiceClosed
    picked = (
        Option.objects.filter(choice=choice).exclude(picks=None, counted=None) if choice.pk else Option.objects.none()
    )
    goes = {pk for option, pk in there.items() if option not in options}
    if picked.filter(pk__in=goes).exists() or ((choice.dots, choice.most) != (dots, most) and picked.exists()):
        raise HasPicks
    if choice.pk is None:
        choice.save()
    choice.options.filter(pk__in=goes).delete()
    put_options(choice, options, piles | {one.text: one.pile.pk if one.pile else None for one in new})
    change(evening, choice, dots=dots, most=most)
    return True


@transaction.atomic
def take_over(evening: "Evening", step: Step, at: datetime) -> bool:
    """Add what the room picked on the wall to what people choose from now, each once, as much as fits.

    Raises EveningClosed, Moved, HasPicks, ChoiceClosed.
    """
    step.session.hold()
    choice = hold(evening, step, at) or Choice(step=step, version=0)
    texts = [option.text for option in choice.options.all() if option.text] if choice.pk else []
    return prepare(step, choice.version, texts, choice.dots, choice.most, with_wall=True)


@transaction.atomic
def open_choice(evening: "Evening", step: Step, seen: int, at: datetime) -> bool:
    """Let people choose; again, if it was closed and nobody saw the result.

    Raises EveningClosed, Moved, NothingToChoose.
    """
    choice = hold(evening, step, at)
    if choice and choice.is_open:
        return False
    if (choice.version if choice else 0) != seen or (choice and choice.is_closed and choice.is_shown):
        raise Moved(evening)
    if choice is None:
        choice = Choice.objects.create(step=step, version=0)
        put_options(choice, ready_made(step))
    if choice.options.count() < LEAST_OPTIONS:
        raise NothingToChoose
    change(evening, choice, state=ChoiceState.OPEN, closed_at=None)
    return True


@transaction.atomic
def close_choice(evening: "Evening", step: Step, at: datetime) -> bool:
    """Freeze what people chose. Raises EveningClosed."""
    choice = hold(evening, step, at)
    if choice is None or not choice.is_open:
        return False
    change(evening, choice, state=ChoiceState.CLOSED, closed_at=at)
    return True


@transaction.atomic
def show_result(evening: "Evening", step: Step, is_shown: bool, at: datetime) -> bool:
    """Show everybody the result, or hide it again. Raises EveningClosed."""
    choice = hold(evening, step, at)
    if choice is None or choice.is_shown == is_shown:
        return False
    Choice.objects.filter(pk=choice.pk).update(is_shown=is_shown)
    evening.advance(choice_revision=F("revision") + 1)
    live.evening_changed(evening)
    return True


# Who chooses


@transaction.atomic
def pick(who: Participant, person: int, option: int, dots: int, at: datetime, words: str | None = None) -> bool:
    """Give this option so many dots, or a grade; none takes it back. Where a person picks one, it replaces the other.

    `words`: a tip, or what goes wrong; None leaves them. Raises ChoiceClosed, NoDotsLeft, TooManyOnOne.
    """
    choice, kind = must_be_open(who.evening, at, options=option)
    who.refresh_from_db(fields=["people"])
    person = min(person, who.people)
    rows = Pick.objects.filter(participant=who, person=person, option__choice=choice)
    mine = {one.option_id: one for one in rows.select_related("option")}
    there = mine.pop(option, None)
    takes_words = Option.objects.filter(pk=option, choice__step__kind=StepKind.TRY, key__in=(TIP, NO)).exists()
    said = (words or "") if takes_words else ""
    if words is None and there:
        said = there.words
    if (there.dots if there else 0) == dots and (not there or there.words == said):
        return False
    if dots > {StepKind.DOTS: choice.most, StepKind.GRADE: HIGHEST_GRADE}.get(kind, 1):
        raise TooManyOnOne
    if kind == StepKind.DOTS and sum(one.dots for one in mine.values()) + dots > choice.dots:
        raise NoDotsLeft
    if kind in ONE_EACH:
        rows.exclude(option=option).delete()
    if dots:
        new = {"dots": dots, "words": said}
        Pick.objects.update_or_create(participant=who, person=person, option_id=option, defaults=new)
    elif there:
        there.delete()
    picks_changed(who.evening, choice)
    return True


@transaction.atomic
def seat(who: Participant, people: int, at: datetime, *, is_sure: bool = False) -> bool:
    """Say how many people there are at this device. What those above that number choose now goes, if that `is_sure`.

    Raises EveningClosed; StillChosen if something would go and nobody is sure.
    """
    evening = who.evening
    evening.hold()
    if not evening.is_open(at):
        raise EveningClosed
    before, asked_floor = Participant.objects.values_list("people", "asked_floor").get(pk=who.pk)
    if before == people:
        return False
    choice = Choice.objects.filter(step=evening.step_id, state=ChoiceState.OPEN).first()
    go = Pick.objects.filter(participant=who, person__gt=people, option__choice=choice)
    if not is_sure and (persons := go.order_by("person").values_list("person", flat=True).distinct()):
        raise StillChosen(list(persons))
    Participant.objects.filter(pk=who.pk).update(people=people)
    row = {"floor_revision": F("revision") + 1} if asked_floor else {}
    evening.advance(people=F("people") + people - before, people_revision=F("revision") + 1, **row)
    live.evening_changed(evening)
    if choice and go.delete()[0]:
        picks_changed(evening, choice)
    return True


# What goes wrong


@transaction.atomic
def park(evening: "Evening", piece: str, name: str, on: date, at: datetime) -> bool:
    """Note who looks again at what goes wrong (a piece, like `said-7`), and when. Raises EveningClosed."""
    evening.hold()
    if not evening.is_open(at):
        raise EveningClosed
    kind, _dash, pk = piece.partition("-")
    said = SAID[kind].objects.filter(pk=pk, option__key=NO, option__choice__step__session=evening.session_id)
    if not said.exclude(parked_for=name, parked_on=on).update(parked_for=name, parked_on=on):
        return False
    evening.advance(picks_revision=F("revision") + 1)
    live.evening_changed(evening)
    return True


# Under the lock


def evening_of(step: Step) -> "Evening | None":
    """Return the evening of this step, locked; None if it was never opened. Lock the gathering before."""
    evening: Evening | None = getattr(step.session, "evening", None)
    if evening:
        evening.hold()
    return evening


def ready_made(step: Step) -> list[tuple[str, str]]:
    """Return the options that this kind of step has of its own, as text and key."""
    return [("", key) for key in READY_MADE.get(StepKind(step.kind), ())]


def put_options(
    choice: Choice, options: Sequence[tuple[str, str]], piles: Mapping[str, int | None] | None = None
) -> None:
    """Number these options from one, and add those that are new. `piles`: those (ids) that they are taken from."""
    for position, (text, key) in enumerate(options, start=1):
        row = {"position": position}
        made = row | {"pile_id": (piles or {}).get(text)}
        choice.options.update_or_create(text=text, key=key, defaults=row, create_defaults=made)


def piles_of_reworded(old: Sequence[Option], texts: Sequence[str]) -> dict[str, int | None]:
    """Return the pile (id) of each option that stands there in other words now.

    Which one it was is known where as many lines stand between the same neighbours; else it has no pile any more.
    """
    before = [one.text for one in old]
    pairs: list[tuple[Option, str]] = []
    for what, start, end, new_start, new_end in SequenceMatcher(None, before, texts, autojunk=False).get_opcodes():
        if what == "replace" and end - start == new_end - new_start:
            pairs += zip(old[start:end], texts[new_start:new_end], strict=True)
    return {text: one.pile_id for one, text in pairs if one.text not in texts and text not in before}


def still_to_take(step: Step, piles: Iterable[int | None], texts: Sequence[str]) -> list[Picked]:
    """Return what the room picked that is of none of these piles (ids), nor one of these texts. Two queries."""
    taken, known = set(piles), set(texts)
    new = {one.text: one for one in picked_for(step) if not (one.pile and one.pile.pk in taken)}
    return [one for text, one in new.items() if text and text not in known]


def hold(evening: "Evening", step: Step, at: datetime) -> Choice | None:
    """Lock the evening, and return the choice of this step, which is the step now.

    Raises EveningClosed, and Moved if another step is.
    """
    evening.hold()
    if not evening.is_open(at):
        raise EveningClosed
    if evening.step_id != step.pk or not step.has_choice:
        raise Moved(evening)
    return Choice.objects.filter(step=step).first()


def must_be_open(evening: "Evening", at: datetime, **which: int) -> tuple[Choice, StepKind]:
    """Lock the evening. Return the choice of the step now, with the kind of the step, if it is open and is this one.

    Raises ChoiceClosed.
    """
    evening.hold()
    found = Choice.objects.filter(**which, step=evening.step_id, state=ChoiceState.OPEN)
    choice = found.select_related("step").first()
    if choice is None or not evening.is_open(at):
        raise ChoiceClosed
    return choice, StepKind(choice.step.kind)


def change(evening: "Evening | None", choice: Choice, **values: object) -> None:
    """Store this of a choice, and show it to who follows its evening."""
    for name, value in values.items():
        setattr(choice, name, value)
    choice.version += 1
    choice.save(update_fields=[*values, "version"])
    if evening:
        evening.advance(choice_revision=F("revision") + 1)
        live.evening_changed(evening)


def picks_changed(evening: "Evening", choice: Choice) -> None:
    """Phones show figures only with the result, so only then it is news for them."""
    news = {"picks_revision": F("revision") + 1}
    if choice.is_shown:
        news["choice_revision"] = F("revision") + 1
    evening.advance(**news)
    live.evening_changed(evening)
