"""The form in which the municipality says what it does about an idea."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import LineField, with_value
from ideas.forms.spoken import RoleForm
from ideas.models import Idea
from labs.models import RoleKind, Stance


class StanceForm(RoleForm):
    """One of the four, or nothing any more, with a sentence. `seen`: the revision that was on the screen."""

    KINDS = frozenset({RoleKind.CIVIL_SERVANT})
    seen = forms.IntegerField(widget=forms.HiddenInput)
    stance = forms.ChoiceField(
        label=_("The municipality …"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what the municipality does."),
            "invalid_choice": _("You can't choose this one."),
        },
    )
    words = LineField(
        seen=200,
        required=False,
        label=_("What does that mean here?"),
        help_text=_("One sentence, like: we find out what is allowed on this strip of grass. You can leave it empty."),
    )

    NOTHING = "nothing"  # a radio button without a value can't be told from one that was forgotten

    def __init__(self, *args: Any, idea: Idea, **options: Any) -> None:
        first = {"seen": idea.stance_revision, "stance": idea.stance, "words": idea.stance_words}
        super().__init__(*args, initial=first, **options)
        choices = [*Stance.choices]
        if idea.stance or self.is_bound:  # also when it is sent twice
            choices.append((self.NOTHING, _("says nothing about it any more")))
        field = self.fields["stance"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_stance(self) -> str:
        said = self.cleaned_data["stance"]
        return "" if said == self.NOTHING else said

    def said(self) -> dict[str, Any]:
        """Return the values for the verb `set_stance`."""
        return {name: self.cleaned_data[name] for name in ("stance", "words", "seen")} | {"voice": self.chosen_voice}

    def seen_again(self, revision: int) -> None:
        """Accept what it is now: the person saw the conflict, and may send the same words again."""
        self.data = with_value(self.data, "seen", revision)
