"""The counter beside one's name on open pages, and the page of news: by mouse, by keyboard, without scripts."""

import pytest
from playwright.sync_api import expect

from ideas.models import Status
from labs.models import RESIDENT_VOICE
from tests.browser.stage import PHONE, a_lab, a_person, open_live
from tests.factories import make_comment, make_idea
from tests.mails import work_off
from tests.news import PAGE

pytestmark = pytest.mark.live


@pytest.fixture
def lab():
    return a_lab()


@pytest.fixture
def anna(lab):
    return a_person(lab, "Anna")


@pytest.fixture
def mo(lab):
    return a_person(lab, "Mo", "moderator")


def tell(anna, mo, title):
    idea = make_idea(anna, title)
    idea.set_status(mo, RESIDENT_VOICE, Status.TALKING, "We bellen er morgen over.")
    work_off()
    return idea


def counter(page):
    return page.locator(".site-head .news-count")


def test_the_counter_is_right_in_a_second_browser_and_falls_in_both(new_page, lab, anna, mo):
    first = open_live(new_page(anna.user), f"/{lab.slug}/")
    second = open_live(new_page(anna.user, viewport=PHONE), f"/{lab.slug}/ideeen/")
    other = open_live(new_page(mo.user), f"/{lab.slug}/")
    expect(counter(first)).to_have_text("")
    tell(anna, mo, "Pluktuin")
    tell(anna, mo, "Fietsbus")
    for page in (first, second):
        expect(counter(page)).to_have_text("2")
    expect(counter(other)).to_have_text("")
    first.get_by_role("link", name="2 nieuw voor jou").click()
    first.get_by_role("button", name="Ik heb alles gelezen").click()
    expect(first.get_by_role("button", name="Ik heb alles gelezen")).to_have_count(0)
    for page in (first, second):
        expect(counter(page)).to_have_text("")


def test_a_new_number_leaves_what_somebody_types_and_where_they_are(new_page, lab, anna, mo):
    idea = make_idea(anna, "Pluktuin")
    page = open_live(new_page(anna.user), idea.get_absolute_url())
    box = page.locator("textarea").first
    box.fill("Halverwege een zin")
    box.focus()
    place = page.evaluate("scrollY")
    tell(anna, mo, "Fietsbus")
    expect(counter(page)).to_have_text("1")
    expect(box).to_be_focused()
    expect(box).to_have_value("Halverwege een zin")
    assert page.evaluate("scrollY") == place


@pytest.mark.parametrize("scripts", [True, False])
def test_one_row_is_read_with_the_keyboard_also_without_scripts(new_page, lab, anna, mo, scripts):
    tell(anna, mo, "Pluktuin")
    tell(anna, mo, "Fietsbus")
    page = new_page(anna.user, java_script_enabled=scripts, viewport={"width": 320, "height": 700})
    page.goto(PAGE)
    page.get_by_role("button", name="Pluktuin: we praten erover").press("Enter")
    expect(page.get_by_text("1 ding las je nog niet")).to_be_visible()
    expect(counter(page)).to_have_text("1")
    expect(page.get_by_role("button", name="Fietsbus: we praten erover")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") if scripts else True


def test_a_row_leads_to_the_reply(new_page, lab, anna, mo):
    idea = make_idea(mo, "Pluktuin")
    reply = make_comment(idea, mo, "Goed gezien.", make_comment(idea, anna, "Er is ook water nodig."))
    work_off()
    page = open_live(new_page(anna.user), PAGE)
    page.get_by_role("link", name="reageerde op jou bij Pluktuin").click()
    expect(page.locator(f"#comment-{reply.pk}")).to_contain_text("Goed gezien.")
