"""What people send about ideas: checked so that an error says what to do."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import SENTENCE_LENGTH, TITLE_LENGTH, KeyField, LineField, WordsField, field_of, with_value
from common.photos import MOST_BYTES, TOO_LARGE
from common.text import visible_length
from ideas.models import Comment, HelpKind, Idea, Need, Part
from ideas.rules import is_author
from labs.models import Membership, Neighbourhood, Visitor, Voice

PARENT_GONE = _("The comment you are replying to has gone. You can post your words as a separate comment.")


class SpokenForm(forms.Form):
    """A form in which someone speaks: `voice` is asked when they have more than one, and resident unless chosen."""

    speaks = _("You speak as")
    voice = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _(
                "You no longer have that role here. Your text is still here: choose again and send it."
            )
        },
    )
    CAN_GO = frozenset({"voice"})  # what the form was opened with and others can take away

    def __init__(self, *args: Any, member: Membership | Visitor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.voices = member.voices()
        self.has_choice = len(self.voices) > 1
        field = field_of(self, "voice", forms.ChoiceField)
        field.choices = [(voice.key, voice.words) for voice in self.voices] or [("", "")]
        field.initial = ""
        field.label = f"{self.speaks} …"
        if not self.has_choice:
            field.widget = forms.HiddenInput()
        self.order_fields([name for name in self.fields if name != "voice"])  # where it stands on every page: last

    def clean(self) -> dict[str, Any]:
        """What has gone comes back empty: who sends the form again as it is has been told."""
        said = super().clean() or {}
        for name in self.CAN_GO & self.errors.keys():
            self.data = with_value(self.data, self.add_prefix(name), "")
        return said

    def clean_voice(self) -> Voice | None:
        key = self.cleaned_data["voice"]
        return next((voice for voice in self.voices if voice.key == key), None)


class IdeaForm(SpokenForm):
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
    neighbourhood = forms.ModelChoiceField(
        queryset=Neighbourhood.objects.none(),
        required=False,
        label=_("In which village?"),
        error_messages={"invalid_choice": _("Choose a village from the list.")},
    )
    existing = WordsField(
        required=False, seen=2000, label=_("What is already there?"), help_text=_("One thing on each line.")
    )
    needed = WordsField(
        required=False, seen=2000, label=_("What is still needed?"), help_text=_("One thing on each line.")
    )
    part = forms.ChoiceField(
        required=False, choices=Part.choices, widget=forms.RadioSelect, label=_("What would you like to do yourself?")
    )
    place = LineField(
        seen=100, required=False, label=_("Where exactly?"), help_text=_("For example: the grass behind the school.")
    )
    photo = forms.FileField(
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "data-most": MOST_BYTES, "data-too-large": TOO_LARGE}),
        label=_("Photo"),
        help_text=_("Nobody in it who can be recognised and doesn't know about it. At most 8 MB."),
    )
    photo_alt = LineField(
        seen=200, required=False, label=_("What is in the photo?"), help_text=_("For those who can't see the photo.")
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    key = KeyField()

    WORDS = ("title", "opportunity", "neighbourhood", "existing", "needed", "part", "place", "photo_alt")
    MORE = ("existing", "needed", "part", "place", "photo", "photo_alt")

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
        """What the idea says; not whose it is, nor its photo."""
        return {name: self.cleaned_data[name] for name in self.WORDS}

    @property
    def tells_more(self) -> bool:
        """Does the second half hold anything to show: words, a photo, an error?"""
        return any(self[name].value() or self[name].errors for name in (*self.MORE, "upload"))


class CommentForm(SpokenForm):
    speaks = _("You comment as")
    asks, asks_answer = _("What do you want to add?"), _("Your answer")
    text = WordsField(
        rows=4, label=asks, error_messages={"required": _("Write something first. One sentence is enough.")}
    )
    parent = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), PARENT_GONE),
    )
    key = KeyField()
    CAN_GO = SpokenForm.CAN_GO | {"parent"}

    def __init__(self, *args: Any, idea: Idea, **options: Any) -> None:
        super().__init__(*args, **options)
        self.idea = idea
        self.fields["text"].label = self.asks_answer if self["parent"].value() else self.asks

    def clean_parent(self) -> Comment | None:
        """One level: an answer to an answer stands under the same comment."""
        if not self.cleaned_data["parent"]:
            return None
        found = self.idea.comments.shown().select_related("parent").filter(pk=self.cleaned_data["parent"]).first()
        if found is None or (found.parent and not found.parent.is_shown):
            raise ValidationError(PARENT_GONE)
        return found.parent or found

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "parent" in self.errors:
            self["text"].label = self.asks
        return said


class CommentEditForm(forms.Form):
    text = WordsField(rows=4, label=_("Your comment"), error_messages=CommentForm.base_fields["text"].error_messages)


class NeedForm(forms.Form):
    """Three buttons, each of which sends it."""

    answer = forms.ChoiceField(
        choices=Need.choices,
        error_messages={"required": _("Choose one of the three.")},
    )


class HelpForm(SpokenForm):
    speaks = _("You help as")
    kind = forms.ChoiceField(
        choices=HelpKind.choices,
        widget=forms.RadioSelect,
        label=_("What can you bring in?"),
        error_messages={"required": _("Choose what you can bring in.")},
    )
    sentence = LineField(
        seen=160,
        label=_("One sentence is enough"),
        help_text=_("It is shown with the idea, with your name. The maker hears about it at once."),
        error_messages={"required": _("Say in one sentence what you can bring in.")},
    )

    def __init__(self, *args: Any, idea: Idea, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_author(options["member"], idea):
            self.fields["sentence"].help_text = _("It is shown with the idea, with your name.")
