"""The forms of a question: to ask it, and to change its words. Each error says what to do."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from challenges.merging import first_words
from challenges.models import PROMISED, Challenge, Level, State
from common import clock
from common.fields import TITLE_LENGTH, DayField, KeyField, LineField, WordsField, field_of
from common.times import day_of
from ideas.forms.spoken import RoleForm, SpokenForm
from labs.models import RoleKind

LONGEST = 2000
ONLINE, KEEP = "online", "keep"
SIX_WEEKS = timedelta(weeks=6)  # how long a draft is meant to be open, until somebody says it


def until_field() -> DayField:
    field = DayField(
        label=_("Open up to and including"),
        help_text=_("Until then people can answer with an idea. You can make it longer later."),
    )
    field.error_messages["required"] = _("Choose until when people can answer.")
    return field


def not_over(day: Any) -> Any:
    """Return the day. Raises ValidationError if it is in the past."""
    if day < day_of(clock.now()):
        raise ValidationError(_("This day is in the past. Choose today or a later day."))
    return day


def offer(form: SpokenForm) -> None:
    """Offer the voices of the form; a single one is no choice."""
    field = field_of(form, "voice", forms.ChoiceField)
    field.choices = [(voice.key, voice.words) for voice in form.voices] or [("", "")]
    if not form.has_choice:
        field.widget = forms.HiddenInput()


class Words(forms.Form):
    """What everybody says who asks."""

    title = LineField(
        seen=TITLE_LENGTH,
        most=200,
        label=_("What is the question?"),
        help_text=_("Short, and begin with what or how."),
        error_messages={"required": _("Write the question in one sentence.")},
    )
    background = WordsField(
        rows=4,
        label=_("Why do we ask this?"),
        help_text=_("Two sentences. What is there already, and why now?"),
        error_messages={"required": _("Say in one or two sentences why you ask this.")},
    )


class Promises(forms.Form):
    """What the municipality says besides."""

    level = forms.ChoiceField(
        choices=[(level.value, level.label) for level in Level],
        widget=forms.RadioSelect,
        label=_("How much say do people have?"),
        help_text=_("Don't promise more than you can keep. This stands large at the question."),
        error_messages={"required": _("Choose how much say people have. Without it the question can't go online.")},
    )
    decides = WordsField(
        seen=LONGEST,
        rows=2,
        label=_("Who decides?"),
        help_text=_("Say who, and when."),
        error_messages={"required": _("Write who decides, and when.")},
    )
    fixed = WordsField(
        seen=LONGEST,
        label=_("What is fixed already?"),
        help_text=_("One thing on each line. Is nothing fixed? Then write that down too."),
        error_messages={
            "required": _("Write what is fixed already, or “Nothing is fixed yet”. Then nobody thinks in vain.")
        },
    )
    promise = WordsField(
        seen=LONGEST,
        rows=2,
        label=_("What happens with what people bring?"),
        help_text=_("What will people hear, from whom, and when?"),
        error_messages={"required": _("Write what you do with it, and when people hear from you.")},
    )


class AskForm(SpokenForm, Words):
    """A question of the neighbourhood. It is online at once."""

    speaks = _("You ask this as")
    until = until_field()
    key = KeyField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.voices = [voice for voice in self.voices if voice.kind != RoleKind.CIVIL_SERVANT]
        self.has_choice = len(self.voices) > 1
        offer(self)

    def clean_until(self) -> Any:
        return not_over(self.cleaned_data["until"])

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "background", "until")}


class MunicipalForm(RoleForm, Words, Promises):
    """A question of the municipality. A draft needs a title; online it needs everything."""

    until = until_field()
    key = KeyField()
    field_order = ["title", "background", "level", "decides", "fixed", "promise", "until", "key", "voice"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.voices = [voice for voice in self.voices if voice.kind == RoleKind.CIVIL_SERVANT]
        self.has_choice = len(self.voices) > 1
        offer(self)
        self.fields["voice"].required = self.has_choice
        self.is_online = self.data.get("do") == ONLINE
        for name in () if self.is_online else (*PROMISED, "until"):
            self.fields[name].required = False

    def clean_until(self) -> Any:
        return not_over(self.cleaned_data["until"] or day_of(clock.now() + SIX_WEEKS))

    def words(self) -> dict[str, Any]:
        names = ("title", "until", *PROMISED)
        return {name: self.cleaned_data[name] for name in names} | {"state": State.DRAFT}


class EditForm(Words):
    """The form to change a question.

    `seen` is the `words_revision` that it started from, `was` a hash of each part.
    """

    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)
    was = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, challenge: Challenge) -> None:
        super().__init__(data, initial=dict(first_words(challenge)))
        self.challenge = challenge
        for name in PROMISED if challenge.is_draft else ():
            if name in self.fields:
                self.fields[name].required = False

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields if name not in ("seen", "was")}


class MunicipalEditForm(EditForm, Promises):
    """The same for a question of the municipality: its promise can change, and can't be left out once it is online.

    The day of a draft is here too; that of a question online has a page of its own, because it needs a reason.
    """

    until = until_field()
    field_order = ["title", "background", "level", "decides", "fixed", "promise", "until", "seen", "was"]

    def __init__(self, data: Any = None, *, challenge: Challenge) -> None:
        super().__init__(data, challenge=challenge)
        if not challenge.is_draft:
            del self.fields["until"]

    def clean_until(self) -> Any:
        return not_over(self.cleaned_data["until"])


def edit_form(challenge: Challenge, data: Any = None) -> EditForm:
    return (MunicipalEditForm if challenge.is_municipal else EditForm)(data, challenge=challenge)
