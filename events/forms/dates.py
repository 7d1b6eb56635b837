"""Forms for a gathering without a date: the dates to ask, and the dates that suit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import clock, times
from common.fields import ClockField, DayField
from common.time_words import date_words, time_words
from events.models import DateOption, Suits

MOST_OPTIONS = 6
NO = "no"  # not stored


class DatesForm(forms.Form):
    """Which dates suit you: one field `option_7` per date.

    Without answers of this person (`mine`) nothing is chosen: an untouched form must not say no to all.
    """

    def __init__(self, *args: Any, options: Iterable[DateOption], mine: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.options = list(options)
        now = clock.now()
        for option in self.options:
            self.fields[f"option_{option.pk}"] = forms.ChoiceField(
                required=not option.is_over(now),
                widget=forms.RadioSelect,
                choices=[*Suits.choices, (NO, _("Doesn't work for me"))],
                initial=mine.get(option.pk, NO if mine else None),
                label=times_words(option.starts_at, option.ends_at),
                error_messages={
                    "required": _("Choose one of the three."),
                    "invalid_choice": _("Choose one of the three."),
                },
            )

    def answers(self) -> dict[int, str]:
        given = {option.pk: self.cleaned_data[f"option_{option.pk}"] for option in self.options}
        return {pk: suits for pk, suits in given.items() if suits not in (NO, "")}


class AskDatesForm(forms.Form):
    """Dates to ask: fields day_1, starts_1, ends_1, …"""

    def __init__(self, *args: Any, options: Iterable[DateOption] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        there = list(options)
        self.summary_labels: dict[str, str] = {}
        for n in range(1, MOST_OPTIONS + 1):
            self.fields[f"day_{n}"] = DayField(required=False, label=_("Day"))
            self.fields[f"starts_{n}"] = ClockField(required=False, label=_("From"))
            self.fields[f"ends_{n}"] = ClockField(required=False, label=_("Until"))
            for name in ("day", "starts", "ends"):
                label = str(self.fields[f"{name}_{n}"].label).lower()
                self.summary_labels[f"{name}_{n}"] = _("Date %(n)s, %(label)s") % {"n": n, "label": label}
            if n <= len(there):
                starts, ends = (
                    at.astimezone(times.AMSTERDAM) for at in (there[n - 1].starts_at, there[n - 1].ends_at)
                )
                self.fields[f"day_{n}"].initial = starts.date()
                self.fields[f"starts_{n}"].initial = starts.time()
                self.fields[f"ends_{n}"].initial = ends.time()

    @property
    def rows(self) -> list[tuple[int, Any, Any, Any]]:
        numbers = range(1, MOST_OPTIONS + 1)
        return [(n, self[f"day_{n}"], self[f"starts_{n}"], self[f"ends_{n}"]) for n in numbers]

    def clean(self) -> dict[str, Any]:
        said, now = super().clean() or {}, clock.now()
        spans: dict[tuple[datetime, datetime], int] = {}  # to the row's number
        for n in range(1, MOST_OPTIONS + 1):
            day, starts, ends = (said.get(f"{name}_{n}") for name in ("day", "starts", "ends"))
            if not any((day, starts, ends)):
                continue
            for name, value in (("day", day), ("starts", starts), ("ends", ends)):
                if value is None and f"{name}_{n}" not in self.errors:
                    self.add_error(f"{name}_{n}", _("Fill in the day and both times."))
            if day is None or starts is None or ends is None:
                continue
            try:
                span = times.span(day, starts, ends)
            except ValidationError as skipped:
                self.add_error(f"starts_{n}", skipped)
                continue
            if span[1] <= now:
                over = _("This date is in the past. Choose a later day or time, or clear this one.")
                self.add_error(f"day_{n}", over)
            if span in spans:
                same = _("This is the same as date %(n)s. Choose another day or time, or clear this one.")
                self.add_error(f"day_{n}", same % {"n": spans[span]})
            spans.setdefault(span, n)
        if len(spans) < 2 and not self.errors:
            raise ValidationError(_("Fill in at least two dates to choose from."))
        said["spans"] = sorted(spans)
        return said


def times_words(starts_at: datetime, ends_at: datetime) -> str:
    return f"{date_words(times.day_of(starts_at))}, {time_words(starts_at, ends_at)}"
