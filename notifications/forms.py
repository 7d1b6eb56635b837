"""The forms of the page of news. Nobody types here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.groups import GROUPS, Mail
from notifications.models import Inbox, all_wishes

MOST = 2**63 - 1  # the largest id


class ReadForm(forms.Form):
    """`row`: the newest news of one row. `until`: the newest news on the screen, of all."""

    row = forms.IntegerField(min_value=1, max_value=MOST, required=False)
    until = forms.IntegerField(min_value=1, max_value=MOST, required=False)

    def read(self, inbox: Inbox) -> None:
        """Mark them as read; what the form doesn't name stays."""
        row, until = self.cleaned_data["row"], self.cleaned_data["until"]
        if row:
            inbox.read_row(row)
        elif until:
            inbox.read_all(until)


class WishesForm(forms.Form):
    """One question for each group."""

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data, initial=all_wishes(user))
        for group in GROUPS.values():
            self.fields[group.name] = forms.ChoiceField(
                label=str(group.title),
                help_text=str(group.about),
                choices=Mail.choices,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose one of the three."),
                    "invalid_choice": _("Choose one of the three."),
                },
            )

    def wishes(self) -> dict[str, Mail]:
        return {name: Mail(mail) for name, mail in self.cleaned_data.items()}
