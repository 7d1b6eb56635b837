"""A press of a button by who leads an evening."""

from django import forms

from labs.forms.fields import Form

DOES = ("go", "back", "start", "pause", "more", "shorten")


class PressForm(Form):
    """`do`: the button; `to` and `back`: the next step and the one before, as its page shows them; 0: the walk-in."""

    do = forms.ChoiceField(choices=[(one, one) for one in DOES])
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    to = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
    back = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
