"""Ask a writer whether everybody may read the phone number, mail address or house address in their text."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import with_value
from common.personal import Personal, personal_in

QUESTIONS = {
    Personal.PHONE: _("There is a phone number in your text. Everybody can read it. Is that right?"),
    Personal.MAIL: _("There is a mail address in your text. Everybody can read it. Is that right?"),
    Personal.ADDRESS: _("There is a house address in your text. Everybody can read it. Is that right?"),
}
PRESS_AGAIN = _("If it is, press the button again. If not, take it out.")


class AsksOfDetails(forms.Form):
    """A form that asks once about each kind of personal details; the second press posts.

    `read_by_all` holds the kinds that the writer was asked about. What stands in the text already isn't asked again.
    """

    read_by_all = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    ASKED_OF: Collection[str] = ()  # the fields to look in

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        asked = set(said.get("read_by_all", "").split())
        before = _found(self.initial, self.ASKED_OF)
        found = _found(said, self.ASKED_OF)
        for name, kinds in found.items():
            for kind in sorted(kinds - before.get(name, set()) - asked):
                self.add_error(name, forms.ValidationError([QUESTIONS[kind], PRESS_AGAIN]))
        kinds_asked = asked | set().union(*found.values())
        self.data = with_value(self.data, self.add_prefix("read_by_all"), " ".join(sorted(kinds_asked)))
        return said


def _found(texts: Mapping[str, Any], names: Collection[str]) -> dict[str, set[Personal]]:
    return {name: personal_in(texts.get(name) or "") for name in names}
