"""What people fill in to look after an idea: other words, why it goes, where it stands, why something is hidden."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import clock
from common.fields import LineField, WordsField, field_of, with_value
from ideas import rules
from ideas.forms import IdeaForm, SpokenForm
from ideas.models import OPEN, HidingReason, Idea, Status
from labs.models import FACILITATORS, RoleKind, Voice

WITH_DATE = {Status.MEETING, Status.WAITING, Status.NOT_NOW}
REASON_LENGTH = 2000
LOOK_AHEAD = datetime.timedelta(days=2 * 365)


class RoleForm(SpokenForm):
    """What only a role may do: asked in whose name when someone has more than one, never as a resident."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.voices = [voice for voice in self.voices if voice.kind in FACILITATORS]
        self.has_choice = len(self.voices) > 1
        field = field_of(self, "voice", forms.ChoiceField)
        field.label, field.required = _("In whose name are you doing this?"), self.has_choice
        field.error_messages["required"] = _("Choose in whose name you are doing this.")
        field.choices = [(voice.key, voice.words) for voice in self.voices]
        field.initial = None
        if not self.has_choice:  # on no page; but a role that was chosen and has gone is not taken for another
            field.widget = forms.HiddenInput()

    @property
    def chosen_voice(self) -> Voice:
        """The one that was chosen, or the only one there is; of a form without errors at `voice`."""
        return self.cleaned_data["voice"] if self.has_choice else self.voices[0]


class EditForm(IdeaForm):
    """The words of an idea once more. `seen` is the revision of the words it was filled with."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    remove_photo = forms.BooleanField(required=False, label=_("Remove the photo"))

    def __init__(self, *args: Any, idea: Idea, **options: Any) -> None:
        first = {name: getattr(idea, name) for name in self.WORDS} | {"seen": idea.words_revision}
        super().__init__(*args, initial=first, **options)
        self.idea = idea
        del self.fields["voice"], self.fields["key"]
        if not idea.photo:
            del self.fields["remove_photo"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        stays = self.idea.photo and not said.get("remove_photo") and not said.get("upload")
        if stays and not said.get("photo_alt") and "photo_alt" not in self.errors:
            self.add_error("photo_alt", _("Say in a few words what is in the photo."))
        if self.idea.photo and said.get("remove_photo") and not said.get("upload"):
            said["photo_alt"] = ""
        return said

    def words(self, photo: str = "") -> dict[str, Any]:
        """For the verb `edit`: with the photo only when it becomes another one, or goes."""
        if photo or self.cleaned_data.get("remove_photo"):
            return self.said() | {"photo": photo}
        return self.said()

    def said(self) -> dict[str, Any]:
        return super().words()

    def seen_again(self, revision: int) -> None:
        """The same words, now knowing what stands there: sent once more, they count."""
        self.data = with_value(self.data, "seen", revision)


class WithdrawForm(forms.Form):
    reason = WordsField(
        seen=REASON_LENGTH,
        label=_("Why are you taking it back?"),
        help_text=_("People who joined in will read this."),
        error_messages={"required": _("Write in one sentence why. Then people who joined in understand it.")},
    )


class HideForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("“Not true” is not in the list. A moderator does not judge whether something is true."),
        choices=HidingReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason. People see it instead of the words.")},
    )
    explanation = WordsField(
        rows=4,
        seen=REASON_LENGTH,
        label=_("Explanation for the writer"),
        help_text=_("The writer gets this by email. Say what was wrong, and how to say it instead."),
        error_messages={"required": _("Explain it to the writer in one or two sentences.")},
    )


class RestoreForm(forms.Form):
    why = WordsField(
        seen=REASON_LENGTH,
        label=_("Why are you putting it back?"),
        help_text=_("The writer gets this by email."),
        error_messages={"required": _("Write in one sentence why people can read it again.")},
    )


class StatusForm(RoleForm):
    """Where an idea stands now, why, and what is next. Knows what `member` may choose, and what each status needs.

    `seen` is the revision of the status that was on the screen.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("Choose where it stands now"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose where the idea stands now."),
            "invalid_choice": _("You can't choose this one."),
        },
    )
    date = forms.DateField(
        label=_("On which date?"),
        help_text=_("For: at a gathering, waiting for an answer (by this date), not now (when we look again)."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the date as day-month-year, like 8-12-2026.")},
    )
    to = LineField(
        seen=80,
        max_length=80,
        required=False,
        label=_("Who to?"),
        help_text=_("For: passed on. Write the name of the organisation or the team."),
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
        self.may_answer = rules.can_answer(options["member"])
        if not self.may_answer:
            self.fields["date"].help_text = _("For: at a gathering.")
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

    def words(self) -> dict[str, Any]:
        """For the verb `set_status`."""
        said = self.cleaned_data
        names = ("status", "reason", "next_step", "to", "seen")
        return {name: said[name] for name in names} | {"on": said["date"], "voice": self.chosen_voice}

    def seen_again(self, revision: int) -> None:
        """The same words, now knowing where the idea stands: sent once more, they count."""
        self.data = with_value(self.data, "seen", revision)
