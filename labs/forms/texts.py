"""The form for a lab's texts."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.fields import TOO_LONG, WordsArea, with_value
from common.preferences import THEMES
from common.text import says_something
from common.unseen import seen_only
from labs.forms.fields import begins_well
from labs.models import Lab

THEME_WORDS = {"stadslab": _("Stadslab: warm paper, yellow"), "maaslicht": _("Maaslicht: light blue, purple")}

DUTCH = ("intro", "charter", "house_rules", "privacy", "accessibility")
ENGLISH = tuple(f"{name}_en" for name in DUTCH)
LONG = (*DUTCH, *ENGLISH, "welcome_words")
LONGEST = 20_000  # characters per text


class LongArea(WordsArea):
    longest = LONGEST


def not_too_long(text: str) -> None:
    if (length := len(text.replace("\r\n", "\n"))) > LONGEST:
        raise ValidationError(TOO_LONG, params={"limit": LONGEST, "length": length})


class TextsForm(forms.ModelForm):
    """All texts of a lab. `seen` is a fingerprint of the texts that the form started from."""

    use_required_attribute = False

    theme = forms.ChoiceField(
        label=_("Which colours?"),
        help_text=_("It belongs to the municipality: all its labs change with it."),
        choices=[(theme, THEME_WORDS[theme]) for theme in THEMES],
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = Lab
        fields = [
            "name", "lab_word", "maker_word", "intro", "contact_name", "contact_phone", "contact_hours",
            "reply_address", "charter", "house_rules", "privacy", "accessibility", "welcome_words", *ENGLISH,
        ]  # fmt: skip
        widgets = dict.fromkeys(LONG, LongArea)
        error_messages = {"reply_address": {"invalid": _("Write an email address, like naam@voorbeeld.nl.")}}
        labels = {
            "name": _("Name of the lab"),
            "lab_word": _("What do you call the lab?"),
            "maker_word": _("What do you call the people who make it?"),
            "intro": _("What is this lab?"),
            "contact_name": _("Who can people call?"),
            "contact_phone": _("Phone number"),
            "contact_hours": _("When?"),
            "reply_address": _("Who gets the answers to our mails?"),
            "charter": _("How we work"),
            "house_rules": _("House rules"),
            "privacy": _("Privacy"),
            "accessibility": _("Accessibility"),
            "welcome_words": _("Ready texts for a welcome"),
            "intro_en": _("What is this lab? (English)"),
            "charter_en": _("How we work (English)"),
            "house_rules_en": _("House rules (English)"),
            "privacy_en": _("Privacy (English)"),
            "accessibility_en": _("Accessibility (English)"),
        }
        help_texts = {
            "lab_word": _("For example: stadslab, dorpslab."),
            "maker_word": _("For example: stadmaker, dorpsmaker."),
            "intro": _("Two or three sentences, at the top of the home page. Leave empty to use our words."),
            "contact_hours": _("For example: Tuesday and Thursday from 13 to 21."),
            "reply_address": _("An email address. Leave empty for the address of the site."),
            "charter": _("An empty line begins a new paragraph. Leave empty to use our words."),
            "house_rules": _("One rule on each line. Leave empty to use our words."),
            "privacy": _("Leave empty to use our words."),
            "accessibility": _("Leave empty to use our words."),
            "welcome_words": _(
                "Whoever welcomes a new idea chooses one and can change it. An empty line begins the next text; "
                "{naam} is the name of the maker. Leave empty to use our words."
            ),
        }

    def __init__(self, data: QueryDict | None = None, *, lab: Lab) -> None:
        self.now = fingerprint(lab)
        started_from = {"theme": lab.municipality.theme, "seen": self.now}
        super().__init__(data, instance=Lab.objects.get(pk=lab.pk) if data else lab, initial=started_from)
        for name in ("lab_word", "maker_word"):
            self.fields[name].validators.append(begins_well)
        for name in LONG:
            self.fields[name].validators.append(not_too_long)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.Meta.fields:
            if name not in self.errors:
                cleaned[name] = seen = _seen(cleaned[name])
                if self.fields[name].required and not seen:
                    self.add_error(name, self.fields[name].error_messages["required"])
        if cleaned.get("seen") and cleaned["seen"] != self.now:
            self.data = with_value(self.data, "seen", self.now)  # after this error the same form can be sent again
            raise forms.ValidationError(
                _(
                    "These texts were changed in the meantime, perhaps in another tab. "
                    "Your words are still here: save again to use them."
                )
            )
        return cleaned

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def _seen(text: str) -> str:
    """Return the visible text; empty if it is only white space."""
    lines = seen_only(text).replace("\r\n", "\n")
    return lines if says_something(lines) else ""


def fingerprint(lab: Lab) -> str:
    """Return a hash that distinguishes two states of a lab's texts and house style."""
    state = [getattr(lab, name) for name in TextsForm.Meta.fields] + [lab.municipality.theme]
    return hashlib.sha256("\0".join(state).encode(errors="replace")).hexdigest()
