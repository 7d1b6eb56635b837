"""Valid input of forms fits in its column, on PostgreSQL too."""

import re

import pytest
from django.db import models

from common.fields import LineField
from ideas.forms import behalf
from ideas.forms.idea import IdeaForm, NewIdeaForm
from ideas.forms.pledge import PledgeForm
from ideas.forms.status import StatusForm
from ideas.forms.talk import CommentForm
from ideas.models import Behalf, Idea, Pledge, StatusChange
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser

COLUMNS = [
    (IdeaForm, Idea, {"title", "place", "photo_alt"}),
    (StatusForm, StatusChange, {"to"}),
]


def test_a_pledge_fits_in_its_column():
    assert PledgeForm.base_fields["sentence"].most <= Pledge._meta.get_field("words").max_length


@pytest.mark.parametrize(("form", "model", "names"), COLUMNS)
def test_a_line_fits_in_its_column(form, model, names):
    for name in names:
        assert form.base_fields[name].most <= model._meta.get_field(name).max_length


def test_the_name_of_someone_who_spoke_fits():
    lines = [
        field
        for form in vars(behalf).values()
        if isinstance(form, type) and hasattr(form, "base_fields")
        for name, field in form.base_fields.items()
        if isinstance(field, LineField) and name == "name"
    ]
    assert lines
    assert all(field.most <= Behalf._meta.get_field("name").max_length for field in lines)


def test_text_fields_have_no_length_in_the_database():
    for name in ("opportunity", "existing", "needed"):
        assert isinstance(Idea._meta.get_field(name), models.TextField)


def test_in_whose_name_is_asked_last(lab):
    """The error summary is in the order of the page, where it is last."""
    member = make_member(lab, "Bea", "lab_admin", "moderator")
    idea = make_idea(member)
    asked = [
        StatusForm(member=member, idea=idea),
        behalf.BehalfIdeaForm(member=member),
        IdeaForm(member=member),
        CommentForm(member=member, idea=idea),
    ]
    assert {list(form.fields)[-1] for form in asked} == {"voice"}


@pytest.mark.parametrize("page", ["nieuw/", "namens/", "{pk}/bewerken/"])
def test_the_fields_of_an_idea_are_in_the_order_of_their_page(lab, page):
    """So the first link of the error summary leads to the first wrong field."""
    member = make_member(lab, "Bea", "lab_admin", "moderator")
    idea = make_idea(member)
    answer = browser(member).get(f"{lab.get_absolute_url()}ideeen/{page.format(pk=idea.pk)}")
    form = answer.context["form"]
    shown = list(dict.fromkeys(re.findall(r'\sname="(\w+)"', answer.text)))
    asked = [field.html_name for field in form.visible_fields()]
    assert asked == [name for name in shown if name in asked]


def test_no_error_of_a_new_idea_repeats_its_label(lab):
    form = NewIdeaForm({}, member=make_member(lab, "Bea"))
    assert {"title", "opportunity"} <= form.errors.keys()
    assert not [name for name, errors in form.errors.items() if str(form[name].label) in errors[0]]
