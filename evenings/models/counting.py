"""Count what people choose in the room: hands, what is on paper, and how many people there are.

Each verb locks the evening. What changed nothing returns False.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from evenings import live
from evenings.models.choice import NO, TIP, Counted, CountedHow
from evenings.models.choosing import ChoiceClosed, must_be_open, picks_changed
from evenings.models.helper import Helper
from evenings.models.states import EveningClosed
from evenings.models.step import StepKind

if TYPE_CHECKING:
    from evenings.models.evening import Evening
    from labs.models import Membership


@transaction.atomic
def count(
    evening: "Evening",
    by: "Membership | Helper | None",
    numbers: Mapping[tuple[int, int], int],
    how: CountedHow,
    key: UUID,
    at: datetime,
) -> bool:
    """Add hands or dots that were counted, by option (its id) and grade; 0 where there are no grades.

    The same form again is counted once. Raises ChoiceClosed.
    """
    evening.hold()
    choice, kind = must_be_open(evening, at)
    who = {"helper": by} if isinstance(by, Helper) else {"by": by}
    options = {option.pk for option in choice.options.all()}
    if any(option not in options or (grade > 0) != (kind == StepKind.GRADE) for option, grade in numbers):
        raise ChoiceClosed
    rows = [
        Counted(option_id=option, grade=grade, number=number, how=how, at=at, key=uuid5(key, str(grade)), **who)
        for (option, grade), number in numbers.items()
    ]
    if not rows or Counted.objects.filter(option__in=options, key__in={row.key for row in rows}).exists():
        return False
    Counted.objects.bulk_create(rows)
    picks_changed(evening, choice)
    return True


@transaction.atomic
def hear(
    evening: "Evening", by: "Membership | Helper | None", option: int, words: str, key: UUID, at: datetime
) -> bool:
    """Note a tip, or what goes wrong, from paper or said aloud; it counts nobody. The same form again is noted once.

    Raises ChoiceClosed.
    """
    choice, _kind = must_be_open(evening, at, options=option)
    of_words = choice.options.filter(pk=option, key__in=(TIP, NO), choice__step__kind=StepKind.TRY).first()
    if of_words is None:
        raise ChoiceClosed
    who = {"helper": by} if isinstance(by, Helper) else {"by": by}
    row = {"number": 0, "words": words, "how": CountedHow.PAPER, "at": at, **who}
    _row, is_new = Counted.objects.get_or_create(option=of_words, key=uuid5(key, words), defaults=row)
    if is_new:
        picks_changed(evening, choice)
    return is_new


@transaction.atomic
def uncount(evening: "Evening", counted: int, at: datetime) -> bool:
    """Take back what was counted wrongly. Raises ChoiceClosed."""
    row = Counted.objects.filter(pk=counted, option__choice__step=evening.step_id).first()
    if row is None:
        return False
    choice, _kind = must_be_open(evening, at, options=row.option_id)
    if not Counted.objects.filter(pk=counted).delete()[0]:
        return False
    picks_changed(evening, choice)
    return True


@transaction.atomic
def set_heads(evening: "Evening", heads: int, at: datetime) -> bool:
    """Note how many people are in the room. Raises EveningClosed."""
    evening.hold()
    if not evening.is_open(at):
        raise EveningClosed
    if evening.heads == heads:
        return False
    evening.advance(heads=heads, picks_revision=F("revision") + 1)
    live.evening_changed(evening)
    return True
