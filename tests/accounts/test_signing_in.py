"""The sign-in flow: address, code, name, and nothing else."""

import re
from smtplib import SMTPRecipientsRefused
from ssl import SSLCertVerificationError

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.urls import get_resolver

from accounts import signing_in
from accounts.models import SignInCode, User
from tests.accounts.conftest import WRONG_CODE, signed_in_as
from tests.factories import make_user


def test_newcomer_gets_a_code_chooses_a_name_and_is_in(flow):
    assert flow.start("Merel@Post.example").headers["Location"] == "/inloggen/code/"
    assert User.objects.count() == 0  # nobody is in the database before they prove their mailbox
    response = flow.enter()
    assert (response.status_code, response.headers["Location"]) == (302, "/inloggen/naam/")
    assert flow.name("Merel").headers["Location"] == "/"
    merel = User.objects.get()
    assert (merel.email, merel.mailbox, merel.name, merel.language) == (
        "Merel@Post.example", "merel@post.example", "Merel", "nl",
    )  # fmt: skip
    assert signed_in_as(flow.client) == str(merel.pk)
    assert not merel.has_usable_password()


def test_who_chooses_no_name_can_sign_out_again(flow):
    flow.start("merel@post.example")
    flow.enter()
    page = flow.client.get("/account/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/inloggen/naam/"), "the account's own way out is behind it"
    assert '<form method="post" action="/uitloggen/"' in page.text
    assert flow.client.post("/uitloggen/").headers["Location"] == "/"
    assert not signed_in_as(flow.client)


def test_head_offers_signing_in_everywhere_but_while_signing_in(flow):
    def head(page):
        return page.text.split("</header>")[0]

    assert ">Doe mee</a>" in head(flow.client.get("/privacy/"))
    assert ">Doe mee</a>" not in head(flow.client.get("/inloggen/"))
    flow.start("anna@example.org", "/inloggen/?next=/privacy/")
    assert ">Doe mee</a>" not in head(flow.look()), "it would lose where you were going"


def test_known_person_is_in_after_the_code(flow):
    anna = make_user("Anna")
    flow.start("anna@example.org")
    assert flow.enter().headers["Location"] == "/"
    assert signed_in_as(flow.client) == str(anna.pk)
    assert User.objects.count() == 1


def test_next_is_where_you_land(flow):
    make_user("Anna")
    flow.start("anna@example.org", "/inloggen/?next=/privacy/%3Fa%3D1")
    assert flow.enter().headers["Location"] == "/privacy/?a=1"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "http://testserver//evil.example/", "http://[",
     "javascript:alert(1)", "/\t/evil.example", "https:///evil.example", "http:evil.example", "/inloggen/code/",
     "\x00//evil.example"],
)  # fmt: skip
def test_next_stays_on_this_host(flow, elsewhere):
    make_user("Anna")
    assert flow.client.get("/inloggen/", {"next": elsewhere}).status_code == 200
    response = flow.client.post("/inloggen/?" + "next=" + re.sub(r"[^a-z]", lambda m: f"%{ord(m[0]):02x}", elsewhere),
                                {"email": "anna@example.org"})  # fmt: skip
    assert response.status_code == 302
    flow.look()
    assert flow.enter().headers["Location"] == "/"


@pytest.mark.parametrize("address", ["anna@example.org", "ANNA+lab@Example.org", "nobody@example.org"])
def test_answer_is_the_same_for_everyone(flow, address):
    make_user("Anna")
    response = flow.start(address)
    assert (response.status_code, response.headers["Location"]) == (302, "/inloggen/code/")
    page = flow.look().content.decode()
    neutral = re.sub(r'value="[^"]{30,}"', "", page.replace(address, "ADDRESS"))
    flow.client.cookies.clear()
    flow.start("other@example.org")
    assert neutral == re.sub(
        r'value="[^"]{30,}"', "", flow.look().content.decode().replace("other@example.org", "ADDRESS")
    )
    assert len(mail.outbox) == 2
    assert re.sub(r"\d{6}", "", mail.outbox[0].subject) == re.sub(r"\d{6}", "", mail.outbox[1].subject)


def test_deactivated_person_gets_the_same_answer_and_no_code(flow):
    make_user("Anna", is_active=False)
    assert flow.start("anna@example.org").headers["Location"] == "/inloggen/code/"
    assert mail.outbox == []
    response = flow.enter("123456")
    assert response.status_code == 422
    assert WRONG_CODE in response.content.decode()


def test_deactivated_between_code_and_typing_is_not_let_in(flow):
    make_user("Anna")
    flow.start("anna@example.org")
    User.objects.update(is_active=False)
    assert flow.enter().status_code == 422
    assert signed_in_as(flow.client) is None


