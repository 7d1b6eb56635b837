"""The form to report something to the moderators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField
from labs.models import HidingReason
from moderation.models.things import Reported, ThingKind, kind_of

WORDS_LENGTH = 1000


def reasons(is_of_idea: bool) -> list[tuple[str, str]]:
    """Return the one list of reasons; "doesn't belong to this idea" only for words at an idea."""
    return [(str(key), str(words)) for key, words in HidingReason.choices if is_of_idea or key != "off_topic"]


NOT_OF_IDEA = (ThingKind.CHALLENGE, ThingKind.GATHERING, ThingKind.NAME)


def is_of_idea(thing: Reported) -> bool:
    return kind_of(thing) not in NOT_OF_IDEA


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        help_text=_("Do you disagree with somebody? Then rather comment. We don't judge whether something is true."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = WordsField(
        required=False,
        rows=3,
        seen=WORDS_LENGTH,
        label=_("Do you want to explain something?"),
        help_text=_("You don't have to, but it helps us."),
    )

    def __init__(self, *args: object, is_of_idea: bool, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = reasons(is_of_idea)
