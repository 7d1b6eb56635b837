"""What the pretend guests of a rehearsal do: they walk in, write and choose by the same verbs as everybody.

The worker lets them act one by one. An act is done when its row is there, under a key that the guest, the step and the
evening give: so it happens once, also after a crash or with two workers.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from evenings.guests import guests
from evenings.models import choosing
from evenings.models.choice import NO, TIP, Choice, ChoiceState, Option, Pick
from evenings.models.noting import WITH_NOTES
from evenings.models.participant import Participant
from evenings.models.step import StepKind

if TYPE_CHECKING:
    from evenings.models.evening import Evening

GUESTS = UUID("6f6e4f0c-8f5e-4a52-9d0f-3f2c1c7f1b52")
TASTES = (0, 0, 1, 0, 2, 0, 1, 0, 3, 1, 0, 1)
"""Which option each guest likes best: most the first, one the third, which says what goes wrong."""


@transaction.atomic
def pretend(evening: "Evening", at: datetime) -> bool:
    """Let the next guest walk in, and the next who is in do what the step asks. False if there is nothing to do."""
    evening.hold()
    if not (evening.is_rehearsal and evening.is_open(at)):
        return False
    keys = {key_of(evening, "in", number): number for number in range(len(guests().names))}
    there = {keys[one.key]: one for one in evening.participants.filter(key__in=keys)}
    for one in there.values():
        one.evening = evening
    did = act(evening, there, at)
    absent = [number for number in sorted(keys.values()) if number not in there]
    if absent:
        evening.join(key_of(evening, "in", absent[0]), guests().names[absent[0]], at)
    return did or bool(absent)


def key_of(evening: "Evening", act: str, number: int) -> UUID:
    return uuid5(GUESTS, f"{evening.pk} {act} {number}")


def act(evening: "Evening", there: dict[int, Participant], at: datetime) -> bool:
    """Let the next of these guests, by number, do what the step asks. False if all did."""
    step = evening.step
    if step is None or step.is_off:
        return False
    if step.kind in WITH_NOTES:
        return step.kind == StepKind.NOTES and write(evening, there, at)
    if step.kind == StepKind.BRING:
        return bring(evening, there, at)
    choice = Choice.objects.filter(step=step, state=ChoiceState.OPEN).first()
    return choice is not None and choose(choice, StepKind(step.kind), there, at)


def write(evening: "Evening", there: dict[int, Participant], at: datetime) -> bool:
    """Let the next guest write a note that fits the step."""
    step = evening.step
    assert step is not None
    texts = guests().notes_for(f"{step.title} {step.sentence}")
    keys = [key_of(evening, f"note {step.pk}", number) for number in range(len(texts))]
    written = set(evening.notes.filter(key__in=keys).values_list("key", flat=True))
    for number, (key, text) in enumerate(zip(keys, texts, strict=True)):
        guest = there.get(number % len(guests().names))
        if guest and key not in written:
            evening.write(step.pk, text, key, at, guest)
            return True
    return False


def bring(evening: "Evening", there: dict[int, Participant], at: datetime) -> bool:
    """Let the next guest bring something, and say that others may read it."""
    brought = set(evening.pledges.values_list("participant", flat=True))
    for number, (kind, words) in enumerate(guests().brings):
        guest = there.get(number)
        if guest and guest.pk not in brought:
            key = key_of(evening, "bring", number)
            made = evening.bring(evening.step_id, words, key, at, guest, kind=kind)
            evening.let_show(made.pk, True, guest)
            return True
    return False


def choose(choice: Choice, kind: StepKind, there: dict[int, Participant], at: datetime) -> bool:
    """Let the next guest choose: all that one person has to give."""
    chose = set(Pick.objects.filter(option__choice=choice).values_list("participant", flat=True))
    number = next((one for one in sorted(there) if there[one].pk not in chose), None)
    if number is None:
        return False
    options = list(choice.options.all())
    for option, dots in given(choice, kind, options, number):
        choosing.pick(there[number], 1, option.pk, dots, at, words_of(option, kind, number))
    return True


def given(choice: Choice, kind: StepKind, options: list[Option], number: int) -> list[tuple[Option, int]]:
    """Return what this guest gives which option: different guests differ, and the same one gives the same again."""
    if kind == StepKind.GRADE:
        return [(option, 2 + (number + 2 * place) % 4) for place, option in enumerate(options)]
    if kind != StepKind.DOTS:
        return [(options[TASTES[number % len(TASTES)] % len(options)], 1)]
    dots: dict[int, int] = {}
    for dot in range(choice.dots):
        place = (TASTES[number % len(TASTES)] + dot * (1 + number % 3)) % len(options)
        if dots.get(place, 0) < choice.most:
            dots[place] = dots.get(place, 0) + 1
    return [(options[place], many) for place, many in dots.items()]


def words_of(option: Option, kind: StepKind, number: int) -> str | None:
    """Return the tip of this guest, or what goes wrong."""
    if kind == StepKind.TRY and option.key == TIP:
        return guests().tips[number % len(guests().tips)]
    return guests().objection if kind == StepKind.TRY and option.key == NO else None
