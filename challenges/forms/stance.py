"""The form for a civil_servant: what does the municipality do here?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from common.fields import with_value
from labs.models import Stance


class StanceForm(forms.Form):
    """`seen` is the `stance_revision` that was on the screen."""

    stance = forms.ChoiceField(
        required=False,
        choices=[("", _("We don't say yet")), *Stance.choices],
        widget=forms.RadioSelect,
        label=_("What does the municipality do here?"),
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, challenge: Challenge) -> None:
        super().__init__(data, initial={"stance": challenge.stance, "seen": challenge.stance_revision})

    def seen_again(self, revision: int) -> None:
        """Accept the current revision: the sender saw the conflict, and may send the same choice again."""
        self.data = with_value(self.data, "seen", revision)
