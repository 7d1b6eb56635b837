"""The forms of the account page."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.names import clean_name, must_not_be_in_use

LIGHT = [("", _("Like your device")), ("light", _("Light")), ("dark", _("Dark"))]


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("This is how others see you"),
        help_text=_("It doesn't have to be your real name."),
        max_length=200,
        error_messages={"required": _("Choose a name."), "max_length": _("This name is too long.")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "spellcheck": "false"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        name = name if name == self.user.name else clean_name(name)  # a name from before these rules may stay
        if name == self.user.name:
            return name
        must_not_be_in_use(name)
        if User.objects.alike(name).exclude(pk=self.user.pk).exists():
            raise self.taken()
        return name

    def taken(self) -> ValidationError:
        return ValidationError(gettext("Someone else already has this name. Choose another one."), code="taken")


class DisplayForm(forms.Form):
    """The form for language and colour scheme; it posts to /weergave/, which has the same form."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    scheme = forms.ChoiceField(label=_("Screen"), choices=LIGHT, required=False, widget=forms.RadioSelect)
    next = forms.CharField(required=False, widget=forms.HiddenInput)
