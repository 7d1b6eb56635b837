"""What the forms of those who run a lab share."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.names import composed, has_piled_marks

begins_well = RegexValidator(r"^'?[^\W\d_]", _("Use letters only. Begin with a letter."))


class Form(forms.Form):
    use_required_attribute = False  # an empty field is no mistake before it was sent


class NameField(forms.CharField):
    """What something is called, read as it was typed: as the names of people, but it may be an office."""

    def clean(self, value: Any) -> str:
        name = composed(super().clean(value))
        if has_piled_marks(name):
            raise forms.ValidationError(gettext("Choose a name with plain letters."))
        return name
