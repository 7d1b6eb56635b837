"""The second factor: setting it, signing in with it, recovery codes, taking it off; and what guessing gains."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts import factor, proved
from accounts.models import User
from common import clock
from notifications.models import OutgoingMail
from tests.accounts.conftest import Flow, signed_in_as, wrong
from tests.factories import make_lab, make_member, make_user

pytestmark = pytest.mark.django_db
FIELD = "/account/slot/"


@pytest.fixture
def now(monkeypatch):
    """`now(60)`: a minute later. Codes of an app depend on the clock."""
    at = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: at[0])

    def later(seconds):
        at[0] += timedelta(seconds=seconds)

    return later


def code_of(secret):
    return factor.format_hotp_value(factor.hotp_value(secret, int(clock.now().timestamp()) // 30))


def secret_on(page):
    return re.search(r'lock-secret" translate="no">([^<]+)<', page.content.decode())[1].replace(" ", "")


def sealed_on(page):
    return re.search(r'name="secret" value="([^"]+)"', page.content.decode())[1]


def codes_on(page):
    return ["".join(halves) for halves in re.findall(r"<li>(\d{4})&nbsp;(\d{4})</li>", page.content.decode())]


class Person(Flow):
    """A browser of Mo, who sets the factor."""

    secret = ""

    def sign_in(self, address="mo@example.org"):
        self.start(address)
        return self.enter()

    def set(self):
        page = self.client.get(FIELD)
        self.secret = secret_on(page)
        return self.client.post(FIELD, {"secret": sealed_on(page), "code": code_of(self.secret)})

    def type(self, code, where="/inloggen/slot/"):
        return self.client.post(where, {"code": code})


@pytest.fixture
def user(db):
    return make_user("Mo")


@pytest.fixture
def mo(client, user, now):
    """Mo has the factor, and is signed out again."""
    mo = Person(client)
    mo.sign_in()
    mo.set()
    mo.codes = codes_on(client.get("/account/slot/noodcodes/"))
    client.post("/uitloggen/")
    now(60)
    return mo


def subjects():
    return list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))


def test_setting_asks_for_a_code_of_the_app_and_tells_by_mail(client, user, now):
    mo = Person(client)
    mo.sign_in()
    page = client.get(FIELD)
    refused = client.post(FIELD, {"secret": sealed_on(page), "code": wrong(code_of(secret_on(page)))})
    assert refused.status_code == 422
    assert "Deze code klopt niet. Neem de code die je app nu laat zien." in refused.content.decode()
    assert secret_on(refused) == secret_on(page)  # what was scanned still works
    assert not Authenticator.objects.exists()
    assert mo.set().headers["Location"] == "/account/slot/noodcodes/"
    assert len(codes_on(client.get("/account/slot/noodcodes/"))) == 10
    assert subjects() == ["Je extra slot is aangezet"]
    assert client.get(FIELD).headers["Location"] == "/account/slot/noodcodes/"


def test_nothing_readable_of_a_secret_is_stored(client, user, now):
    mo = Person(client)
    mo.sign_in()
    mo.set()
    stored = str(list(Authenticator.objects.values()))
    assert mo.secret not in stored
    assert mo.secret not in str(dict(client.session))


def test_factor_is_set_soon_after_signing_in_only(client, user, monkeypatch):
    mo = Person(client)
    mo.sign_in()
    assert "Scan dit plaatje" in client.get(FIELD).content.decode()
    later = proved.time.time() + 16 * 60
    monkeypatch.setattr(proved.time, "time", lambda: later)
    assert "Log opnieuw in" in client.get(FIELD).content.decode()
    assert client.post(FIELD, {"code": "123456"}).status_code == 403
    again = client.post("/account/opnieuw-inloggen/?next=/account/slot/")
    assert again.headers["Location"] == "/inloggen/?next=%2Faccount%2Fslot%2F"
    assert signed_in_as(client) is None


def test_who_is_a_moment_later_than_the_owner_is_not_proved_by_the_lock_of_the_owner(client, user, now, monkeypatch):
    person = Person(client)
    person.sign_in()
    found = factor.step_of

    def then_the_owner_sets_it(secret, code, after=0):
        step = found(secret, code, after)
        factor.set_factor(User.objects.get(pk=user.pk), factor.new_secret(), 1)
        return step

    monkeypatch.setattr(factor, "step_of", then_the_owner_sets_it)
    person.set()
    assert User.objects.get(pk=user.pk).factor_key
    assert proved.KEY not in client.session


def test_a_secret_of_another_person_is_refused(client, user, now):
    make_user("Anna")
    other = Person(Client())
    other.sign_in("anna@example.org")
    page = other.client.get(FIELD)
    Person(client).sign_in()
    answer = client.post(FIELD, {"secret": sealed_on(page), "code": code_of(secret_on(page))})
    assert answer.headers["Location"] == FIELD
    assert not Authenticator.objects.exists()


def test_signing_in_asks_for_the_code_of_the_mail_and_then_of_the_app(mo, user):
    assert mo.sign_in().headers["Location"] == "/inloggen/slot/"
    assert signed_in_as(mo.client) is None
    assert "Je extra slot" in mo.client.get("/inloggen/slot/").content.decode()
    assert mo.client.get("/account/").status_code == 302
    answer = mo.type(wrong(code_of(mo.secret)))
    assert answer.status_code == 422
    assert "Deze code klopt niet, of is al gebruikt." in answer.content.decode()
    assert "Deze noodcode klopt niet, of is al gebruikt." in mo.type("12345678").content.decode()
    assert mo.type(code_of(mo.secret)).headers["Location"] == "/"
    assert signed_in_as(mo.client) == str(user.pk)
    assert mo.client.session[proved.KEY] == User.objects.get(pk=user.pk).factor_key


def test_page_that_waited_opens_after_the_code_of_the_app(mo):
    mo.start("mo@example.org", "/inloggen/?next=/account/")
    mo.enter()
    assert mo.type(code_of(mo.secret)).headers["Location"] == "/account/"


@pytest.mark.parametrize("late", [-30, 30])
def test_a_phone_may_be_half_a_minute_wrong(mo, now, late):
    mo.sign_in()
    now(late)
    code = code_of(mo.secret)
    now(-late)
    assert mo.type(code).status_code == 302


def test_a_phone_that_is_a_minute_and_a_half_wrong_is_refused(mo, now):
    mo.sign_in()
    code = code_of(mo.secret)
    now(90)
    assert mo.type(code).status_code == 422


def test_a_code_works_once(mo):
    code = code_of(mo.secret)
    mo.sign_in()
    mo.type(code)
    other = Person(Client())
    other.sign_in()
    assert other.type(code).status_code == 422


def test_a_recovery_code_works_once_and_is_told(mo):
    mo.sign_in()
    code = mo.codes[3]
    assert mo.type(f"{code[:4]} {code[4:]}").status_code == 302
    assert "Je hebt er nog 9." in mo.client.get("/").content.decode()
    assert subjects()[-1] == "Een noodcode van jou is gebruikt"
    other = Person(Client())
    other.sign_in()
    assert other.type(code).status_code == 422


def test_five_wrong_codes_end_the_attempt(mo):
    mo.sign_in()
    for _number in range(4):
        assert mo.type("000000").status_code == 422
    assert mo.type("000000").headers["Location"] == "/inloggen/"
    assert mo.type(code_of(mo.secret)).headers["Location"] == "/inloggen/"
    assert signed_in_as(mo.client) is None


def test_wrong_codes_are_limited_over_attempts(mo):
    for tries in (3, 2):
        mo.sign_in()
        for _number in range(tries):
            assert mo.type("000000").status_code == 422
    mo.sign_in()
    answer = mo.type(code_of(mo.secret))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 15 * 60
    assert "Er is te vaak een verkeerde code getypt. Wacht 15 minuten" in answer.content.decode()


def test_a_stolen_session_does_not_use_up_the_limit_of_signing_in(mo, user):
    thief = Client()
    thief.force_login(user)
    for _number in range(6):
        Person(thief).type("000000", "/account/slot/code/")
    assert Person(thief).type(code_of(mo.secret), "/account/slot/code/").status_code == 429
    mo.sign_in()
    assert mo.type(code_of(mo.secret)).status_code == 302


def test_another_person_who_was_signed_in_here_does_nothing_of_what_waits(mo, user):
    bram = make_user("Bram")
    mo.start("mo@example.org", "/inloggen/?next=/account/")
    mo.client.force_login(bram)
    mo.enter()
    assert signed_in_as(mo.client) != str(bram.pk)


def test_the_codes_are_shown_until_they_are_kept_and_in_a_proved_session_only(mo, user):
    mo.sign_in()
    mo.type(code_of(mo.secret))
    page = mo.client.get("/account/slot/noodcodes/")
    assert codes_on(page) == mo.codes
    file = mo.client.get("/account/slot/noodcodes/bestand/")
    assert file.content.decode().split() == mo.codes
    assert file.headers["Content-Disposition"] == 'attachment; filename="noodcodes.txt"'
    thief = Client()
    thief.force_login(user)
    assert codes_on(thief.get("/account/slot/noodcodes/")) == []
    assert thief.get("/account/slot/noodcodes/bestand/").status_code == 302
    mo.client.post("/account/slot/noodcodes/bewaard/")
    page = mo.client.get("/account/slot/noodcodes/")
    assert codes_on(page) == []
    assert "Je hebt nog 10 noodcodes." in page.content.decode()


def test_renewed_recovery_codes_replace_the_old_ones(mo, now):
    mo.sign_in()
    mo.type(code_of(mo.secret))
    mo.client.post("/account/slot/noodcodes/bewaard/")
    now(30)
    assert mo.type("12345678", "/account/slot/noodcodes/").status_code == 422
    assert mo.type(code_of(mo.secret), "/account/slot/noodcodes/").status_code == 302
    fresh = codes_on(mo.client.get("/account/slot/noodcodes/"))
    assert len(fresh) == 10
    assert not set(fresh) & set(mo.codes)
    assert subjects()[-1] == "Je hebt nieuwe noodcodes"


def test_taking_it_off_asks_for_a_code_and_it_can_be_set_anew(mo, user, now):
    mo.sign_in()
    mo.type(code_of(mo.secret))
    now(30)
    assert mo.type("000000", "/account/slot/uit/").status_code == 422
    assert mo.type(code_of(mo.secret), "/account/slot/uit/").headers["Location"] == "/account/"
    assert not Authenticator.objects.exists()
    assert subjects()[-1] == "Je extra slot is uitgezet"
    assert mo.set().status_code == 302
    assert Authenticator.objects.count() == 2


def test_a_session_of_before_the_factor_can_type_a_code(mo, user):
    other = Client()
    other.force_login(user)
    assert other.get("/account/slot/code/?next=/account/").status_code == 200
    key = other.session.session_key
    answer = Person(other).type(code_of(mo.secret), "/account/slot/code/?next=/account/")
    assert answer.headers["Location"] == "/account/"
    assert other.session[proved.KEY] == User.objects.get(pk=user.pk).factor_key
    assert other.session.session_key != key


def test_who_has_no_factor_signs_in_as_before(client, user):
    assert Person(client).sign_in().headers["Location"] == "/"
    assert client.get("/inloggen/slot/").headers["Location"] == "/"


def test_a_deactivated_person_gets_no_further(mo, user):
    mo.sign_in()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert mo.type(code_of(mo.secret)).headers["Location"] == "/inloggen/"


def test_the_door_of_development_counts_for_nothing_without_debug(client, settings):
    member = make_member(make_lab(is_demo=True), "Mo")
    settings.DEBUG = True
    client.force_login(member.user)
    session = client.session
    session[proved.KEY] = proved.DOOR
    session.save()
    request = type("Request", (), {"session": session, "user": member.user})()
    assert proved.is_proved(request)
    settings.DEBUG = False
    assert not proved.is_proved(request)
