"""Edits: the exact words before and after stay visible."""

import pytest

from common import rate_limits
from ideas.models import Idea, IdeaEdit
from labs.models import Neighbourhood
from tests.factories import make_comment
from tests.ideas.care.conftest import new_words, text_of

pytestmark = pytest.mark.django_db


def test_words_before_and_after_are_there_for_everybody_exactly(act, anna, idea):
    assert act(anna, "idea_edit", idea).status_code == 200
    response = act(
        anna, "idea_edit", idea, **new_words(idea, title="Pluktuin & <b>meer</b>", needed="Water\r\nScheppen")
    )
    assert (response.status_code, response.headers["Location"]) == (302, idea.get_absolute_url())
    idea.refresh_from_db()
    assert (idea.title, idea.needed) == ("Pluktuin & <b>meer</b>", "Water\nScheppen")
    assert list(IdeaEdit.objects.order_by("pk").values_list("field", "before", "after", "by")) == [
        ("title", "Pluktuin", "Pluktuin & <b>meer</b>", anna.pk),
        ("needed", "", "Water\nScheppen", anna.pk),
    ]
    page = text_of(act(None, "idea_history", idea))
    assert '<del class="letter before"><bdi>Pluktuin</bdi></del>' in page
    assert '<ins class="letter after"><bdi>Pluktuin &amp; &lt;b&gt;meer&lt;/b&gt;</bdi></ins>' in page
    assert '<ins class="letter after"><bdi>Water<br>Scheppen</bdi></ins>' in page
    assert "<bdi>Anna</bdi> paste dit aan" in page
    assert "<b>meer</b>" not in page


def test_history_without_changes_says_so(act, idea):
    assert "Er is niets aangepast." in text_of(act(None, "idea_history", idea))


def test_a_village_that_went_since_the_form_was_checked_is_left_out(anna, idea):
    west = idea.lab.neighbourhoods.get(name="West")
    Neighbourhood.objects.filter(pk=west.pk).delete()
    edits = idea.edit(anna, neighbourhood=west, needed="Water")
    assert [edit.field for edit in edits] == ["needed"]
    idea.refresh_from_db()
    assert (idea.neighbourhood, idea.needed) == (None, "Water")


def test_other_words_too_often_are_429_and_kept(act, anna, idea, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "comment", "1 per year")
    assert act(anna, "idea_edit", idea, **new_words(idea, needed="Water")).status_code == 302
    idea.refresh_from_db()
    answer = act(anna, "idea_edit", idea, **new_words(idea, title="Dit bewaar je", needed="Water"))
    assert answer.status_code == 429
    assert 'value="Dit bewaar je"' in text_of(answer)
    assert "Dat is veel in korte tijd." in text_of(answer)
    assert "<bdi>Pluktuin</bdi></a>" in text_of(answer), "what it is called now"
    assert act(anna, "idea_edit", idea, **new_words(idea, needed="Water")).status_code == 302, "nothing new"
    assert Idea.objects.get().title == "Pluktuin"


def test_same_words_again_leave_no_trace(act, anna, idea):
    assert act(anna, "idea_edit", idea, **new_words(idea)).status_code == 302
    assert IdeaEdit.objects.count() == 0


def test_second_of_two_edits_is_warned_and_keeps_its_words(act, anna, idea):
    seen = new_words(idea)
    act(anna, "idea_edit", idea, **seen | {"title": "Pluktuin Oost"})
    second = act(anna, "idea_edit", idea, **seen | {"title": "Pluktuin West"})
    assert second.status_code == 409
    assert "Dit is intussen aangepast, misschien in een ander tabblad. Jouw tekst staat er nog." in text_of(second)
    assert 'value="Pluktuin West"' in text_of(second)
    assert Idea.objects.get().title == "Pluktuin Oost"
    idea.refresh_from_db()
    assert f'name="seen" value="{idea.words_revision}"' in text_of(second)
    act(anna, "idea_edit", idea, **new_words(idea, title="Pluktuin West"))
    assert Idea.objects.get().title == "Pluktuin West"


def test_edit_pressed_twice_is_one_change(act, anna, idea):
    said = new_words(idea, title="Pluktuin Oost")
    assert [act(anna, "idea_edit", idea, **said).status_code for _ in "ab"] == [302, 302]
    assert IdeaEdit.objects.count() == 1


def test_fields_that_are_not_asked_change_nothing(act, anna, bram, idea):
    extra = {"status": "done", "author": bram.pk, "is_hidden": "1", "lab": "9", "voice": "x", "support_count": "9"}
    act(anna, "idea_edit", idea, **new_words(idea, title="Anders") | extra)
    idea.refresh_from_db()
    assert (idea.title, idea.status, idea.author_id, idea.is_hidden, idea.support_count) == (
        "Anders",
        "new",
        anna.pk,
        False,
        0,
    )


def test_history_of_a_hidden_idea_is_for_its_author_and_moderators(act, anna, bram, mo, idea):
    act(anna, "idea_edit", idea, **new_words(idea, title="Met huisnummer 14"))
    assert act(bram, "idea_history", idea).status_code == 200
    idea.hide(mo, "privacy", "Huisnummer.")
    answers = [act(who, "idea_history", idea).status_code for who in (None, bram, anna, mo)]
    assert answers == [404, 404, 200, 200]


def test_earlier_words_of_a_comment_stand_behind_more(act, anna, bram, idea):
    comment = make_comment(idea, bram, "Eerst <i>dit</i>.")
    comment.edit("Toen dat.")
    page = text_of(act(None, "comment_more", comment))
    assert '<del class="letter before"><bdi>Eerst &lt;i&gt;dit&lt;/i&gt;.</bdi></del>' in page
    comment.remove()
    assert act(None, "comment_more", comment).status_code == 404
