"""The form to choose the ideas on the table of a gathering."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import is_id
from common.merging import Merged
from events.forms.fields import IdeasField
from events.merging import TableMerger
from events.models import Gathering
from ideas.models import OPEN, Idea
from labs.models import Membership

NEWEST_IDEAS = 50
MOST_HASHES = 20_000  # characters; each idea has some 22


class TableForm(forms.Form):
    """The form to choose the ideas on the table."""

    ideas = IdeasField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Which ideas will you talk about?"),
        help_text=_("The newest ideas that are still open. The ones already on the table are ticked."),
        error_messages={"invalid_choice": _("One of these ideas is not there any more. Choose again.")},
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)
    was = forms.CharField(required=False, max_length=MOST_HASHES, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, member: Membership, gathering: Gathering) -> None:
        """`seen` is the `table_revision` that the form started from, `was` a hash for each idea that it offered."""
        chosen = [row.idea_id for row in gathering.ideas_on_table]
        super().__init__(data)
        field: Any = self.fields["ideas"]
        offer_ideas(field, member, [*chosen, *numbers(self, "ideas")])
        self.offered = {idea.pk: idea.title for idea in field.queryset}
        self.merger = TableMerger(self.offered)
        first: dict[str, Any] = self.merger.values(chosen)
        first |= {"seen": gathering.table_revision, "was": self.merger.signs(first)}
        self.initial = first | {"ideas": chosen}
        if data is not None:
            self.data = self.merger.take_over(data, first)

    def merged(self, member: Membership, gathering: Gathering) -> Merged:
        """Merge this valid form with the table as it is now."""
        current = TableForm(self.data, member=member, gathering=gathering)  # also offers what the sender chose
        said = current.merger.values(idea.pk for idea in self.cleaned_data["ideas"])
        return current.merger.merge(self, said, current.initial)

    def whole_table(self, gathering: Gathering) -> list[Idea]:
        """Return the chosen ideas, and those on the table that this form doesn't offer: hidden ones."""
        rows = gathering.table.filter(is_off=False).exclude(idea__in=self.offered).select_related("idea")
        return [*self.cleaned_data["ideas"], *(row.idea for row in rows)]


def numbers(form: forms.Form, name: str) -> list[int]:
    """Return the ids of a multiple field; ignore what isn't an id."""
    sent = form.data.getlist(name) if hasattr(form.data, "getlist") else form.data.get(name, [])
    return [int(value) for value in sent if is_id(value)]


def offer_ideas(field: Any, member: Membership, also: Iterable[int]) -> None:
    """Offer open ideas, newest first; and the ideas `also` (ids), if everybody may read them."""
    shown = Idea.objects.visible_to(member).filter(is_hidden=False)
    newest = list(shown.filter(status__in=OPEN).order_by("-pk").values_list("pk", flat=True)[:NEWEST_IDEAS])
    field.queryset = shown.filter(pk__in={*newest, *also}).order_by("-pk")
