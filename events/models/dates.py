"""Date options of a gathering without a date: rows, and verbs of a gathering."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from common import clock
from events import live
from events.models import letters
from events.models.states import State
from labs.models import Membership

if TYPE_CHECKING:
    from events.models.gathering import Gathering
    from places.models.room import Room


class DatesClosed(PermissionDenied):
    """The date is already set, or people were not asked which dates suit them."""


class Suits(models.TextChoices):
    YES = "yes", _("Works for me")
    IF_NEEDED = "if_needed", _("If need be")


class DateOptionQuerySet(models.QuerySet["DateOption"]):
    def with_counts(self) -> "DateOptionQuerySet":
        """Add `yes` and `if_needed`: the number of people for each."""
        return self.annotate(
            yes=Count("answers", filter=Q(answers__suits=Suits.YES)),
            if_needed=Count("answers", filter=Q(answers__suits=Suits.IF_NEEDED)),
        ).order_by("starts_at", "pk")


class DateOption(models.Model):
    """A proposed time for a gathering without a date."""

    gathering = models.ForeignKey("events.Gathering", on_delete=models.CASCADE, related_name="date_options")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = DateOptionQuerySet.as_manager()

    is_past: bool  # for a page: is it over now?

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "starts_at", "ends_at"], name="one_option_per_time"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="option_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now


class DateAnswer(models.Model):
    """This date suits this person; without a row it doesn't, or they didn't answer."""

    option = models.ForeignKey(DateOption, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="date_answers")
    suits = models.CharField(max_length=9, choices=Suits.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "person"], name="one_answer_per_date")]

    def __str__(self) -> str:
        return f"{self.suits}: {self.option}"


@transaction.atomic
def ask_dates(
    gathering: "Gathering", times: Iterable[tuple[datetime, datetime]], by: Membership | None = None
) -> None:
    """Show a draft to everybody and ask which times suit.

    A second call replaces the times; answers to equal ones stay.
    """
    ideas = gathering.hold_with_table()
    if gathering.state not in (State.DRAFT, State.DATES) or gathering.is_hidden:
        raise DatesClosed(gathering)
    wanted = set(times)
    for option in gathering.date_options.all():
        if (option.starts_at, option.ends_at) in wanted:
            wanted.discard((option.starts_at, option.ends_at))
        else:
            option.delete()
    DateOption.objects.bulk_create(
        DateOption(gathering_id=gathering.pk, starts_at=starts, ends_at=ends) for starts, ends in sorted(wanted)
    )
    if gathering.state == State.DRAFT:
        gathering.appear(ideas, state=State.DATES, starts_at=None, ends_at=None)
        letters.appeared(gathering, by)
        gathering.was_written(by)
    else:
        _dates_changed(gathering)


@transaction.atomic
def answer_dates(gathering: "Gathering", member: Membership, answers: Mapping[int, str]) -> None:
    """Set the options (by id) that suit `member`; the last answer counts. Raises DatesClosed."""
    gathering.hold()
    if gathering.state != State.DATES or gathering.is_hidden:
        raise DatesClosed(gathering)
    before = dict(gathering.answers_of(member).values_list("option_id", "suits"))
    ours = set(gathering.date_options.filter(pk__in=answers).values_list("pk", flat=True))
    wanted = {option: suits for option, suits in answers.items() if option in ours}
    if wanted == before:
        return
    gathering.answers_of(member).delete()
    DateAnswer.objects.bulk_create(
        DateAnswer(option_id=option, person=member, suits=suits) for option, suits in wanted.items()
    )
    _dates_changed(gathering)


@transaction.atomic
def choose_date(
    gathering: "Gathering", option: DateOption, room: "Room | None" = None, by: Membership | None = None
) -> bool:
    """Set the date and publish; mail those who answered, and the organisers except `by`. Already chosen: False.

    Raises RoomTaken, and ValidationError when the date is over or the place isn't there that day.
    """
    ideas = gathering.hold_with_table()
    if gathering.state != State.DATES or gathering.is_hidden:
        return False
    if option.is_over(clock.now()):
        raise ValidationError({"starts_at": _("This date is in the past. Choose one that is still to come.")})
    gathering.must_take_sign_up(option.starts_at, clock.now())
    gathering.place = gathering.hold_place(gathering.place)
    times = {"starts_at": option.starts_at, "ends_at": option.ends_at}
    gathering.appear(ideas, state=State.PUBLISHED, lacks_place=False, **times)
    gathering.book(room)
    letters.date_chosen(gathering, by)
    return True


def answers_of(gathering: "Gathering", member: Membership) -> "models.QuerySet[DateAnswer]":
    return DateAnswer.objects.filter(option__gathering=gathering.pk, person=member)


def forget_answers(gathering: "Gathering", member: Membership) -> None:
    """Remove the answers of somebody who erases the account."""
    with transaction.atomic():
        gathering.hold()
        if gathering.answers_of(member).delete()[0]:
            _dates_changed(gathering)


def _dates_changed(gathering: "Gathering") -> None:
    gathering.advance(dates_revision=F("revision") + 1)
    live.gathering_changed(gathering)
