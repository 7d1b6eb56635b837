"""An organiser leaves: what they decided after an evening stays, without them."""

import pytest

from evenings.leaving import taken_along
from evenings.models import Outcome
from front.erasure import erase
from ideas.models import Idea
from labs.models import HidingReason
from tests.evenings import test_harvest as harvest
from tests.evenings.test_doors import read
from tests.evenings.test_harvest import made_new, named, path, pressed, put_at, the_pile
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser

evening, notes_step, bea = harvest.evening, harvest.notes_step, harvest.bea
evening_over = harvest.evening_over


@pytest.fixture
def bas(lab):
    return make_member(lab, "Bas", "lab_admin")


@pytest.fixture
def decided(evening_over, hers, bram):
    put_at(hers, evening_over, the_pile(), make_idea(bram, "Meer groen"))
    made_new(hers, evening_over, named("Een bank op het plein"), title="Een bank")


def test_with_their_words_kept_the_others_read_who_it_was_no_more(decided, evening_over, anna, bas):
    erase(anna.user, keep_words=True)
    page = read(browser(bas).get(path(evening_over, query="?lijst=klaar")))
    assert "Anna" not in page
    assert "Meer groen" in page
    assert "Een bank" in page
    assert set(Outcome.objects.values_list("state", flat=True)) == {"idea", "new"}


def test_an_idea_that_goes_with_them_can_be_chosen_again(decided, evening_over, anna, bas):
    erase(anna.user, keep_words=False)
    assert not Idea.objects.filter(title="Een bank").exists()
    page = read(browser(bas).get(path(evening_over, query="?lijst=klaar")))
    assert "Dat is er niet meer." in page
    assert "Meer groen" in page
    note = named("Een bank op het plein")
    assert pressed(browser(bas), evening_over, f"again:{note}:new").status_code == 302
    assert "Een bank op het plein" in read(browser(bas).get(path(evening_over)))


def test_their_download_has_what_they_decided(decided, evening_over, anna, bram, lab, gathering):
    idea, new = (Idea.objects.get(title=title) for title in ("Meer groen", "Een bank"))
    rows = taken_along([anna], "https://lab.example")["evening_outcomes"]
    assert {(row["went"], row["idea"]) for row in rows} == {("idea", "Meer groen"), ("new", "Een bank")}
    assert rows[0]["idea_url"] in {f"https://lab.example{one.get_absolute_url()}" for one in (idea, new)}
    assert taken_along([bram], "")["evening_outcomes"] == []
    idea.hide(make_member(lab, "Sam", "moderator"), HidingReason.SPAM)
    rows = taken_along([anna], "")["evening_outcomes"]
    assert {row["idea"] for row in rows} == {"", "Een bank"}