@pytest.mark.parametrize(
    "address",
    ["", "merel", "merel@", "a@b.nl\nBcc: all@example.org", "a@b.nl%0aBcc:x@y.nl", "a" * 300 + "@b.nl",
     "a@b.nl, c@d.nl", "a@b.nl\x00", "İ" * 60 + "@post.example", "x" * 60 + "@" + "İ" * 30 + ".nl"],
)  # fmt: skip
def test_what_is_no_address_is_refused_at_the_field(flow, address):
    response = flow.client.post("/inloggen/", {"email": address})
    assert response.status_code == 422
    assert 'id="id_email_error"' in response.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        (SSLCertVerificationError("expired"), 503, "We kunnen nu geen mail sturen."),
        (ConnectionRefusedError(), 503, "We kunnen nu geen mail sturen."),
        (SMTPRecipientsRefused({"anna@example.org": (550, b"No such user")}), 422, "Klopt het?"),
        (UnicodeEncodeError("ascii", "", 0, 1, "not in a mail"), 422, "Klopt het?"),
    ],
)
def test_an_address_is_doubted_only_when_it_was_the_address(flow, monkeypatch, failure, status, words):
    def send_messages(self, messages):
        raise failure

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", send_messages)
    response = flow.client.post("/inloggen/", {"email": "anna@example.org"})
    assert (response.status_code, words in response.text) == (status, True)


def test_reading_the_sign_in_page_writes_nothing(flow):
    flow.client.get("/inloggen/?next=/privacy/")
    flow.client.get("/inloggen/code/")
    flow.client.get("/inloggen/naam/")
    assert SignInCode.objects.count() == 0
    assert "sessionid" not in " ".join(flow.client.cookies)
    assert not [name for name in flow.client.cookies if name.startswith("session")]


def test_session_holds_no_address_and_the_attempt_only_until_it_is_used(flow):
    flow.start("merel@post.example")
    assert "post.example" not in str(dict(flow.client.session))
    assert SignInCode.objects.get().address == "merel@post.example"
    flow.enter()
    assert SignInCode.objects.get().address == ""
    assert flow.client.get("/inloggen/code/").headers["Location"] == "/"


def test_session_of_someone_who_does_not_return_ends_in_an_hour(flow):
    make_user("Anna")
    flow.start("anna@example.org")
    assert flow.client.session.get_expiry_age() == 60 * 60
    flow.enter()
    assert flow.client.session.get_expiry_age() == 60 * 24 * 60 * 60
    assert "example.org" not in str(dict(flow.client.session))


def test_signing_in_changes_the_session_key(flow):
    make_user("Anna")
    flow.start("anna@example.org")
    before = flow.client.session.session_key
    flow.enter()
    assert flow.client.session.session_key != before


def test_name_page_asks_until_there_is_one(flow):
    flow.start("merel@post.example")
    flow.enter()
    response = flow.name("Gemeente")
    assert response.status_code == 422
    assert "Dit lijkt op een rol." in response.content.decode()
    make_user("Merel")
    response = flow.name("ＭＥＲＥＬ")
    assert "Iemand anders heeft deze naam al." in response.content.decode()
    assert 'value="ＭＥＲＥＬ"' in response.content.decode()
    assert flow.client.get("/inloggen/").headers["Location"].startswith("/inloggen/naam/")
    assert flow.name("Merel 2").headers["Location"] == "/"
    assert flow.name("Iets anders").headers["Location"] == "/"
    assert User.objects.filter(name="Merel 2").count() == 1


def test_name_taken_between_looking_and_saving_is_told(flow, monkeypatch):
    make_user("Merel")
    flow.start("merel2@post.example")
    flow.enter()
    monkeypatch.setattr("accounts.forms.account.NameForm.clean_name", lambda form: "merel")
    response = flow.name("merel")
    assert response.status_code == 422
    assert "Iemand anders heeft deze naam al." in response.content.decode()


@pytest.mark.parametrize("address", ["/inloggen/", "/inloggen/code/", "/inloggen/naam/"])
def test_pages_are_kept_out_of_caches_and_search(flow, address):
    flow.start("merel@post.example")
    if address == "/inloggen/naam/":
        flow.enter()
    response = flow.client.get(address)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_no_password_anywhere(flow):
    flow.start("merel@post.example")
    flow.enter()
    for address in ["/inloggen/", "/inloggen/code/", "/inloggen/naam/"]:
        assert 'type="password"' not in flow.client.get(address, follow=True).content.decode()
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not [name for name in names if name.startswith(("account_", "mfa_", "socialaccount_", "password"))
                and name not in {"account_calendar", "account_data", "account_erase"}]  # fmt: skip
    assert not flow.client.login(username="merel@post.example", password="")


def test_sign_in_waits_for_allauth_when_a_stage_wants_more(flow, monkeypatch):
    """A second factor will be a stage of allauth: until it is passed, nobody is signed in."""
    from django.http import HttpResponseRedirect

    make_user("Anna")
    flow.start("anna@example.org")
    monkeypatch.setattr(signing_in, "perform_login", lambda request, login: HttpResponseRedirect("/tweede/"))
    assert flow.enter().headers["Location"] == "/tweede/"
    assert signed_in_as(flow.client) is None


def test_csrf_is_asked_on_every_step(db):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    for address in ["/inloggen/", "/inloggen/code/", "/inloggen/code/nieuw/", "/inloggen/naam/", "/uitloggen/"]:
        assert client.post(address, {"email": "a@b.nl"}).status_code == 403
