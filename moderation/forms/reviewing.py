"""The forms of a review: to ask for it, and the decision of another moderator."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField, field_of
from labs.models.reasons import reasons
from moderation.again import WORDS
from moderation.forms.deciding import EXPLANATION_LENGTH
from moderation.forms.reporting import WORDS_LENGTH
from moderation.models import Case, DecisionKind, ReviewOutcome
from moderation.models.looking_again import way_of
from moderation.models.reviewing import stands
from moderation.models.things import is_of_idea

CONFIRM = (ReviewOutcome.CONFIRM.value, _("The decision stands"))
CLOSE = (ReviewOutcome.GONE.value, _("Close it: there is nothing left to decide"))


class AskForm(forms.Form):
    why = WordsField(
        rows=4,
        seen=WORDS_LENGTH,
        label=_("Why is this not right?"),
        help_text=_("Only the moderators read this."),
        error_messages={"required": _("Say in one or two sentences why.")},
    )


class ReviewForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What do you do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do.")},
    )
    reason = forms.ChoiceField(
        required=False,
        label=_("Reason"),
        help_text=_("Only if you hide it. “Not true” is not in the list: we don't judge whether something is true."),
        error_messages={"required": _("Choose a reason. People see it instead of the words.")},
    )
    explanation = WordsField(
        rows=4,
        seen=EXPLANATION_LENGTH,
        label=_("Explanation"),
        help_text=_("Whoever asked to look again reads this."),
        error_messages={"required": _("Explain in one or two sentences.")},
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **(options | {"prefix": "review"}))
        decision = case.review.decision if case.review else case.standing
        way = way_of(decision)
        undo = (way.undone.value, WORDS[DecisionKind(decision.kind)].undo) if way and decision else None
        self.is_open = undo is not None and case.review is not None and case.review.is_open and stands(case)
        known = reasons(is_of_idea(case.kind))
        field_of(self, "reason", forms.ChoiceField).choices = [("", _("Choose a reason")), *known]
        if undo and undo[0] == ReviewOutcome.HIDE:
            told = _("If you hide it, the writer gets this. If it stays, whoever asked to look again reads it.")
            self.fields["explanation"].help_text = told
        else:
            del self.fields["reason"]
        # a form that was sent late keeps what was typed
        is_kept = undo is not None and self.is_bound and self.data.get("review-outcome") in (undo[0], CONFIRM[0])
        outcomes = field_of(self, "outcome", forms.ChoiceField)
        outcomes.choices = [undo, CONFIRM] if undo and (self.is_open or is_kept) else []
        if not self.is_open:
            outcomes.choices = [*outcomes.choices, CLOSE]
        if not self.is_open and not is_kept:
            outcomes.initial = ReviewOutcome.GONE
            self.fields.pop("reason", None)
            del self.fields["explanation"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("outcome") != ReviewOutcome.HIDE:
            said["reason"] = ""
        elif not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", self.fields["reason"].error_messages["required"])
        return said
