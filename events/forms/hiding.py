"""The form to hide a gathering; that to put it back is the one of ideas."""

from typing import Any

from django import forms

from common.fields import field_of
from ideas.forms.hiding import HideForm
from labs.models import HidingReason


class HideGatheringForm(HideForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = [choice for choice in HidingReason.choices if choice[0] != HidingReason.OFF_TOPIC]  # of an idea
        field_of(self, "reason", forms.ChoiceField).choices = reasons
