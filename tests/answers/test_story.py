"""What answers add to the history of an idea: each correction, between the changes of status."""

import pytest

from tests.answers.conftest import asked, voice_of, words
from tests.answers.test_joint import also
from tests.answers.test_live import heads, heard
from tests.answers.test_pages import text_of
from tests.factories import make_idea
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db
CORRECTED = "De gemeente verbeterde haar antwoord"


@pytest.fixture
def given(idea, chaima, fleur):
    answer = asked(idea, chaima)
    answer.give(fleur, voice_of(fleur), **words())
    return answer


def correct(answer, fleur, reason, **more):
    return answer.correct(fleur, voice_of(fleur), answer.versions.last().pk, reason, **words(**more))


def story_of(idea, member):
    page = text_of(browser(member).get(idea.get_absolute_url()))
    return page.partition('<ol class="story"')[2].partition("</ol>")[0]


def test_a_correction_stands_in_the_story_with_its_reason_and_who_made_it(given, idea, bram, fleur):
    assert CORRECTED not in story_of(idea, bram)
    correct(given, fleur, "De datum klopte niet.", words="We beginnen in mei.")
    story = story_of(idea, bram)
    assert story.count(CORRECTED) == 1
    line = story.partition(CORRECTED)[2]
    assert "De datum klopte niet." in line
    assert "Fleur" in line


def test_each_correction_stands_after_what_was_before_it(given, idea, anna, bram, fleur):
    correct(given, fleur, "Eerste fout.", words="Anders.")
    idea.refresh_from_db()
    idea.set_status(anna, voice_of(anna), "done", "De tuin is er.")
    correct(given, fleur, "Tweede fout.", words="Nog anders.")
    story = story_of(idea, bram)
    places = [story.index(words) for words in ("Eerste fout.", "De tuin is er.", "Tweede fout.")]
    assert places == sorted(places)


def test_open_pages_get_the_line_of_a_correction(given, idea, fleur):
    after, _home = heads(idea)
    correct(given, fleur, "De datum klopte niet.", words="We beginnen in mei.")
    assert "De datum klopte niet." in heard(idea, "page", after)[f"story-{idea.pk}"]


def test_a_correction_of_an_answer_to_several_ideas_stands_in_the_story_of_each(given, idea, bram, chaima, fleur):
    second, third = make_idea(bram, "Rozenpad"), make_idea(bram, "Fietsbus")
    answer = asked(second, chaima)
    answer.give(fleur, voice_of(fleur), also(third), **words())
    correct(answer, fleur, "De datum klopte niet.", words="We beginnen in mei.")
    assert [CORRECTED in story_of(one, bram) for one in (idea, second, third)] == [False, True, True]


def test_more_corrections_cost_no_more_queries(given, idea, bram, fleur, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(80) as found:
            story_of(idea, bram)
        return len(found)

    correct(given, fleur, "Een.", words="Een.")
    before = cost()
    correct(given, fleur, "Twee.", words="Twee.")
    correct(given, fleur, "Drie.", words="Drie.")
    assert cost() <= before
