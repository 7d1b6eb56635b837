"""What open pages hear of an answer: the page of its idea, its card, and the home of its lab; and nothing after a
rollback, and nothing of what is hidden."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import translation

from answers.models import Terms
from front.topics import LabTopic
from ideas.leaving import remove_words_of
from ideas.models import Idea
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE
from tests.answers.conftest import TODAY, asked, voice_of, words
from tests.factories import make_member
from tests.standing import standing_at

pytestmark = pytest.mark.django_db


def heard(idea, view, after):
    """Return what followers get, by the id of the part, in Dutch."""
    with translation.override("nl"):
        parts = IdeaTopic().parts(idea.pk, view, after)
        assert parts is not None
        return {part.key: part.render() for part in parts}


def at_home(lab, after):
    with translation.override("nl"):
        return {part.key: part.render() for part in LabTopic().parts(lab.pk, "news", after)}


def heads(idea):
    idea.refresh_from_db()
    idea.lab.refresh_from_db()
    return idea.revision, idea.lab.revision


def test_page_card_and_home_hear_that_an_answer_is_owed(idea, chaima, django_capture_on_commit_callbacks):
    after, home = heads(idea)
    with django_capture_on_commit_callbacks() as rings:
        asked(idea, chaima)
    page, card, lab = heard(idea, "page", after), heard(idea, "card", after), at_home(idea.lab, home)
    assert "De gemeente geeft antwoord, uiterlijk" in page[f"due-{idea.pk}"]
    assert "De gemeente geeft antwoord, uiterlijk" in card[f"due-{idea.pk}"]
    assert "De kwekers willen het weten." in page[f"answer-{idea.pk}"]
    assert f"answer-{idea.pk}" not in card
    assert idea.title in lab[f"lab-answers-{idea.lab.pk}"]
    assert rings


def test_the_support_that_passes_the_threshold_shows_it_to_everybody(idea):
    Terms.objects.create(lab=idea.lab, threshold=5)
    for number in range(4):
        idea.support(make_member(idea.lab, f"Buur{number}"))
    after, _home = heads(idea)
    idea.support(make_member(idea.lab, "Els"))
    page = heard(idea, "page", after)
    assert "Beloofd omdat 5 mensen dit steunen." in page[f"answer-{idea.pk}"]
    assert f"tally-{idea.pk}" in page


def test_a_new_date_the_answer_and_its_correction_are_heard(idea, chaima, fleur):
    answer = asked(idea, chaima)
    after, _home = heads(idea)
    answer.choose_date(fleur, voice_of(fleur), date(2100, 3, 1), "De tekening is er later.", 0)
    page = heard(idea, "page", after)
    assert "Eerst beloofd" in page[f"due-{idea.pk}"]
    assert "De tekening is er later." in page[f"answer-{idea.pk}"]
    after, home = heads(idea)
    version = answer.give(fleur, voice_of(fleur), **words())
    page = heard(idea, "page", after)
    assert "hidden" in page[f"due-{idea.pk}"]
    assert "De bus moet daar keren." in page[f"answer-{idea.pk}"]
    assert "Gaat niet door" in page[f"status-{idea.pk}"]
    assert idea.title not in at_home(idea.lab, home)[f"lab-answers-{idea.lab.pk}"]
    after, _home = heads(idea)
    answer.correct(fleur, voice_of(fleur), version.pk, "Een tikfout.", **words(words="Het kan daar niet."))
    page = heard(idea, "page", after)
    assert "Het kan daar niet." in page[f"answer-{idea.pk}"]
    assert "Een tikfout." in page[f"story-{idea.pk}"]
    assert "Gaat niet door" in page[f"status-{idea.pk}"], "as before: the history shares its revision"


def test_who_follows_already_hears_nothing_again(idea, chaima):
    asked(idea, chaima)
    after, _home = heads(idea)
    assert heard(idea, "page", after) == {}


def test_nothing_is_heard_after_a_rollback(idea, chaima, django_capture_on_commit_callbacks):
    after, _home = heads(idea)
    with django_capture_on_commit_callbacks() as rings, pytest.raises(RuntimeError), transaction.atomic():
        asked(idea, chaima)
        raise RuntimeError
    assert not rings
    assert heard(idea, "page", after) == {}


def test_nothing_is_heard_of_the_answer_of_a_hidden_idea(idea, chaima, mo):
    asked(idea, chaima)
    after, home = heads(idea)
    assert "kwekers" in str(heard(idea, "page", 0)), "there is something to leak"
    idea.hide(mo, "spam")
    assert "kwekers" not in str(heard(idea, "page", after))
    assert idea.title not in at_home(idea.lab, home)[f"lab-answers-{idea.lab.pk}"]
    assert list(heard(idea, "page", after)) == [f"idea-{idea.pk}"]


def of_day(idea, anna, mo):
    with standing_at(TODAY + timedelta(days=90)):
        Idea.objects.get(pk=idea.pk).become_late()


@pytest.mark.parametrize(
    "act",
    [
        lambda idea, anna, mo: idea.edit(anna, title="Plukbos"),
        lambda idea, anna, mo: remove_words_of(idea),
        lambda idea, anna, mo: idea.hide(mo, "spam"),
        of_day,
    ],
    ids=["another title", "words removed", "hidden", "late"],
)
def test_the_home_of_the_lab_shows_the_idea_as_it_is_now(today, idea, anna, chaima, mo, act):
    asked(idea, chaima)
    _page, home = heads(idea)
    act(Idea.objects.get(pk=idea.pk), anna, mo)
    assert f"lab-answers-{idea.lab.pk}" in at_home(idea.lab, home)


def test_an_edit_besides_the_title_leaves_the_home_of_the_lab_alone(idea, anna, chaima):
    asked(idea, chaima)
    _page, home = heads(idea)
    Idea.objects.get(pk=idea.pk).edit(anna, needed="Handen")
    assert at_home(idea.lab, home) == {}


def test_a_withdrawn_idea_shows_the_trace(idea, anna, chaima):
    asked(idea, chaima)
    after, _home = heads(idea)
    Idea.objects.get(pk=idea.pk).withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    page = heard(idea, "page", after)
    assert "Er komt geen antwoord meer" in page[f"answer-{idea.pk}"]
    assert "hidden" in page[f"due-{idea.pk}"]


def test_another_name_of_who_asked_is_shown_anew(idea, chaima):
    asked(idea, chaima)
    after, _home = heads(idea)
    Idea.objects.filter(pk=idea.pk).update(revision=after + 1, names_revision=after + 1)
    assert f"answer-{idea.pk}" in heard(idea, "page", after)
