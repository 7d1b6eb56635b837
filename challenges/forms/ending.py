"""The forms for the end of a question: open for longer, close it, say what came of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from challenges.forms.words import not_over, until_field
from challenges.models import Challenge
from common.fields import WordsField, with_value
from common.times import day_words

LONGEST = 2000


class EndForm(forms.Form):
    """`seen` is the `state_revision` that was on the screen."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, challenge: Challenge, **first: Any) -> None:
        super().__init__(data, initial={"seen": challenge.state_revision, **first})
        self.challenge = challenge

    def seen_again(self, revision: int) -> None:
        """Accept the current revision: the sender saw the conflict, and may send the same words again."""
        self.data = with_value(self.data, "seen", revision)


class LongerForm(EndForm):
    until = until_field()
    reason = WordsField(
        seen=LONGEST,
        label=_("Why is it open for longer?"),
        help_text=_("Everybody reads this, and the day that it was first."),
        error_messages={"required": _("Write in one sentence why.")},
    )

    def clean_until(self) -> Any:
        until = not_over(self.cleaned_data["until"])
        if until < self.challenge.until and not self.challenge.is_over:
            words = _("Choose a day after %(day)s. Do you want to close it earlier? Close the question.")
            raise ValidationError(words, params={"day": day_words(self.challenge.until)})
        return until


class CloseForm(EndForm):
    reason = WordsField(
        seen=LONGEST,
        label=_("Why do you close the question?"),
        help_text=_("Everybody reads this."),
        error_messages={"required": _("Write in one sentence why.")},
    )


class ReportForm(EndForm):
    outcome = WordsField(
        rows=5,
        label=_("What came of it?"),
        help_text=_("What did people bring, and what did you choose?"),
        error_messages={"required": _("Write in a few sentences what came of it. Everybody who took part reads it.")},
    )
    follow_up = WordsField(
        required=False,
        rows=3,
        label=_("What happens with it?"),
        help_text=_("Who does what, and when? Write also what doesn't happen, and why."),
    )

    def __init__(self, data: Any = None, *, challenge: Challenge) -> None:
        super().__init__(data, challenge=challenge, outcome=challenge.outcome, follow_up=challenge.follow_up)
