"""The script sends forms like a browser, because the server tells short forms from large bodies by the headers."""

import pytest
from playwright.sync_api import expect

from ideas.models import Comment
from tests.browser.stage import a_lab, a_lively_idea, a_person, a_photo, open_live
from tests.factories import make_idea

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


def test_presses_and_words_go_as_short_forms(new_page):
    idea = a_lively_idea(a_lab(), supports=0)
    wiel = a_person(idea.lab, "Wiel")
    page, kinds = open_live(new_page(wiel.user), idea.get_absolute_url()), []
    page.on(
        "request", lambda request: kinds.append(request.headers["content-type"]) if request.method == "POST" else 0
    )
    page.get_by_role("button", name="Ik steun dit").click()
    expect(page.get_by_role("button", name="Je steunt dit")).to_be_visible()
    page.locator("#reageer textarea").fill("Eén & één = “twee”?\nEn dan 🌱 + 100%.")
    page.locator("#reageer").get_by_role("button", name="Plaats reactie").click()
    expect(page.locator(".said", has_text="En dan 🌱")).to_be_visible()
    assert [kind.partition(";")[0] for kind in kinds] == [FORM, FORM]
    assert idea.supports.get().person == wiel
    assert Comment.objects.get(author=wiel).text == "Eén & één = “twee”?\nEn dan 🌱 + 100%."


OLD_FORM_DATA = """
{
    const Now = FormData;
    window.FormData = class extends Now { constructor(form) { if (form) super(form); else super(); } };
}"""


def test_a_browser_whose_form_data_ignores_the_pressed_button_sends_it(new_page):
    """Safari before 16.4: without the button's name and value, "Ja" was an answer without a value."""
    idea = a_lively_idea(a_lab(), supports=0)
    wiel = a_person(idea.lab, "Wiel")
    page = new_page(wiel.user)
    page.add_init_script(OLD_FORM_DATA)
    open_live(page, idea.get_absolute_url())
    page.locator("form[action$='/nut/']").get_by_role("button", name="Ja", exact=True).click()
    expect(page.get_by_role("button", name="Ja", exact=True)).to_have_attribute("aria-pressed", "true")
    assert idea.need_answers.get().answer == "yes"


@pytest.fixture
def at_forms(new_page):
    """`at_forms(role, address, **options)`: a page there, in a lab of its own, and the kinds of body that it sent.

    The server's answer leaves the page as it is, so that one can go on with it.
    """

    def open_form(role, address, **options):
        lab = a_lab()
        person = a_person(lab, "Wiel", *role)
        page, kinds = new_page(person.user, **options), []
        page.route("**/*", lambda route: stay(route, kinds))
        page.goto(address.format(lab=lab.slug, idea=make_idea(person).pk))
        return page, kinds

    return open_form


def stay(route, kinds):
    if route.request.method != "POST":
        return route.continue_()
    kinds.append(route.request.headers["content-type"].partition(";")[0])
    return route.fulfill(status=204)


WITH_A_PHOTO = [
    ([], "/{lab}/ideeen/{idea}/bewerken/"),
    (["moderator"], "/{lab}/ideeen/namens/"),
    (["stadmaker"], "/{lab}/plekken/nieuw/"),
]
PRESS = "main form:has([type=file]) [type=submit]"


@pytest.mark.parametrize(("role", "address"), WITH_A_PHOTO)
def test_a_form_that_the_browser_sends_goes_in_parts_only_while_a_photo_is_chosen(at_forms, role, address):
    """The last one is empty: the page says so at the field, and sends the form without it."""
    page, kinds = at_forms(role, address)
    empty = {"name": "leeg.jpg", "mimeType": "image/jpeg", "buffer": b""}
    for number, chosen in enumerate([[], a_photo(), [], empty], 1):
        page.locator("[type=file]").set_input_files(chosen)
        page.locator(PRESS).click()
        until_sent(page, kinds, number)
    assert kinds == [FORM, PARTS, FORM, FORM]
    expect(page.locator("#id_photo_error")).to_be_visible()


def until_sent(page, kinds, number):
    for _wait in range(500):
        if len(kinds) >= number:
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"{len(kinds)} of {number} were sent")


@pytest.mark.parametrize(("role", "address"), WITH_A_PHOTO)
def test_without_a_script_it_always_goes_in_parts(at_forms, role, address):
    page, kinds = at_forms(role, address, java_script_enabled=False)
    page.locator(PRESS).click()
    until_sent(page, kinds, 1)
    assert kinds == [PARTS]


def test_words_that_are_changed_without_another_photo_keep_the_one_there_is(new_page):
    idea = a_lively_idea(a_lab())
    page = new_page(idea.author.user)
    for words, chosen in (("Eén & één = “twee”?\nEn dan 🌱 + 100%.", a_photo()), ("Nu anders.\n\n=1+1 🌱", [])):
        page.goto(f"{idea.get_absolute_url()}bewerken/")
        page.locator("[name=opportunity]").fill(words)
        page.locator("[type=file]").set_input_files(chosen)
        page.locator("[name=photo_alt]").fill("Het veld")
        page.get_by_role("button", name="Zet de nieuwe tekst online").click()
        page.wait_for_url(f"**{idea.get_absolute_url()}")
        idea.refresh_from_db()
        assert (idea.opportunity, bool(idea.photo), idea.photo_alt) == (words, True, "Het veld")
