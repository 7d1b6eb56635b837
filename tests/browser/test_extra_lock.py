"""The extra lock in a browser, with codes computed from a real secret: set, used, lost, on another device."""

import re
import uuid

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from accounts import factor
from common import clock
from labs.models import Role
from tests.browser import access
from tests.browser.conftest import session_cookie
from tests.browser.stage import PHONE, a_lab, a_person
from tests.browser.test_signing_in import code_from_mail
from tests.factories import give_factor, make_idea

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def a_mo(lab):
    """Return Mo, with an address that a form accepts."""
    mo = a_person(lab, "Mo")
    mo.user.email = mo.user.mailbox = f"{uuid.uuid4().hex}@post.example"
    mo.user.save()
    return mo


def app_code(secret=SECRET):
    return factor.format_hotp_value(factor.hotp_value(secret, int(clock.now().timestamp()) // factor.SECONDS))


def half_a_minute_later(user):
    """As if half a minute went by: the code that the app shows was not used yet."""
    row = Authenticator.objects.get(user=user, type="totp")
    row.data["step"] = 0
    row.save()


def type_code(page, code, button):
    page.locator("main [name=code]").fill(code)
    page.locator("main").get_by_role("button", name=button).first.click()


def by_mail(page, user, then="/"):
    """Sign in up to and with the code from the mail."""
    page.goto(f"/inloggen/?next={then}")
    type_code_of_mail(page, user)


def type_code_of_mail(page, user):
    """The same, at a page that asks to sign in."""
    page.get_by_label("Je mailadres").fill(user.email)
    page.get_by_role("button", name="Stuur mij een code").click()
    page.wait_for_url("**/inloggen/code/")
    code = code_from_mail(page, user.email)
    goes_on = page.locator("[data-goes-on]").is_visible()
    page.locator("[name=code]").fill(code)
    if not goes_on:
        page.locator("main").get_by_role("button", name="Doe mee").click()


@pytest.mark.parametrize("script", [True, False])
def test_lock_is_set_and_asked_for_on_another_device(new_page, script):
    user = a_mo(a_lab()).user
    page = new_page(java_script_enabled=script, viewport=PHONE)
    by_mail(page, user, "/account/slot/")
    page.wait_for_url("**/account/slot/")
    secret = page.locator(".lock-secret").inner_text().replace(" ", "")
    type_code(page, "000000", "Zet het extra slot aan")
    expect(page.locator("#id_code_error")).to_contain_text("Deze code klopt niet.")
    assert page.locator(".lock-secret").inner_text().replace(" ", "") == secret
    type_code(page, app_code(secret), "Zet het extra slot aan")
    page.wait_for_url("**/account/slot/noodcodes/")
    codes = [code.replace("\xa0", "") for code in page.locator(".lock-codes li").all_inner_texts()]
    assert len(codes) == 10
    assert page.get_by_role("button", name="Print ze").is_visible() is script
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    page.wait_for_url("**/account/")
    expect(page.get_by_text("Je extra slot staat aan: je logt in")).to_be_visible()

    other = new_page(java_script_enabled=script, viewport=PHONE)
    half_a_minute_later(user)
    by_mail(other, user, "/account/")
    other.wait_for_url("**/inloggen/slot/")
    type_code(other, "000000", "Doe mee")
    expect(other.locator("#id_code_error")).to_contain_text("Deze code klopt niet, of is al gebruikt.")
    type_code(other, app_code(secret), "Doe mee")
    other.wait_for_url("**/account/")

    third = new_page(java_script_enabled=script, viewport=PHONE)
    by_mail(third, user, "/account/")
    third.wait_for_url("**/inloggen/slot/")
    type_code(third, f"{codes[0][:4]} {codes[0][4:]}", "Doe mee")
    third.wait_for_url("**/account/")
    expect(third.get_by_text("Je gebruikte een noodcode. Je hebt er nog 9.")).to_be_visible()


def test_lock_is_typed_and_taken_off_with_the_keyboard_alone(new_page):
    user = a_mo(a_lab()).user
    give_factor(user)
    page = new_page()
    by_mail(page, user, "/account/slot/uit/")
    page.wait_for_url("**/inloggen/slot/")
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type(app_code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/slot/uit/")
    half_a_minute_later(user)
    page.locator("[name=code]").focus()
    page.keyboard.type(app_code())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/")
    expect(page.get_by_text("Je extra slot staat uit.")).to_be_visible()
    user.refresh_from_db()
    assert not user.factor_key


def test_moderator_without_the_code_may_read_and_moderates_after_typing_it(new_page, server):
    lab = a_lab()
    mo = a_mo(lab)
    Role.objects.create(membership=mo, kind="moderator")
    idea = make_idea(a_person(lab, "Anna"))
    page = new_page(user=mo.user)
    hide = f"{idea.get_absolute_url()}verbergen/"
    page.goto(hide)
    expect(page.get_by_text("Bij je rol hoort een extra slot.")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("[Vv]erberg"))).to_be_visible()
    give_factor(mo.user)
    page.goto(hide)
    expect(page.get_by_role("heading", name="Typ eerst de code van je extra slot")).to_be_visible()
    page.goto(idea.get_absolute_url())
    expect(page.get_by_text("telt je rol in dit lab nog niet")).to_be_visible()
    page.goto(hide)
    page.get_by_role("link", name="Typ de code van je extra slot").click()
    type_code(page, app_code(), "Ga verder")
    page.wait_for_url(f"**{hide}")
    expect(page.get_by_role("heading", name=re.compile("[Vv]erberg"))).to_be_visible()


@pytest.mark.parametrize("width", access.WIDTHS)
@pytest.mark.parametrize("scheme", access.SCHEMES)
def test_pages_of_the_lock_are_accessible(new_page, server, width, scheme):
    lab = a_lab()
    mo = a_mo(lab)
    Role.objects.create(membership=mo, kind="moderator")
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    faults = {}

    def look():
        faults[page.url] = access.findings(page) + [f"{px} px" for px in [access.overflow(page)] if px]

    by_mail(page, mo.user, "/account/slot/")
    page.wait_for_url("**/account/slot/")
    look()
    secret = page.locator(".lock-secret").inner_text().replace(" ", "")
    type_code(page, app_code(secret), "Zet het extra slot aan")
    page.wait_for_url("**/noodcodes/")
    look()
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    page.wait_for_url("**/account/")
    for address in ("/account/", "/account/slot/noodcodes/", "/account/slot/uit/"):
        page.goto(address)
        look()
    page.context.clear_cookies()
    cookie = session_cookie(mo.user, server)
    page.context.add_cookies([cookie])
    for address in ("/account/slot/code/", lab.get_absolute_url()):
        page.goto(address)
        look()
    page.context.clear_cookies()
    half_a_minute_later(mo.user)
    by_mail(page, mo.user)
    page.wait_for_url("**/inloggen/slot/")
    look()
    assert {address: found for address, found in faults.items() if found} == {}
