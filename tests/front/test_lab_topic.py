"""A lab as something to follow: a new idea is told, a hidden one goes, and nothing rolled back is seen."""

import pytest
from django.db import transaction
from django.utils import translation

from front.topics import MOST_PARTS, LabTopic
from ideas.models import Idea
from ideas.models.moderation import hide, restore
from labs.models import RESIDENT_VOICE, Lab
from realtime import topics
from tests.factories import make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db
TOPIC = LabTopic()


@pytest.fixture
def lab():
    return make_lab(maker_word="dorpsmaker", lab_word="dorpslab")


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna", "stadmaker")


def head(lab):
    return TOPIC.heads([lab.pk])[lab.pk]


def test_it_is_registered():
    found = topics.find("lab-42")
    assert found
    assert (type(found[0]), found[1]) == (LabTopic, 42)


@pytest.mark.parametrize("view", ["news", "ideas"])
def test_what_showed_an_idea_that_was_taken_back_whole_is_fetched_again(lab, anna, view):
    before = head(lab)
    idea = make_idea(anna)
    idea.withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    assert TOPIC.parts(lab.pk, view, before) is None
    assert TOPIC.parts(lab.pk, view, head(lab)) == []


def test_everybody_may_follow_a_lab_that_is_there(lab):
    wishes = {(None, lab.pk), (7, lab.pk), (None, lab.pk + 999)}
    assert TOPIC.may_follow(wishes) == {(None, lab.pk), (7, lab.pk)}
    assert TOPIC.heads([lab.pk + 999]) == {}


def test_a_new_idea_is_told_once_and_in_the_words_of_the_lab(
    lab, anna, django_capture_on_commit_callbacks, monkeypatch
):
    rung = []
    monkeypatch.setattr("realtime.doorbell._rung", rung.append)
    before = head(lab)
    with django_capture_on_commit_callbacks(execute=True):
        idea = Idea.propose(anna, anna.voices()[1], "8b0b7dd2-7bb4-4b8e-9a44-8a7f2b3d6b11", title="Pluktuin").thing
    assert f"lab-{lab.pk}" in rung
    assert head(lab) == before + 1
    (part,) = TOPIC.parts(lab.pk, "news", before)
    assert (part.key, part.revision) == (f"happening-{idea.pk}", before + 1)
    html = part.render()
    assert f'data-revision="{before + 1}"' in html
    assert f'data-in="news-{lab.pk}"' in html
    assert "dorpsmaker" in html
    assert "stadmaker</span>" not in html
    assert "Pluktuin" in html
    assert TOPIC.parts(lab.pk, "news", before + 1) == []


def test_the_fragment_is_in_the_readers_language_and_for_everybody(lab, anna):
    make_idea(anna, "Pluktuin")
    (part,) = TOPIC.parts(lab.pk, "news", 0)
    with translation.override("en"):
        english = part.render()
    with translation.override("nl"):
        dutch = part.render()
    assert "shared an idea" in english
    assert "deelde een idee" in dutch
    assert not [word for word in ("csrf", "<form", "<details") if word in english + dutch]


def test_the_list_gets_a_card(lab, anna):
    idea = make_idea(anna, "Pluktuin")
    (part,) = TOPIC.parts(lab.pk, "ideas", 0)
    assert part.key == f"card-{idea.pk}"
    html = part.render()
    assert f'id="card-{idea.pk}"' in html
    assert f'data-revision="{part.revision}"' in html
    assert f'data-in="ideas-{lab.pk}"' in html


def test_hiding_takes_the_words_away_and_restoring_brings_them_back(lab, anna):
    mo = make_member(lab, "Mo", "moderator")
    idea = make_idea(anna, "Verborgen plan")
    before = head(lab)
    hide(idea, mo, "spam")
    (part,) = TOPIC.parts(lab.pk, "news", before)
    gone = part.render()
    assert "data-gone" in gone
    assert "Verborgen plan" not in gone
    assert "Anna" not in gone
    assert TOPIC.parts(lab.pk, "ideas", before) == []
    restore(idea, mo, "Toch niet.")
    (part,) = TOPIC.parts(lab.pk, "news", before)
    assert "Verborgen plan" in part.render()


def test_what_is_rolled_back_is_not_seen(lab, anna):
    before = head(lab)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_idea(anna, "Nooit gebeurd")
        raise ZeroDivisionError
    assert head(lab) == before
    assert TOPIC.parts(lab.pk, "news", before) == []


def test_another_lab_hears_nothing(lab, anna):
    other = make_lab("elders")
    make_idea(anna, "Van hier")
    assert TOPIC.parts(other.pk, "news", 0) == []
    assert TOPIC.parts(lab.pk, "news", 0)


def test_imported_ideas_are_no_news(lab):
    Idea.objects.create(lab=lab, title="Ronde 2020", source="pb", source_id="1", lab_revision=5)
    assert TOPIC.parts(lab.pk, "news", 0) == []


def test_too_much_is_fetched_again(lab):
    rows = [Idea(lab=lab, title=f"Idee {n}", lab_revision=n + 1) for n in range(MOST_PARTS + 1)]
    Idea.objects.bulk_create(rows)
    assert TOPIC.parts(lab.pk, "news", 0) is None
    assert len(TOPIC.parts(lab.pk, "news", 1)) == MOST_PARTS


def test_one_question_for_all_parts(lab, anna, django_assert_max_num_queries):
    for number in range(5):
        make_idea(anna, f"Idee {number}")
    for view in TOPIC.views:
        with django_assert_max_num_queries(2):  # the second is the epoch, at most once a second
            assert all(part.render() for part in TOPIC.parts(lab.pk, view, 0))
    assert Lab.objects.get().revision == 5
