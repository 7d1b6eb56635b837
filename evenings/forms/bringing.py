"""The forms of who brings what: on a phone, from paper, and the buttons."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import clock
from common.fields import DayField, KeyField, LineField, WordsField, field_of
from common.times import day_of
from evenings.brought import Brought
from evenings.forms.fields import OneOfField
from evenings.models import Evening, Participant, Pledge
from evenings.models.participant import NAME_LENGTH
from evenings.models.pledge import CONTACT_LENGTH, WORDS_LENGTH
from ideas.models import OPEN, Idea, PledgeKind
from labs.forms.fields import Form
from labs.models import Membership, Visitor

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PRESS = re.compile(r"(\d{1,18}):(yes|no|back|on|off)", re.ASCII)
OF_AN_ADULT = _(
    "A mail address or phone number of an adult, not of somebody younger than 16. Only the organisers read it. After "
    "90 days it goes."
)
NEWEST_IDEAS = 50  # that are offered beside those on the table


def not_past(day: date) -> None:
    """Raises ValidationError for a day that is over."""
    if day < day_of(clock.now()):
        raise ValidationError(_("This day is over. Choose today or a later day."))


def kind_field(label: "_StrOrPromise", wrong: "_StrOrPromise") -> OneOfField:
    return OneOfField(choices=PledgeKind.choices, widget=forms.RadioSelect, label=label, wrong=wrong)


def words_field(required: "_StrOrPromise") -> WordsField:
    label = _("What exactly, and for what?")
    return WordsField(rows=2, seen=WORDS_LENGTH, label=label, error_messages={"required": required})


def contact_field(label: "_StrOrPromise") -> LineField:
    how = _("A mail address or phone number. Only the organisers read it. After 90 days it goes.")
    return LineField(seen=CONTACT_LENGTH, required=False, label=label, help_text=how)


class BringForm(Form):
    """What somebody at a phone brings. `step`: the step of who brings what that was on the page."""

    key = KeyField()
    step = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)
    kind = kind_field(_("What do you bring in?"), _("Choose what you bring in."))
    words = words_field(_("Write what you bring in."))
    by_when = DayField(label=_("By when?"), required=False, validators=[not_past])
    name = LineField(
        seen=NAME_LENGTH,
        required=False,
        label=_("What is your name?"),
        help_text=_("A first name is enough. Are you younger than 16? Then leave this empty."),
    )
    contact = contact_field(_("How can we reach you?"))

    def __init__(self, data: Any = None, *, participant: Participant, brought: Sequence[Pledge] = ()) -> None:
        """`brought`: what they bring already, the newest first. A new form has the name and contact of that."""
        step = Brought(participant.evening).step if data is None else None
        last = brought[0] if brought and not participant.is_table else None
        before = {"name": last.name, "contact": last.contact} if last else {}
        super().__init__(data, initial=before | {"step": step.pk if step else 0}, auto_id="bring_%s")
        self.fields["name"].widget.attrs["autocomplete"] = "nickname"
        self.fields["contact"].widget.attrs["autocomplete"] = "email"
        asks_names = participant.evening.session.asks_names
        if not asks_names or (participant.name and not participant.is_table):
            del self.fields["name"]
        if not asks_names:
            self.fields["contact"].help_text = OF_AN_ADULT


class PaperBringForm(Form):
    """What somebody brings, typed over from paper, or said to a helper."""

    key = KeyField()
    name = LineField(
        seen=NAME_LENGTH,
        label=_("Who brings it?"),
        error_messages={"required": _("Write the name of who brings it.")},
    )
    kind = kind_field(_("What do they bring in?"), _("Choose what they bring in."))
    words = words_field(_("Write what they bring in."))
    by_when = DayField(label=_("By when?"), required=False, validators=[not_past])
    contact = contact_field(_("How can we reach them?"))
    may_show = forms.BooleanField(required=False, label=_("It may be on the screen, with the name"))

    def __init__(self, data: Any = None, *, evening: Evening) -> None:
        super().__init__(data, auto_id="paper_bring_%s")
        for name in ("name", "contact"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if not evening.session.asks_names:
            del self.fields["name"]
            self.fields["contact"].help_text = OF_AN_ADULT
            self.fields["may_show"].label = _("It may be on the screen")


class PressForm(Form):
    """A button at what somebody brings: its id, and what the button does."""

    press = forms.CharField(max_length=40)

    def clean_press(self) -> tuple[int, str]:
        found = PRESS.fullmatch(self.cleaned_data["press"])
        if not found:
            raise ValidationError("")
        return int(found[1]), found[2]


class IdeaForm(Form):
    """At which idea it belongs: one on the table of this gathering, or an open one of the lab; `seen`: where it was.

    `subject`, because the form of an outcome has `idea_7` (as in events/forms/aloud.py).
    """

    subject = forms.ModelChoiceField(
        queryset=Idea.objects.none(),
        required=False,
        label=_("At which idea does it belong?"),
        empty_label=_("At no idea yet"),
        error_messages={"invalid_choice": _("This idea can't be chosen any more. Choose another.")},
    )
    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, member: Membership | Visitor, evening: Evening, pledge: Pledge) -> None:
        super().__init__(data, initial={"subject": pledge.idea_id, "seen": pledge.idea_id or 0})
        shown = Idea.objects.listed_for(member)
        table = list(evening.gathering.table.shown().values_list("idea_id", flat=True))
        newest = list(shown.filter(status__in=OPEN).order_by("-pk").values_list("pk", flat=True)[:NEWEST_IDEAS])
        offered = {*table, *newest, pledge.idea_id or 0}
        field_of(self, "subject", forms.ModelChoiceField).queryset = shown.filter(pk__in=offered).order_by("title")
