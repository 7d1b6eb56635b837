"""All field errors use our own texts, also those that come from Django."""

import pytest
from django import forms
from django.conf import settings
from django.urls import get_resolver
from django.utils import translation

from stadslab import translations

PARTS = settings.LOCALE_PATHS[0] / "nl/LC_MESSAGES/parts"
ONLY_BY_HAND = {  # errors that no browser can cause with our forms
    "Enter a list of values.",
    "Enter a valid UUID.",
    "No file was submitted.",
    "No file was submitted. Check the encoding type on the form.",
    "Please either submit a file or check the clear checkbox, not both.",
    "“%(pk)s” is not a valid value.",
}


def our_forms(above=forms.BaseForm):
    assert get_resolver().url_patterns  # imports every view, and so every form
    for form in above.__subclasses__():
        yield from our_forms(form)
        if not form.__module__.startswith(("django.", "allauth.", "tests.")):
            yield form


def errors(field):
    said = dict(field.error_messages)
    for validator in field.validators:
        said.setdefault(getattr(validator, "code", None), getattr(validator, "message", ""))
    return {str(words) for words in said.values()} - {""}  # the one about length has two forms, and shows neither


@pytest.mark.parametrize("form", sorted(set(our_forms()), key=str), ids=lambda form: form.__name__)
def test_every_error_of_a_field_is_in_our_catalogue(form):
    ours = {key.singular for key in translations.po_entries(PARTS)} | ONLY_BY_HAND
    with translation.override(None):
        missing = {name: errors(field) - ours for name, field in form.base_fields.items()}
    assert {name: words for name, words in missing.items() if words} == {}
