"""Withdrawing an idea: deleted, or with a trace if others took part."""

import pytest
from django.urls import reverse

from ideas.models import Idea
from tests.ideas.care.conftest import text_of

pytestmark = pytest.mark.django_db


def test_idea_of_one_person_goes_whole(act, anna, idea):
    ideas = reverse("idea_list", kwargs={"lab_slug": "proefdorp"})
    assert act(anna, "idea_withdraw", idea, reason="Toch niet.").headers["Location"] == ideas
    assert Idea.objects.count() == 0
    assert act(anna, "idea_withdraw", idea, reason="Toch niet.").headers["Location"] == ideas, "pressed twice"
    assert act(anna, "idea_withdraw", idea).status_code == 404


def test_idea_in_which_others_took_part_leaves_a_trace(act, anna, bram, idea):
    idea.support(bram)
    response = act(anna, "idea_withdraw", idea, reason="De grond is <b>verkocht</b>.")
    assert response.headers["Location"] == idea.get_absolute_url()
    idea.refresh_from_db()
    assert (idea.status, idea.support_count, idea.story.get().reason) == (
        "withdrawn",
        1,
        "De grond is <b>verkocht</b>.",
    )
    assert act(anna, "idea_withdraw", idea, reason="Nog eens.").headers["Location"] == idea.get_absolute_url()
    assert idea.story.count() == 1
    page = text_of(act(None, "idea_detail", idea))
    assert "Teruggetrokken door de maker" in page
    assert "De grond is &lt;b&gt;verkocht&lt;/b&gt;." in page


def test_taking_back_asks_why(act, anna, idea):
    response = act(anna, "idea_withdraw", idea, reason=" ")
    assert response.status_code == 422
    assert "Schrijf in één zin waarom." in text_of(response)
    assert Idea.objects.count() == 1
