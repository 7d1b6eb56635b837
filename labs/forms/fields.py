"""Code that the forms for lab admins share."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.names import composed, has_piled_marks
from common.fields import with_value

begins_well = RegexValidator(r"^'?[^\W\d_]", _("Use letters only. Begin with a letter."))


class Form(forms.Form):
    use_required_attribute = False  # an empty field is no error before the form was sent


class SeenForm(Form):
    """A form whose words somebody else may change meanwhile. Its field `seen` says which words were on the screen."""

    changed = _("This was changed in the meantime. Your words are still here: save again to use them.")

    def accept(self, state: Any) -> None:
        """Say that the words changed, and accept them as they are now: the same form can be sent again."""
        self.data = with_value(self.data, "seen", state)
        self.add_error(None, self.changed)


class NameField(forms.CharField):
    """A name, kept as typed. It follows the rules for people's names, but it may look like an office."""

    def clean(self, value: Any) -> str:
        name = composed(super().clean(value))
        if has_piled_marks(name):
            raise forms.ValidationError(gettext("Choose a name with plain letters."))
        return name
