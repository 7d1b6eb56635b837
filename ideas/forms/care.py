"""The forms for an author to edit or withdraw an idea."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import WordsField, with_value
from ideas.forms.idea import IdeaForm
from ideas.models import Idea

REASON_LENGTH = 2000


class EditForm(IdeaForm):
    """The form to edit an idea. `seen` is the `words_revision` of the text that the form started from."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    remove_photo = forms.BooleanField(required=False, label=_("Remove the photo"))

    def __init__(self, *args: Any, idea: Idea, **options: Any) -> None:
        first = {name: getattr(idea, name) for name in self.WORDS} | {"seen": idea.words_revision}
        super().__init__(*args, initial=first, **options)
        self.idea = idea
        del self.fields["voice"], self.fields["key"]
        if not idea.photo:
            del self.fields["remove_photo"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        stays = self.idea.photo and not said.get("remove_photo") and not said.get("upload")
        if stays and not said.get("photo_alt") and "photo_alt" not in self.errors:
            self.add_error("photo_alt", _("Say in a few words what is in the photo."))
        if self.idea.photo and said.get("remove_photo") and not said.get("upload"):
            said["photo_alt"] = ""
        return said

    def words(self, photo: str = "") -> dict[str, Any]:
        """Return the values for the verb `edit`; with the photo only if it changes."""
        if photo or self.cleaned_data.get("remove_photo"):
            return self.said() | {"photo": photo}
        return self.said()

    def said(self) -> dict[str, Any]:
        return super().words()

    def seen_again(self, revision: int) -> None:
        """Accept the current revision: the author saw the conflict, and may send the same text again."""
        self.data = with_value(self.data, "seen", revision)


class WithdrawForm(forms.Form):
    reason = WordsField(
        seen=REASON_LENGTH,
        label=_("Why are you taking it back?"),
        help_text=_("People who joined in will read this."),
        error_messages={"required": _("Write in one sentence why. Then people who joined in understand it.")},
    )
