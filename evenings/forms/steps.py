"""The forms of a plan: its minutes and order, and the words of one step."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField, LineField, WordsField, field_of, is_id
from evenings.forms.fields import NumberField, OneOfField
from evenings.languages import LANGUAGES, direction_of
from evenings.models import Session, Step, StepKind
from evenings.models.step import LONGEST, SENTENCE_LENGTH, SHORTEST, TITLE_LENGTH, WORDS
from evenings.plans import Plan
from labs.forms.fields import Form, SeenForm

TASK_LENGTH = 600
MINUTES = _("Write a number of minutes, from 1 to 240.")
JUST_CHANGED = _("Somebody changed this plan just now. What you typed is still here: save it again.")


class MinutesField(NumberField):
    """The minutes of a step."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=SHORTEST, max_value=LONGEST, wrong=MINUTES, **options)


class ArrangeForm(SeenForm):
    """The minutes of all steps, and which step moves: a button `up` or `down` with the id of the step."""

    changed = JUST_CHANGED
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, session: Session) -> None:
        super().__init__(data, initial={"seen": session.version})
        self.session = session
        for step in session.plan_steps:
            label = _("Minutes for %(step)s") % {"step": step.title}
            self.fields[f"minutes-{step.pk}"] = MinutesField(initial=step.minutes, label=label)

    def minutes(self) -> dict[int, int]:
        return {step.pk: self.cleaned_data[f"minutes-{step.pk}"] for step in self.session.plan_steps}

    def moved(self) -> tuple[int, int] | None:
        """Return the id of the step that moves, and -1 for up or 1 for down."""
        for name, by in (("up", -1), ("down", 1)):
            if is_id(pk := self.data.get(name, "")):
                return int(pk), by
        return None


class StepForm(SeenForm):
    """The words of one step. `key` makes a new step count once; `seen` says which words were on the screen.

    `translation`: its sentence in the second language of the evening, if that has one. `language`: which that was when
    the form was drawn, so that what was typed stays in its language.
    """

    changed = JUST_CHANGED
    key = KeyField()
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    title = LineField(
        seen=TITLE_LENGTH,
        label=_("What is this step called?"),
        error_messages={"required": _("Give the step a short name.")},
    )
    kind = OneOfField(label=_("What do people do?"), choices=StepKind.choices, wrong=_("Choose what people do."))
    minutes = MinutesField(label=_("How many minutes?"))
    sentence = LineField(
        seen=SENTENCE_LENGTH,
        label=_("What do people read?"),
        help_text=_("One sentence, for the screen and for each phone."),
        error_messages={"required": _("Write one sentence for the people in the room.")},
    )
    language = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    translation = LineField(
        seen=SENTENCE_LENGTH,
        required=False,
        help_text=_("It stands below the Dutch sentence. Leave it empty, and people read only Dutch."),
    )
    task = WordsField(
        rows=3,
        seen=TASK_LENGTH,
        required=False,
        label=_("What does the discussion leader do?"),
        help_text=_("Only the organisers read it."),
    )
    may_skip = forms.BooleanField(required=False, label=_("This step may be left out if time runs short"))

    def __init__(self, data: QueryDict | None = None, *, session: Session, step: Step | None = None) -> None:
        there, language = step.translations if step else {}, language_of(data, session)
        words = step.words | {"seen": step.state} if step else {"minutes": 10}
        super().__init__(data, initial=words | {"language": language, "translation": there.get(language, "")})
        self.there, self.of = there, language
        if language:
            self.fields["translation"].label = _("And in %(language)s?") % {"language": LANGUAGES[language]}
            self.fields["translation"].widget.attrs |= {"lang": language, "dir": direction_of(language)}
        else:
            del self.fields["translation"], self.fields["language"]

    def words(self) -> dict[str, Any]:
        """Return the words of the step. What it has in other languages stays."""
        words = {name: self.cleaned_data[name] for name in WORDS if name != "translations"}
        typed = {self.of: self.cleaned_data["translation"]} if self.of else {}
        both = {code: sentence for code, sentence in (self.there | typed).items() if sentence}
        return words | {"translations": both}


def language_of(data: QueryDict | None, session: Session) -> str:
    """Return the language that the form asks for a sentence in: when it was sent, the one that it was drawn with."""
    if data is None:
        return session.language
    drawn = data.get("language", "")
    return drawn if drawn in LANGUAGES else ""


class PlanForm(Form):
    """The choice of a plan, by a button for each. `plans`: those of this lab, by key."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    plan = OneOfField(wrong=_("Choose one of these plans."))

    def __init__(self, data: QueryDict | None = None, *, plans: dict[str, Plan], seen: int = 0) -> None:
        super().__init__(data, initial={"seen": seen})
        field_of(self, "plan", forms.ChoiceField).choices = [(plan.key, plan.name) for plan in plans.values()]
