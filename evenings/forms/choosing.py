"""The forms of who chooses on a phone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField, is_id, with_value
from evenings.forms.fields import NumberField
from evenings.models import Participant
from evenings.models.choice import MOST_DOTS, MOST_PEOPLE, TIP_LENGTH
from labs.forms.fields import Form

NO_BUTTON = _("This button doesn't work. Press it again.")
PEOPLE = _("Write a number of people, from 1 to 12.")


class GivenField(forms.CharField):
    """What a button gives: the id of an option, and how many dots it has then."""

    default_error_messages = {"required": NO_BUTTON, "max_length": NO_BUTTON}

    def clean(self, value: Any) -> tuple[int, int]:
        option, _dash, dots = super().clean(value).partition("-")
        if not is_id(option) or not is_id(dots) or int(dots) > MOST_DOTS + 1:
            raise ValidationError(NO_BUTTON)
        return int(option), int(dots)


class PersonField(forms.IntegerField):
    """Which of the people at this device; not a number is the first."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: Any) -> int:
        try:
            return min(max(super().clean(value) or 1, 1), MOST_PEOPLE)
        except ValidationError:
            return 1


class PickForm(Form):
    """One press: `give` is what it gives. The words go along with it, where the form asks for words."""

    give = GivenField(max_length=40)
    person = PersonField()
    words = WordsField(
        rows=3,
        seen=TIP_LENGTH,
        required=False,
        label=_("What do you want to say with it?"),
    )


class PeopleForm(Form):
    """How many people there are at this device. `sure`: the number for which they read that choices would go."""

    people = NumberField(
        min_value=1,
        max_value=MOST_PEOPLE,
        label=_("Number of people"),
        help_text=_("Choosing: each of you counts once, in turn. Notes: one of you types, a note for each thing."),
        wrong=PEOPLE,
    )
    sure = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, participant: Participant) -> None:
        super().__init__(data, initial={"people": participant.people})

    @property
    def is_sure(self) -> bool:
        return self.cleaned_data["sure"] == str(self.cleaned_data["people"])

    def ask(self, persons: list[int]) -> None:
        """Say that these people chose; the same form again is sure."""
        self.data = with_value(self.data, "sure", self.cleaned_data["people"])
        words = ngettext(
            "Person %(persons)s chose already. With fewer people that goes. Press once more if you want that.",
            "Persons %(persons)s chose already. With fewer people that goes. Press once more if you want that.",
            len(persons),
        )
        self.add_error("people", words % {"persons": get_text_list([str(one) for one in persons], gettext("and"))})


PERSON = "persoon"  # in the address of a phone


def person_of(request: HttpRequest) -> int:
    """Return for which of the people at this device the page is."""
    return PersonField().clean(request.GET.get(PERSON))
