"""Each form says how long its texts may be, so that the page reports a longer text before it is sent."""

from urllib.parse import urlencode

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.http import QueryDict

from common.fields import WordsArea
from labs.forms.texts import LONG, LONGEST, TextsForm, fingerprint
from tests.factories import make_lab

TYPED = (forms.TextInput, forms.Textarea)


def all_forms(kind=forms.BaseForm):
    """Yield each form of ours; importing the URLs imports all of them."""
    import stadslab.urls  # noqa: F401  imports all forms

    for form in kind.__subclasses__():
        yield from all_forms(form)
        if form.__module__.partition(".")[0] in {app.name for app in apps.get_app_configs() if is_ours(app)}:
            yield form


def is_ours(app):
    return str(settings.BASE_DIR) in app.path and ".venv" not in app.path


def typed(form):
    return {
        f"{form.__name__}.{name}": field.widget
        for name, field in form.base_fields.items()
        if isinstance(field.widget, TYPED) and not field.widget.is_hidden
    }


def test_every_long_text_of_every_form_is_measured_in_the_page():
    widgets = {name: widget for form in all_forms() for name, widget in typed(form).items()}
    areas = {name: widget for name, widget in widgets.items() if isinstance(widget, forms.Textarea)}
    assert len(areas) > 20
    unmeasured = {name for name, widget in areas.items() if not isinstance(widget, WordsArea)}
    assert unmeasured == set()
    for name, widget in areas.items():
        assert f'data-longest="{widget.longest}"' in widget.render("x", ""), name


def test_every_line_of_every_form_stops_at_its_end():
    lines = {
        name: widget
        for form in all_forms()
        for name, widget in typed(form).items()
        if not isinstance(widget, (forms.Textarea, forms.DateInput, forms.TimeInput, forms.NumberInput))
    }
    assert len(lines) > 20
    assert {name for name, widget in lines.items() if "maxlength" not in widget.attrs} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", LONG)
def test_a_text_of_a_lab_that_is_too_long_is_told_at_its_field(name):
    lab = make_lab()
    sent = {"name": "Proefdorp", "lab_word": "lab", "maker_word": "maker", "theme": lab.municipality.theme}
    sent["seen"] = fingerprint(lab)
    rows = "één\r\n" * (LONGEST // 4)
    fits = TextsForm(QueryDict(urlencode(sent | {name: rows})), lab=lab)
    assert fits.errors == {}
    long = TextsForm(QueryDict(urlencode(sent | {name: f"{rows}vier"})), lab=lab)
    assert long.errors == {name: [f"Maak dit korter: hoogstens {LONGEST} tekens. Nu zijn het er {LONGEST + 4}."]}
