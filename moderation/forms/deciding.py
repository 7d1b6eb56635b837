"""The form of a moderator's decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock
from common.fields import WordsField, field_of
from labs.forms.pauses import DAYS, DaysField
from labs.models import Membership
from labs.models.reasons import reasons
from moderation.models import FOR_NEIGHBOUR, FOR_WRITER, Case, DecisionKind, ThingKind
from moderation.models.things import is_of_idea
from moderation.models.writers import author_to_pause, can_be_changed
from moderation.rules import can_close_talk

EXPLANATION_LENGTH = 2000
EXPLAINED = _("The writer gets this. If it simply stays, those who reported it get this, and the writer nothing.")
EVERYBODY = _("If you close the conversation, everybody reads it there.")
CHOICES = {
    DecisionKind.NOTHING_WRONG: _("Nothing wrong, it stays"),
    DecisionKind.ASK: _("Ask the writer to change it. It stays readable meanwhile"),
    DecisionKind.HIDE: _("Hide it"),
    DecisionKind.CLOSE: _("Close the conversation of this idea. Everything stays readable, and nobody can comment"),
    DecisionKind.PAUSE: _("Let the writer not take part for some days. It stays readable"),
}
GONE = [(DecisionKind.GONE.value, _("Close it: the writer took it away"))]


class DecideForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What do you do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do.")},
    )
    reason = forms.ChoiceField(
        required=False,
        label=_("Reason"),
        help_text=_(
            "Not if it simply stays. “Not true” is not in the list: we don't judge whether something is true."
        ),
        error_messages={"required": _("Choose a reason. The writer reads it, and if you hide it, everybody does.")},
    )
    explanation = WordsField(
        rows=4,
        seen=EXPLANATION_LENGTH,
        label=_("Explanation"),
        help_text=EXPLAINED,
        error_messages={"required": _("Explain in one or two sentences.")},
    )
    days = DaysField(
        required=False,
        label=_("For how many days does the writer not take part?"),
        help_text=_("Only if you choose that. Today doesn't count. It ends by itself, and you can end it earlier."),
    )

    def __init__(self, *args: Any, case: Case, by: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        is_kept = self.is_bound and self.data.get("kind") in CHOICES  # a form that was sent late keeps what was typed
        kinds = kinds_for(by, case, is_kept)
        gone = GONE if case.is_gone else []
        field_of(self, "kind", forms.ChoiceField).choices = kinds + gone if is_kept or not gone else gone
        if DecisionKind.CLOSE in dict(kinds):
            self.fields["explanation"].help_text = f"{EXPLAINED} {EVERYBODY}"
        if DecisionKind.PAUSE not in dict(kinds):
            del self.fields["days"]
        known = reasons(is_of_idea(case.kind))
        field_of(self, "reason", forms.ChoiceField).choices = [("", _("Choose a reason")), *known]
        if case.is_gone and not is_kept:
            self.fields["kind"].initial = DecisionKind.GONE
            del self.fields["reason"], self.fields["explanation"]
            self.fields.pop("days", None)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("kind") not in FOR_WRITER:
            said["reason"] = ""
        elif not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", self.fields["reason"].error_messages["required"])
        if said.get("kind") != DecisionKind.PAUSE:
            said.pop("days", None)
            self.errors.pop("days", None)
        elif not said.get("days") and "days" not in self.errors:
            self.add_error("days", DAYS)
        return said


def could_close(by: Membership, case: Case) -> bool:
    """Is there a conversation that this moderator may close, whether or not it is open now?"""
    return is_of_idea(case.kind) and not (case.talk and by.pk in case.talk.writers())


def kinds_for(by: Membership, case: Case, is_sent: bool = False) -> list[tuple[str, Any]]:
    """Return what this moderator can decide about the case now; if it `is_sent`, also what they could a moment ago."""
    left_out = set() if by.lab_id == case.lab_id else set(DecisionKind) - FOR_NEIGHBOUR
    if not is_sent and (case.asked or not can_be_changed(case.thing, case.is_folded)):
        left_out.add(DecisionKind.ASK)
    if not (could_close(by, case) if is_sent else case.talk and can_close_talk(by, case.talk, clock.now())):
        left_out.add(DecisionKind.CLOSE)
    author = author_to_pause(case.thing)
    if not is_sent and (author is None or author.is_paused) or (author and not by.may_pause(author)):
        left_out.add(DecisionKind.PAUSE)
    first = {DecisionKind.NOTHING_WRONG: _("It is fine now, it stays")} if case.asked else {}
    if case.kind == ThingKind.NAME:
        first[DecisionKind.ASK] = _("Ask this person to choose another name. Everybody reads this one meanwhile")
    return [(kind.value, words) for kind, words in (CHOICES | first).items() if kind not in left_out]
