"""A title, name or text of blank letters counts as empty, like one of spaces."""

import uuid

import pytest
from django import forms

from accounts.names import is_unseen
from common.fields import LineField, WordsField
from common.text import many_lines, one_line, says_something, visible_length
from common.unseen import BLANK
from ideas.models import Idea
from labs.forms.roles import ReasonForm
from labs.forms.texts import TextsForm
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser

DRAWN_AS_NOTHING = "\u3164 \u2800 \u115f \u1160 \uffa0 \ufff0 \ufffc \U00013441 \U0001d159 \U000e0100".split()


@pytest.mark.parametrize("sign", DRAWN_AS_NOTHING)
@pytest.mark.parametrize("field", [LineField(seen=80), WordsField()])
def test_it_is_asked_for_as_what_was_left_empty_is(field, sign):
    for text in (sign, f" {sign}{sign} \u200b{sign}", f"{sign}\n{sign}"):
        with pytest.raises(forms.ValidationError) as wrong:
            field.clean(text)
        assert wrong.value.code == "required"


@pytest.mark.parametrize("sign", DRAWN_AS_NOTHING)
def test_it_is_nothing_where_it_may_be_empty_and_part_of_no_name(sign):
    assert (one_line(f"{sign} {sign}"), many_lines(f"{sign}\n\n{sign}")) == ("", "")
    assert WordsField(required=False).clean(sign * 20) == ""
    assert visible_length(f"a{sign}b") == 2
    assert is_unseen(sign)


def test_braille_and_old_korean_stay_as_they_are():
    for text in ("⠓⠑⠇⠇⠕⠀⠺⠕⠗⠇⠙", "\u1112\u119e\u11ab", "\u115f\u1161"):
        assert one_line(text) == many_lines(text) == text
        assert says_something(text)
    assert "a" not in BLANK


@pytest.mark.parametrize(
    "text", ["&nbsp;", "&#12644;", "> ", "-", "1.", "[](https://voorbeeld.invalid)", "**&#8203;**"]
)
def test_marks_and_signs_that_leave_nothing_to_read_are_nothing(text):
    with pytest.raises(forms.ValidationError):
        WordsField().clean(text)


def test_the_forms_say_so_at_the_field(db):
    lab = make_lab()
    bram = make_member(lab, "Bram")
    client, idea = browser(bram), make_idea(bram)
    blank = "\u3164\u2800"
    words = {"title": blank, "opportunity": f"{blank} {blank * 9}", "key": uuid.uuid4()}
    answer = client.post(f"{lab.get_absolute_url()}ideeen/nieuw/", words)
    assert answer.status_code == 422
    assert "Hier staat nog niets. Een paar woorden is genoeg." in answer.text
    assert "Schrijf minstens één zin." in answer.text
    answer = client.post(f"{idea.get_absolute_url()}reacties/", {"text": blank, "key": uuid.uuid4()})
    assert answer.status_code == 422
    assert "Schrijf eerst iets." in answer.text
    assert (Idea.objects.count(), idea.comments.count()) == (1, 0)


def test_a_reason_and_the_texts_of_a_lab_are_not_empty_either(db):
    lab = make_lab()
    assert list(ReasonForm({"reason": "\u200b"}).errors) == ["reason"]
    assert list(ReasonForm({"reason": "\u3164"}).errors) == ["reason"]
    now = {name: getattr(lab, name) for name in TextsForm.Meta.fields}
    form = TextsForm({**now, "name": "\u3164", "intro": "\u2800\n", "theme": "stadslab", "seen": "x"}, lab=lab)
    assert "name" in form.errors
    assert form.cleaned_data["intro"] == ""
