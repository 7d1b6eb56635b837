"""Two browsers of somebody who works for a lab: each lists both, and signs out the other one, or all of them."""

from contextlib import nullcontext

import pytest
from playwright.sync_api import expect

from ideas.models import Comment
from labs.models import Role
from tests.answers.conftest import asked, voice_of, words
from tests.browser.access import overflow
from tests.browser.languages import foreign_words
from tests.browser.stage import ALL_ANSWERED, a_lab, a_name, a_person, until
from tests.browser.test_extra_lock import a_mo, app_code, type_code, type_code_of_mail
from tests.factories import give_factor, make_idea

LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
NAMES = ("Firefox op Linux", "Safari op iPhone")
NARROW = {"width": 320, "height": 640}
TYPED = "Morgen staat de bank er."


@pytest.fixture
def mo():
    """Mo moderates, and has the extra lock."""
    mo = a_mo(a_lab())
    Role.objects.create(membership=mo, kind="moderator")
    give_factor(mo.user)
    return mo


@pytest.fixture
def two(new_page, mo):
    """`two(**options)`: the laptop and the phone of Mo, both signed in; the phone is at the list."""

    def two(**options):
        pages = []
        for agent in (LAPTOP, PHONE):
            pages.append(new_page(mo.user, user_agent=agent, **options))
            mo.user.devices.filter(browser="").delete()  # the first page stores what the browser says of itself
            pages[-1].goto("/account/")
        return pages

    return two


def rows(page):
    return page.locator(".devices li")


def press_with_keyboard(page, name):
    """Go to this button with the Tab key, and press Enter."""
    button = page.locator("main").get_by_role("button", name=name)
    for _press in range(80):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError("the keyboard does not reach it")


@pytest.mark.parametrize("script", [True, False])
def test_device_that_another_one_signs_out_keeps_what_is_typed_until_both_codes(two, mo, script):
    idea = make_idea(a_person(mo.lab, "Anna"))
    laptop, phone = two(java_script_enabled=script)
    laptop.reload()
    for page, this, other in ((laptop, *NAMES), (phone, *NAMES[::-1])):
        expect(rows(page)).to_have_count(2)
        expect(rows(page).filter(has_text="dit toestel")).to_contain_text(this)
        expect(rows(page).filter(has_text="dit toestel").get_by_role("button")).to_have_count(0)
        expect(rows(page).filter(has_text=other).get_by_role("button", name="Log uit")).to_have_count(1)

    with laptop.expect_websocket() if script else nullcontext() as opened:
        laptop.goto(idea.get_absolute_url())
    if script:
        until(laptop, ALL_ANSWERED)
    laptop.locator("#reageer textarea").fill(TYPED)
    with opened.value.expect_event("close") if script else nullcontext():
        press_with_keyboard(phone, "Log uit")
    expect(phone.get_by_text("Dat toestel is uitgelogd.")).to_be_visible()
    expect(rows(phone)).to_have_count(1)

    expect(laptop.locator("#reageer textarea")).to_have_value(TYPED)
    laptop.get_by_role("button", name="Plaats reactie").click()
    laptop.wait_for_url("**/inloggen/?bij=*")
    expect(laptop.locator("main")).to_contain_text(TYPED)
    assert not Comment.objects.filter(idea=idea).exists()
    type_code_of_mail(laptop, mo.user)
    laptop.wait_for_url("**/inloggen/slot/**")
    assert not Comment.objects.filter(idea=idea).exists()
    type_code(laptop, app_code(), "Doe mee")
    expect(laptop.locator(".said", has_text=TYPED)).to_be_visible()
    assert Comment.objects.get(idea=idea).author == mo


@pytest.mark.parametrize("script", [True, False])
def test_signing_out_everywhere_with_the_keyboard_ends_both(two, script):
    laptop, phone = two(java_script_enabled=script)
    press_with_keyboard(phone, "Overal uitloggen")
    expect(phone.get_by_text("Je bent uitgelogd op al je toestellen.")).to_be_visible()
    for page in (laptop, phone):
        page.goto("/account/")
        assert "/inloggen/" in page.url


def test_list_is_in_english_and_fits_a_narrow_phone(two, mo):
    mo.user.choose_name(a_name("Samira"))  # the check takes "mo" for Dutch
    laptop, phone = two(locale="en-GB", viewport=NARROW)
    expect(rows(phone)).to_have_count(2)
    expect(rows(phone).filter(has_text="this device")).to_contain_text("Safari on iPhone")
    assert (foreign_words(phone), overflow(phone)) == ([], 0)
    phone.get_by_role("button", name="Sign it out").click()
    expect(phone.get_by_text("That device is signed out.")).to_be_visible()
    assert (foreign_words(phone), overflow(phone)) == ([], 0)
    laptop.goto("/account/")
    assert "/inloggen/" in laptop.url


def test_long_phone_number_below_an_answer_stays_on_one_line_and_fits(page):
    idea = make_idea(a_person(a_lab(), "Anna"))
    fleur = a_person(idea.lab, "Fleur", "civil_servant")
    contact = "Fleur, team Groen, +31 (0)77 477 97 77"
    asked(idea, fleur).give(fleur, voice_of(fleur), **words(contact=contact))
    page.goto(idea.get_absolute_url())
    number = page.locator(f"#answer-{idea.pk} [href='tel:+31774779777']")
    for width in range(320, 520, 20):  # without our rule it is cut at some of these
        page.set_viewport_size({"width": width, "height": 640})
        assert (number.evaluate("one => one.getClientRects().length"), overflow(page)) == (1, 0), width
