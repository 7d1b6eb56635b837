"""The forms in which people ask for an answer, and in which the municipality dates, gives and corrects it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from answers.models import Answer, AnswerKind
from answers.models.draft import draft_of, seen_of
from answers.models.said import DECIDED_HERE, WITH_DAY, DecidedBy
from answers.rules import ASKERS
from common import clock
from common.fields import DayField, LineField, LinkField, WordsField, field_of, with_value
from common.times import day_of
from ideas.forms.care import REASON_LENGTH
from ideas.forms.spoken import RoleForm, SpokenForm
from ideas.models import Idea
from ideas.rules import is_author
from labs.models import Membership, RoleKind, Voice

DECIDED = ("decided_by", "decided_on", "decision")
LOOK_AHEAD = timedelta(days=2 * 365)
ANSWER_LENGTH = 4000
AHEAD = (AnswerKind.NOT_NOW, AnswerKind.TOGETHER)  # their day lies after today


class AskForm(SpokenForm):
    """Why an answer is needed now. The author may ask as a resident, others in a role that may ask."""

    speaks = _("You ask as")
    reason = WordsField(
        seen=REASON_LENGTH,
        label=_("Why is an answer needed now?"),
        help_text=_("One sentence is enough. Everybody can read it."),
        error_messages={"required": _("Write in one sentence why an answer is needed now.")},
    )

    def __init__(self, *args: Any, member: Membership, idea: Idea, **options: Any) -> None:
        super().__init__(*args, member=member, **options)
        kinds = ASKERS | ({RoleKind.RESIDENT} if is_author(member, idea) else set())
        self.voices = [voice for voice in self.voices if voice.kind in kinds]
        self.has_choice = len(self.voices) > 1
        field = field_of(self, "voice", forms.ChoiceField)
        field.choices = [(voice.key, voice.words) for voice in self.voices]
        field.required = self.has_choice and RoleKind.RESIDENT not in kinds
        field.error_messages["required"] = _("Choose in whose name you are doing this.")
        if not self.has_choice:
            field.widget = forms.HiddenInput()

    @property
    def chosen_voice(self) -> Voice:
        """Return the chosen voice, or the only one; for a form without errors at `voice`."""
        return self.cleaned_data["voice"] if self.has_choice else self.voices[0]


class MunicipalForm(RoleForm):
    """A form of a civil servant about one answer."""

    KINDS = frozenset({RoleKind.CIVIL_SERVANT})

    def seen_again(self, answer: Answer) -> None:
        """Accept what is there now: the person saw the conflict, and may send the same words again."""
        self.data = with_value(self.data, "seen", self.last(answer))

    @staticmethod
    def last(answer: Answer) -> int:
        """Return the id of what this form adds to, as it is now."""
        return 0

    def check_day(self, name: str, day: date | None, is_after_today: bool = False) -> None:
        today = day_of(clock.now())
        if day is None:
            self.add_error(name, _("Choose a date."))
        elif day < today:
            self.add_error(name, _("This date is in the past. Choose one that is still to come."))
        elif day == today and is_after_today:
            self.add_error(name, _("Choose a day after today."))
        elif day > today + LOOK_AHEAD:
            self.add_error(name, _("This is too far away. Choose a date within two years."))


class DateForm(MunicipalForm):
    """Another date, and why. `seen` is the id of the last new date that was on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    day = DayField(label=_("New date"), required=False)
    reason = WordsField(
        seen=REASON_LENGTH,
        label=_("Why is it another date?"),
        help_text=_("In plain words. Everybody can read this."),
        error_messages={"required": _("Write in one or two sentences why.")},
    )

    def __init__(self, *args: Any, answer: Answer, **options: Any) -> None:
        super().__init__(*args, initial={"seen": self.last(answer)}, **options)
        self.answer = answer

    @staticmethod
    def last(answer: Answer) -> int:
        return answer.dates.order_by("-pk").values_list("pk", flat=True).first() or 0

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "day" not in self.errors:
            self.check_day("day", said.get("day"))
        if said.get("day") == self.answer.due and said.get("seen") == self.last(self.answer):
            self.add_error("day", _("This date is there already. Choose another one."))
        return said

    def words(self) -> dict[str, Any]:
        """Return the values for the verb `choose_date`."""
        said = self.cleaned_data
        return {name: said[name] for name in ("day", "reason", "seen")} | {"voice": self.chosen_voice}


