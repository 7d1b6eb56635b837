"""Comments on an idea."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import KeyField, WordsField
from ideas.forms.spoken import SpokenForm
from ideas.models import Comment, Idea

PARENT_GONE = _("The comment you are replying to has gone. You can post your words as a separate comment.")


OUT_OF_SIGHT = _("Others can't read this comment now, so you can't change it. Your text is still here, to copy.")
TALK_CLOSED = _("A moderator closed this conversation, so this was not posted. Your text is still here, to copy.")


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
        """Replies have one level: a reply to a reply belongs to the same comment."""
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
