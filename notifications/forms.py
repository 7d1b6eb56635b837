"""The form of the buttons on the page of news. Nobody types here."""

from django import forms

from notifications.models import Inbox

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
