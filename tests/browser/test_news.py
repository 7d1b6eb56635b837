"""The counter beside one's name on open pages, and the page of news: by mouse, by keyboard, without scripts."""

import pytest
from playwright.sync_api import expect

from ideas.models import Idea, Status
from labs.models import RESIDENT_VOICE
from notifications.models import Notification, inbox_of
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


def tell_of_500(lab, anna):
    """Tell Anna of 500 ideas, the last one is the newest."""
    ideas = [Idea.new(1, lab=lab, author=anna, key=None, title=f"Idee {n:03}", opportunity="x") for n in range(500)]
    made = Idea.objects.bulk_create(ideas)
    inbox = inbox_of(anna.user)
    inbox.has_new = True
    inbox.save()
    told = {"kind": "status_changed", "about_kind": "ideas.Idea", "inbox": inbox}
    Notification.objects.bulk_create(
        Notification(**told, act=10**6 + idea.pk, about_id=idea.pk, joins=idea.pk) for idea in made
    )


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


@pytest.mark.parametrize("has_script", [True, False])
def test_five_hundred_rows_are_read_by_keyboard_alone_over_pages(new_page, lab, anna, has_script):
    tell_of_500(lab, anna)
    second = open_live(new_page(anna.user, viewport=PHONE), f"/{lab.slug}/")
    expect(counter(second)).to_have_text("99+")
    page = new_page(anna.user, java_script_enabled=has_script)
    page.goto(f"{PAGE}?pagina=20")
    expect(page.locator(".news > li")).to_have_count(25)
    expect(page.get_by_text("Je ziet 476 tot en met 500 van de 500")).to_be_visible()
    press_until(page, "Gelezen")
    page.keyboard.press("Enter")
    expect(page.locator(".news > li .fresh")).to_have_count(24)
    assert "pagina=20" in page.url
    expect(page.get_by_text("Je ziet 476 tot en met 500 van de 500")).to_be_visible()
    page.goto(PAGE)
    press_until(page, "Ik heb alles gelezen")
    page.keyboard.press("Enter")
    for one in (page, second):
        expect(counter(one)).to_have_text("")
    assert not inbox_of(anna.user).news.unread().exists()


def press_until(page, words):
    """Walk with Tab to the first element with these words."""
    for _press in range(120):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and words in (focused.text_content() or ""):
            return
    raise AssertionError(words)


def test_a_row_leads_to_the_reply(new_page, lab, anna, mo):
    idea = make_idea(mo, "Pluktuin")
    reply = make_comment(idea, mo, "Goed gezien.", make_comment(idea, anna, "Er is ook water nodig."))
    work_off()
    page = open_live(new_page(anna.user), PAGE)
    page.get_by_role("link", name="reageerde op jou bij Pluktuin").click()
    expect(page.locator(f"#comment-{reply.pk}")).to_contain_text("Goed gezien.")
