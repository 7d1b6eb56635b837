"""The form for the status of an idea, with a reason and the next step."""

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock
from common.fields import LineField, WordsField, field_of, with_value
from common.joins import ExtensionPoint
from common.time_words import date_words
from ideas import rules
from ideas.forms.care import REASON_LENGTH
from ideas.forms.spoken import RoleForm
from ideas.models import OPEN, Idea, Meeting, Status
from labs.models import Lab, RoleKind

WITH_DATE = {Status.MEETING, Status.NOT_NOW}
LOOK_AHEAD = datetime.timedelta(days=2 * 365)
NAMED = 3  # of the next gatherings


MEETINGS: ExtensionPoint[Callable[[Lab], list[Meeting]]] = ExtensionPoint(
    "ideas.forms.status.MEETINGS",
    "The gatherings of a lab that are still to come, soonest first: the status “at a gathering” has the day of one.",
)


class StatusForm(RoleForm):
    """Status, reason and next step. Knows what `member` may choose, and what each status needs.

    `seen` is the revision of the status that was on the screen.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("Choose where it stands now"),
        choices=Status.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose where the idea stands now."),
            "invalid_choice": _("You can't choose this one."),
        },
    )
    date = forms.DateField(
        label=_("On which date?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the date as day-month-year, like 8-12-2026.")},
    )
    to = LineField(
        seen=80,
        max_length=80,
        required=False,
        label=_("Who to?"),
        help_text=_("Passed on: write the name of the organisation or the team."),
    )
    reason = WordsField(
        seen=REASON_LENGTH,
        label=_("Why?"),
        help_text=_("In plain words. Everybody can read this."),
        error_messages={"required": _("Write in one or two sentences why.")},
    )
    next_step = WordsField(
        seen=REASON_LENGTH,
        required=False,
        label=_("What is next?"),
        help_text=_("Who does what, and when? You can only leave this empty at the end of the story."),
    )

    def __init__(self, *args: Any, idea: Idea, **options: Any) -> None:
        super().__init__(*args, initial={"seen": idea.status_revision}, **options)
        allowed = rules.statuses_for(options["member"], idea)
        field_of(self, "status", forms.ChoiceField).choices = [(s.value, s.label) for s in allowed]
        self.may_answer = Status.NOT_NOW in allowed
        self.meetings = [meeting for find in MEETINGS for meeting in find(idea.lab)]
        next_ones = [(date_words(one.first_day), one.title) for one in self.meetings[:NAMED]]
        facts = {"may_answer": self.may_answer, "meetings": next_ones}
        self.fields["date"].help_text = render_to_string("ideas/_status_days.html", facts)
        if Status.FORWARDED not in allowed:
            del self.fields["to"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        status = said.get("status")
        if not status:
            return said
        if status not in WITH_DATE:
            said["date"] = None
            self.errors.pop("date", None)
        elif "date" not in self.errors:
            self._check_date(status, said.get("date"))
        if status != Status.FORWARDED:
            said["to"] = ""
            self.errors.pop("to", None)
        elif not said.get("to") and "to" not in self.errors:
            self.add_error("to", _("Write who the idea goes to."))
        if status in OPEN and not said.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", _("Write what is next. Then everybody knows what to expect."))
        if (
            status in rules.BY_MUNICIPALITY
            and "voice" not in self.errors
            and self.chosen_voice.kind != RoleKind.CIVIL_SERVANT
        ):
            self.add_error("voice", _("Only the municipality can say this. Choose that role."))
        return said

    def _check_date(self, status: str, on: datetime.date | None) -> None:
        today = timezone.localdate(clock.now())
        if on is None:
            self.add_error("date", _("Choose a date. Without one this status says too little."))
        elif on < today:
            self.add_error("date", _("This date is in the past. Choose one that is still to come."))
        elif on == today and status == Status.NOT_NOW:
            self.add_error("date", _("Choose a day after today."))
        elif on > today + LOOK_AHEAD:
            self.add_error("date", _("This is too far away. Choose a date within two years."))
        elif status == Status.MEETING and not any(one.first_day <= on <= one.last_day for one in self.meetings):
            self.add_error("date", self._when_people_meet(today))

    def _when_people_meet(self, today: datetime.date) -> str:
        if not self.meetings:
            return gettext("No gathering is planned yet. Make one first, or choose another status.")
        days = dict.fromkeys(max(one.first_day, today) for one in self.meetings)
        *others, last = map(date_words, list(days)[:NAMED])
        words = gettext("%(days)s or %(last)s") % {"days": ", ".join(others), "last": last} if others else last
        if len(days) > NAMED:
            return gettext("There is no gathering on that day. Choose for example %(days)s.") % {"days": words}
        return gettext("There is no gathering on that day. Choose %(days)s.") % {"days": words}

    def words(self) -> dict[str, Any]:
        """Return the values for the verb `set_status`."""
        said = self.cleaned_data
        names = ("status", "reason", "next_step", "to", "seen")
        return {name: said[name] for name in names} | {"on": said["date"], "voice": self.chosen_voice}

    def seen_again(self, revision: int) -> None:
        """Accept the current status: the person saw the conflict, and may send the same text again."""
        self.data = with_value(self.data, "seen", revision)
