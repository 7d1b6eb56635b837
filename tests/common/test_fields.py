import re

from django import forms
from django.template import Context, Template
from django.utils import translation

from common.templatetags.fields import field, kind_of


class IdeaForm(forms.Form):
    title = forms.CharField(label="Title", help_text="Short.", max_length=80)
    text = forms.CharField(widget=forms.Textarea, min_length=20, error_messages={"min_length": "Write one sentence."})
    part = forms.ChoiceField(choices=[("join", "I join"), ("maybe", "Maybe")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)


def draw(source, form):
    with translation.override("en"):
        return Template("{% load fields %}" + source).render(Context({"form": form}))


def test_field_ties_label_help_and_control_together():
    html = draw('{% field form.title autocomplete="off" data_draft="idea" %}', IdeaForm())
    assert '<label class="utrecht-form-label" for="id_title">Title</label>' in html
    assert '<p class="utrecht-form-field-description" id="id_title_helptext">Short.</p>' in html
    assert 'aria-describedby="id_title_helptext"' in html
    assert 'autocomplete="off"' in html
    assert 'data-draft="idea"' in html
    assert "aria-invalid" not in html


def test_wrong_field_keeps_what_was_typed_and_says_what_to_do():
    html = draw("{% field form.text rows=4 %}", IdeaForm({"text": "<Bomen>"}))
    assert 'class="utrecht-form-field field-error"' in html
    assert ">\n&lt;Bomen&gt;</textarea>" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_text_error"' in html
    assert "Write one sentence.</p>" in html


def test_radios_are_one_group_with_big_rows():
    html = draw("{% field form.part %}", IdeaForm())
    assert html.strip().startswith('<fieldset class="flow flow--s">')
    assert html.count('<label class="choice"') == 2
    assert 'for="id_part_1"' in html


def test_radios_can_be_chips():
    html = draw('{% field form.part look="chips" %}', IdeaForm({"part": "maybe"}))
    assert html.count('<label class="chip"') == 2
    assert html.count("checked") == 1


def test_checkbox_is_a_row_to_press():
    assert '<label class="tick" for="id_agreed">' in draw("{% field form.agreed %}", IdeaForm())


def test_class_of_the_widget_stays():
    form = IdeaForm()
    form.fields["title"].widget.attrs["class"] = "code-input"
    html = draw('{% field form.title css="wide" %}', form)
    assert 'class="utrecht-textbox utrecht-textbox--html-input code-input wide"' in html


def test_summary_leads_to_each_wrong_field():
    html = draw("{% form_errors form %}", IdeaForm({"text": "Bomen"}))
    assert 'role="alert"' in html
    assert "autofocus" in html
    assert "3 things are not right yet." in html
    for target in ("#id_title", "#id_text", "#id_part_0"):
        assert f'href="{target}"' in html
    assert "#id_key" not in html


def test_the_caret_is_in_the_field_unless_the_summary_has_the_focus():
    asked = "{% form_errors form %}{% field form.title autofocus=True %}"
    assert re.findall(r"<(\w+)[^>]* autofocus", draw(asked, IdeaForm())) == ["input"]
    assert re.findall(r"<(\w+)[^>]* autofocus", draw(asked, IdeaForm({"text": "Bomen"}))) == ["div"]


def test_no_summary_when_nothing_is_wrong():
    assert draw("{% form_errors form %}", IdeaForm()).strip() == ""


def test_every_widget_has_a_way_to_be_drawn():
    assert [kind_of(widget()) for widget in (forms.EmailInput, forms.Select, forms.ClearableFileInput)] == [
        "text",
        "select",
        "file",
    ]


def test_an_empty_field_is_drawn_once_and_another_one_is_another():
    first = draw("{% field form.title %}", IdeaForm())
    assert draw("{% field form.title %}", IdeaForm()) == first
    renamed = IdeaForm()
    renamed.fields["title"].label = "Anders"
    renamed.fields["title"].widget.attrs["maxlength"] = "7"
    html = draw("{% field form.title %}", renamed)
    assert "Anders" in html
    assert 'maxlength="7"' in html
    assert 'value="Mijn bank"' in draw("{% field form.title %}", IdeaForm({"title": "Mijn bank"}))
    assert 'value="Mijn bank"' in draw("{% field form.title %}", IdeaForm(initial={"title": "Mijn bank"}))
    assert draw("{% field form.title %}", IdeaForm()) == first


def test_an_empty_field_of_a_sent_form_is_drawn_once_too_unless_it_is_wrong():
    def bound(data, required=False):
        form = IdeaForm(data)
        form.fields["title"].required = required
        return form["title"]

    assert field(bound({})) is field(bound(None))
    assert field(bound({"agreed": "on"})) is field(bound(None))
    assert "field-error" not in field(bound(None, required=True))
    assert "field-error" in field(bound({}, required=True))
    assert 'value="Mijn bank"' in field(bound({"title": "Mijn bank"}))
