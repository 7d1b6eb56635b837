"""Something that a form needs is removed while somebody types: the page says so once, and the next click works."""

import pytest
from playwright.sync_api import expect

from ideas.models import Comment
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live
from tests.factories import make_comment

BUTTON = "Plaats reactie"


@pytest.fixture
def idea():
    return a_lively_idea(a_lab(), supports=0)


@pytest.fixture
def wiel(idea):
    return a_person(idea.lab, "Wiel", "stadmaker")


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def open_at(new_page, wiel, request):
    def open_at(address):
        page = new_page(user=wiel.user, java_script_enabled=request.param)
        if request.param:
            return open_live(page, address)
        page.goto(address)
        return page

    return open_at


def test_answer_to_what_was_removed_goes_online_as_a_comment(open_at, idea, wiel):
    first = make_comment(idea, wiel, "Straks weg.")
    page = open_at(f"{idea.get_absolute_url()}reacties/?antwoord={first.pk}")
    page.locator("textarea").fill("Dit bewaar je.")
    first.remove()
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("alert")).to_contain_text("De reactie waarop je antwoordt, is intussen weg.")
    expect(page.get_by_label("Wat wil je toevoegen?")).to_have_value("Dit bewaar je.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wat vind jij van")
    page.wait_for_load_state()  # it loaded again: its scripts show text above the button, which moves it
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator(".said", has_text="Dit bewaar je.")).to_be_visible()
    assert Comment.objects.get(idea=idea, text="Dit bewaar je.").parent is None


def test_comment_in_a_role_that_was_taken_goes_online_as_a_resident(open_at, idea, wiel):
    page = open_at(idea.get_absolute_url())
    page.locator("#reageer textarea").fill("Dit bewaar je.")
    page.locator("#reageer").get_by_label("stadmaker").check()
    wiel.roles.all().delete()
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("alert")).to_contain_text("Die rol heb je hier niet meer.")
    expect(page.locator("#reageer")).to_contain_text("bewoner")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator(".said", has_text="Dit bewaar je.")).to_be_visible()
    assert Comment.objects.get(idea=idea, text="Dit bewaar je.").voice_kind == "resident"


def test_answer_to_what_was_removed_goes_once_and_the_page_that_came_stays(new_page, idea, wiel):
    first = make_comment(idea, wiel, "Straks weg.")
    page, posts = open_live(new_page(wiel.user), f"{idea.get_absolute_url()}reacties/?antwoord={first.pk}"), []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.locator("textarea").fill("Dit bewaar je.")
    first.remove()
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wat vind jij van")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(page.locator("blockquote")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    assert len(posts) == 1
    page.reload()
    expect(page.locator("textarea")).to_have_value("Dit bewaar je.")
    open_live(page, idea.get_absolute_url())
    expect(page.locator("#reageer textarea")).to_have_value("")
    page.goto(f"{idea.get_absolute_url()}reacties/")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator(".said", has_text="Dit bewaar je.")).to_be_visible()
    assert Comment.objects.get(idea=idea, text="Dit bewaar je.").parent is None
    page.goto(f"{idea.get_absolute_url()}reacties/")
    expect(page.locator("textarea")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []
