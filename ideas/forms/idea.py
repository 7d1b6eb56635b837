"""The form of an idea; each error says what to do."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import (
    SENTENCE_LENGTH,
    TITLE_LENGTH,
    KeyField,
    LineField,
    PublicChoiceField,
    WordsField,
    field_of,
    with_value,
)
from common.text import visible_length
from common.uploads import PHOTO_FIELD
from ideas.forms.details import AsksOfDetails
from ideas.forms.spoken import SpokenForm
from ideas.models import AuthorPlan
from ideas.occasions import OCCASIONS, Occasion, Refused
from labs.models import Neighbourhood


class IdeaForm(AsksOfDetails, SpokenForm):
    speaks = _("You post this as")
    title = LineField(
        seen=TITLE_LENGTH,
        most=200,
        label=_("What is your idea called?"),
        help_text=_("Short, the way you would say it. At most 80 characters."),
        error_messages={"required": _("Give your idea a name. A few words are enough.")},
    )
    opportunity = WordsField(
        rows=4,
        label=_("What could be here?"),
        help_text=_("What could be nicer, easier or more fun?"),
        error_messages={"required": _("Write at least one sentence. Then others understand it too.")},
    )
    neighbourhood = PublicChoiceField(
        queryset=Neighbourhood.objects.none(),
        required=False,
        label=_("In which village?"),
        error_messages={"invalid_choice": _("Choose a village from the list.")},
    )
    place = LineField(
        seen=100, required=False, label=_("Where exactly?"), help_text=_("For example: the grass behind the school.")
    )
    existing = WordsField(
        required=False, seen=2000, label=_("What is already there?"), help_text=_("One thing on each line.")
    )
    needed = WordsField(
        required=False, seen=2000, label=_("What is still needed?"), help_text=_("One thing on each line.")
    )
    part = forms.ChoiceField(
        required=False,
        choices=AuthorPlan.choices,
        widget=forms.RadioSelect,
        label=_("What would you like to do yourself?"),
    )
    photo = forms.FileField(
        required=False,
        widget=forms.FileInput(attrs=PHOTO_FIELD),
        label=_("Photo"),
        help_text=_("Nobody in it who can be recognised and doesn't know about it. At most 8 MB."),
    )
    photo_alt = LineField(
        seen=200, required=False, label=_("What is in the photo?"), help_text=_("For those who can't see the photo.")
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    key = KeyField()

    ASKED_OF = ("title", "opportunity", "existing", "needed")  # not the place: an address belongs there
    WORDS: tuple[str, ...] = (
        "title",
        "opportunity",
        "neighbourhood",
        "existing",
        "needed",
        "part",
        "place",
        "photo_alt",
    )
    MORE = ("existing", "needed", "part", "place")

    def __init__(self, *args: Any, photo_trouble: str = "", **options: Any) -> None:
        member = options["member"]
        super().__init__(*args, **options)
        self.photo_trouble = photo_trouble
        village = field_of(self, "neighbourhood", forms.ModelChoiceField)
        village.queryset, village.empty_label = member.lab.neighbourhoods.all(), _("In the whole municipality")

    def clean_opportunity(self) -> str:
        text: str = self.cleaned_data["opportunity"]
        if visible_length(text) < SENTENCE_LENGTH or len(text.split()) < 2:
            raise ValidationError(
                _("Say a little more: two words or more, at least %(n)s characters in total."),
                params={"n": SENTENCE_LENGTH},
            )
        return text

    def clean_upload(self) -> uuid.UUID | None:
        return self.cleaned_data["upload"] or None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.photo_trouble:
            self.add_error("photo", self.photo_trouble)
        elif data.get("upload") and not data.get("photo_alt") and "photo_alt" not in self.errors:
            self.add_error("photo_alt", _("Say in a few words what is in the photo."))
        return data

    def words(self) -> dict[str, Any]:
        """Return the idea's fields; without author and photo."""
        return {name: self.cleaned_data[name] for name in self.WORDS}

    @property
    def has_more(self) -> bool:
        """Does the optional half of the form hold anything: text, an error?"""
        return any(self[name].value() or self[name].errors for name in self.MORE)


def takes(field: forms.ModelChoiceField, chosen: Any) -> bool:
    """Is this one of its choices? One query."""
    try:
        field.clean(chosen)
    except ValidationError:
        return False
    return True


class NewIdeaForm(IdeaForm):
    """The form of one's own new idea: the heading of its page asks what could be here, and the photo comes first."""

    field_order = ["photo", "photo_alt", "opportunity", "title"]  # as on the page; the others follow

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        title, opportunity = self.fields["title"], self.fields["opportunity"]
        self.occasions = []
        self.over = []  # words about what the address of the form asked for, and takes no ideas
        for occasion in OCCASIONS:
            asked = self.initial.get(occasion.name)
            field = occasion.field(options["member"].lab, bool(self.data.get(occasion.name) or asked))
            if asked and not (field and takes(field, asked)):
                del self.initial[occasion.name]
                self.over.append(occasion.over())
                field = occasion.field(options["member"].lab, False)
            if field:
                self.fields[occasion.name] = field
                self.occasions.append(occasion)
        title.label, title.help_text = _("Give your idea a name"), _("Short, the way you would say it.")
        opportunity.label, opportunity.help_text = _("Tell it in a few words"), _("What would you like to see here?")
        title.error_messages["required"] = _("Nothing is here yet. A few words are enough.")

    def chosen(self) -> list[tuple[Occasion, Any]]:
        """Return each occasion that was chosen, with the choice; of a valid form."""
        said = self.cleaned_data
        return [(occasion, said[occasion.name]) for occasion in self.occasions if said.get(occasion.name)]

    def refuse(self, refused: Refused) -> None:
        """Say that an occasion takes no ideas any more, and forget that choice: the same form can be sent again."""
        for occasion, _chosen in self.chosen():
            self.add_error(occasion.name, refused.words)
            self.data = with_value(self.data, occasion.name, "")

    @property
    def asked_for(self) -> list[forms.BoundField]:
        """The fields of occasions in which something is chosen, or wrong: at the top of the page."""
        return [field for field in self._occasion_fields() if field.value() or field.errors]

    @property
    def on_offer(self) -> list[forms.BoundField]:
        """The other fields of occasions."""
        return [field for field in self._occasion_fields() if not (field.value() or field.errors)]

    def _occasion_fields(self) -> list[forms.BoundField]:
        return [self[occasion.name] for occasion in self.occasions]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("upload"):
            data["photo_alt"] = ""  # a draft of an earlier photo
        return data
