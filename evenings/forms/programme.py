"""The form of a page that shows a programme before it becomes public: what was on the screen, and two buttons."""

from django import forms
from django.http import QueryDict

from evenings.models import Session
from labs.forms.fields import Form


class ProgrammeForm(Form):
    """`seen` and `words_seen` say which plan and which page were on the screen; a button `off` takes it off."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    words_seen = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, session: Session) -> None:
        super().__init__(data, initial={"seen": session.version, "words_seen": session.gathering.words_revision})

    @property
    def takes_off(self) -> bool:
        return "off" in self.data

    def seen_by(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in ("seen", "words_seen")}
