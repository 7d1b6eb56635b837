"""The form of who closes an evening: when people come back, and who tells what to whom."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from common import times
from common.fields import ClockField, DayField, LineField
from evenings.models import Evening, Report
from evenings.models.report import MOST_TELLS, WHAT_LENGTH, WHO_LENGTH, Tell
from labs.forms.fields import SeenForm

WEEKS_ON = timedelta(weeks=7)
NUMBERS = range(1, MOST_TELLS + 1)  # of the lines


class FinishForm(SeenForm):
    """When people come back, and up to six lines: who tells what to whom. All may stay empty.

    `seen`: the version of the report, 0 if there is none.
    """

    changed = _("Somebody else filled this in just now. What you typed is still here: press again to keep it.")
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    next_day = DayField(required=False, label=_("Which day?"))
    next_at = ClockField(required=False, label=_("What time?"))

    def __init__(self, data: Any = None, *, evening: Evening, now: datetime) -> None:
        report = self.report = report_of(evening)
        self.now = now
        first: dict[str, Any] = {"seen": report.version if report else 0}
        next_on = report.next_on if report else proposed(evening)
        if next_on:
            local = next_on.astimezone(times.AMSTERDAM)
            first |= {"next_day": local.date(), "next_at": local.time()}
        for number, tell in enumerate(report.tells if report else [], start=1):
            first |= {f"{part}_{number}": words for part, words in tell.items()}
        super().__init__(data, initial=first)
        for number in NUMBERS:
            self.fields[f"who_{number}"] = LineField(seen=WHO_LENGTH, required=False, label=_("Who?"))
            self.fields[f"what_{number}"] = LineField(seen=WHAT_LENGTH, required=False, label=_("Tells what?"))
            self.fields[f"to_{number}"] = LineField(seen=WHO_LENGTH, required=False, label=_("To whom?"))

    @property
    def rows(self) -> list[list[BoundField]]:
        """The fields of each line."""
        return [[self[f"{part}_{number}"] for part in ("who", "what", "to")] for number in NUMBERS]

    @property
    def later_rows_are_used(self) -> bool:
        return any(field.value() or field.errors for row in self.rows[2:] for field in row)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, at = cleaned.get("next_day"), cleaned.get("next_at")
        if day and at:
            self.check_moment()
        elif day and "next_at" in cleaned:
            self.add_error("next_at", _("Write the time too, or leave both empty."))
        elif at and "next_day" in cleaned:
            self.add_error("next_day", _("Choose the day too, or leave both empty."))
        for number in NUMBERS:
            who, what, to = (cleaned.get(f"{part}_{number}") for part in ("who", "what", "to"))
            if who == "" and (what or to):
                self.add_error(f"who_{number}", _("Write who tells this."))
            if what == "" and (who or to):
                self.add_error(f"what_{number}", _("Write what they tell."))
        return cleaned

    def check_moment(self) -> None:
        try:
            moment = times.typed(self.cleaned_data["next_day"], self.cleaned_data["next_at"])
        except ValidationError as error:
            self.add_error("next_at", error)
            return
        is_new = self.report is None or moment != self.report.next_on
        if is_new and moment <= self.now:
            self.add_error("next_day", _("This day is over. Choose one that is still to come."))

    def words(self) -> dict[str, Any]:
        """Return what the verb stores."""
        cleaned = self.cleaned_data
        day, at = cleaned["next_day"], cleaned["next_at"]
        lines = [Tell(who=cleaned[f"who_{n}"], what=cleaned[f"what_{n}"], to=cleaned[f"to_{n}"]) for n in NUMBERS]
        return {"next_on": times.typed(day, at) if day and at else None, "tells": [one for one in lines if one["who"]]}

    def is_as_stored(self) -> bool:
        """Does the report say the same already?"""
        words, report = self.words(), self.report
        return report is not None and (report.next_on, report.tells) == (words["next_on"], words["tells"])


def report_of(evening: Evening) -> Report | None:
    """Return the report; no query after `with_page`."""
    return getattr(evening, "report", None)


def proposed(evening: Evening) -> datetime | None:
    """Return the same weekday and time of day as the gathering, seven weeks on."""
    starts_at = evening.gathering.starts_at
    if starts_at is None:
        return None
    local = starts_at.astimezone(times.AMSTERDAM)
    return times.wall_clock(local.date() + WEEKS_ON, local.time())
