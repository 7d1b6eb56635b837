"""The form of who comes to an evening: a second language, and whether people are younger than 16."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from evenings.forms.steps import JUST_CHANGED
from evenings.languages import LANGUAGES
from evenings.models import Session
from labs.forms.fields import SeenForm


class LanguageSelect(forms.Select):
    """Languages by their own names, each marked as text in that language."""

    def create_option(self, *args: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **options)
        if option["value"]:
            option["attrs"]["lang"] = option["value"]
        return option


class WhoForm(SeenForm):
    """`seen` says what was on the screen."""

    changed = JUST_CHANGED
    seen = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    language = forms.ChoiceField(
        choices=[("", _("Only Dutch")), *LANGUAGES.items()],
        required=False,
        widget=LanguageSelect,
        label=_("A second language"),
        help_text=_(
            "Then you can write the sentence of each step in that language too. It stands below the Dutch one."
        ),
        error_messages={"invalid_choice": _("Choose one of these languages.")},
    )
    has_under_16 = forms.BooleanField(
        required=False,
        label=_("There are people younger than 16 here: ask no names"),
        help_text=_(
            "Participants aren't asked for a name, and the screen and the report show none. Only adults who help say "
            "their name."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, session: Session) -> None:
        now = {"seen": session.who, "language": session.language, "has_under_16": session.has_under_16}
        super().__init__(data, initial=now, auto_id="who_%s")