class AnswerForm(MunicipalForm):
    """The answer: its kind, a paragraph and whom to ask; some kinds need a day, or the name of who decides."""

    SAID = ("kind", "day", "to", "heard", "words", "gains", "unheard", "next_step", "contact", *DECIDED)
    heard = WordsField(
        seen=ANSWER_LENGTH,
        rows=5,
        lang=settings.LANGUAGE_CODE,
        required=False,
        label=_("What we heard"),
        help_text=_("Filled in from the conversation. Change what is not right, and take out what does not matter."),
    )
    kind = forms.ChoiceField(
        label=_("What is our answer?"),
        choices=AnswerKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what the answer is."),
            "invalid_choice": _("You can't choose this one."),
        },
    )
    day = DayField(
        label=_("On which date?"),
        required=False,
        help_text=_("Only when we find it out together, when the council decides, or when we look again."),
    )
    to = LineField(
        seen=80,
        required=False,
        label=_("Who decides on this?"),
        help_text=_("Only when someone else decides. Write the name of the organisation."),
    )
    words = WordsField(
        seen=ANSWER_LENGTH,
        rows=6,
        label=_("What do you want to tell people?"),
        help_text=_("What we do and what not, and why. In plain words: everybody can read this."),
        error_messages={"required": _("Write the answer in at least one paragraph.")},
    )
    gains = WordsField(
        seen=REASON_LENGTH,
        rows=2,
        required=False,
        label=_("Who gains from this, and who does not?"),
    )
    unheard = WordsField(
        seen=REASON_LENGTH,
        rows=2,
        required=False,
        label=_("Whom did we not hear yet?"),
        help_text=_("For instance people who don't come to evenings, or who don't read here."),
    )
    next_step = WordsField(
        seen=REASON_LENGTH,
        required=False,
        label=_("What is next, and when?"),
    )
    contact = LineField(
        seen=200,
        label=_("Whom can people ask?"),
        help_text=_("A first name, the team, and a phone number or email address of the team."),
        error_messages={"required": _("Write whom people can ask.")},
    )
    decided_by = forms.ChoiceField(
        label=_("Who decided this?"),
        help_text=_("Only for an answer by which the municipality itself decides."),
        choices=[("", _("Nobody yet")), *DecidedBy.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    decided_on = DayField(label=_("When was it decided?"), required=False)
    decision = LinkField(label=_("Where can people read the decision?"))
    kept = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)  # the draft that was on the screen

    def __init__(self, *args: Any, is_draft: bool = False, **options: Any) -> None:
        """`is_draft`: nothing is required yet, and a day may pass."""
        super().__init__(*args, **options)
        self.is_draft = is_draft
        for field in self.fields.values() if is_draft else ():
            field.required = False

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        kind = said.get("kind")
        if self.is_draft:
            said["day"] = said.get("day") if kind in WITH_DAY else None
            said["to"] = said.get("to", "") if kind == AnswerKind.OTHERS else ""
            if kind and kind not in DECIDED_HERE:
                said |= {"decided_by": "", "decided_on": None, "decision": ""}
            return said
        if kind not in WITH_DAY:
            said["day"] = None
            self.errors.pop("day", None)
        elif "day" not in self.errors:
            self.check_day("day", said.get("day"), is_after_today=kind in AHEAD)
        if kind != AnswerKind.OTHERS:
            said["to"] = ""
            self.errors.pop("to", None)
        elif not said.get("to") and "to" not in self.errors:
            self.add_error("to", _("Write who decides on this."))
        if kind in DECIDED_HERE:
            self.check_decision(said)
        else:
            said |= {"decided_by": "", "decided_on": None, "decision": ""}
            for name in DECIDED:
                self.errors.pop(name, None)
        return said

    def check_decision(self, said: dict[str, Any]) -> None:
        if (decided_on := said.get("decided_on")) and decided_on > day_of(clock.now()):
            self.add_error("decided_on", _("This day is still to come. Choose the day on which it was decided."))
        if not said.get("decided_by") and (decided_on or said.get("decision")):
            self.add_error("decided_by", _("Choose who decided this, or leave out the day and the link."))

    def said(self) -> dict[str, Any]:
        """Return the values for the verb `give`."""
        return {name: self.cleaned_data[name] for name in (*self.SAID, "kept")} | {"voice": self.chosen_voice}

    def kept_again(self, answer: Answer) -> None:
        """Accept the draft that is there now: the person saw it."""
        self.data = with_value(self.data, "kept", seen_of(draft_of(answer)))

    def kept_words(self) -> dict[str, Any]:
        """Return the values for the verb `keep`."""
        words = {name: self.cleaned_data[name] for name in self.SAID}
        return words | {"seen": self.cleaned_data["kept"], "version": 0}


class CorrectForm(AnswerForm):
    """The same words again, with what was wrong. `seen` is the id of the version that was on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = WordsField(
        seen=REASON_LENGTH,
        label=_("What do you correct, and why?"),
        help_text=_("It stands above the answer. What it said first stays readable."),
        error_messages={"required": _("Write in one or two sentences what you correct.")},
    )

    def __init__(self, *args: Any, answer: Answer, **options: Any) -> None:
        last = answer.versions.order_by("-pk").first()
        first: dict[str, Any] = {name: getattr(last, name) for name in self.SAID} if last else {}
        first |= {"seen": self.last(answer)} | options.pop("initial", {})
        super().__init__(*args, initial=first, **options)

    @staticmethod
    def last(answer: Answer) -> int:
        return answer.versions.order_by("-pk").values_list("pk", flat=True).first() or 0

    def said(self) -> dict[str, Any]:
        return super().said() | {name: self.cleaned_data[name] for name in ("reason", "seen")}

    def kept_words(self) -> dict[str, Any]:
        said = self.cleaned_data
        return super().kept_words() | {"reason": said["reason"], "version": said["seen"] or 0}
