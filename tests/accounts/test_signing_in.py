"""The one flow: address, code, name, and nothing else needed."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone

from accounts import signing_in
from accounts.chores import forget_codes
from accounts.models import SignInCode, User
from tests.accounts.conftest import last_code, wrong
from tests.factories import make_user

WRONG_CODE = "Deze code klopt niet. Kijk of je de nieuwste mail hebt."
GONE_CODE = "Deze code werkt niet meer."


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_newcomer_gets_a_code_chooses_a_name_and_is_in(flow):
    assert flow.start("Merel@Post.example").headers["Location"] == "/inloggen/code/"
    assert User.objects.count() == 0  # nobody is in the database before their mailbox is proven
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


@pytest.mark.parametrize(
    "typed", ["{0} {1}", "{0}-{1}", " {0}{1}\n", "{0}\u00a0{1}", "{0}{1} is je code voor stadslab"]
)
def test_code_may_be_pasted_with_what_came_along(flow, typed):
    flow.start("merel@post.example")
    code = last_code()
    assert flow.enter(typed.format(code[:3], code[3:])).headers["Location"] == "/inloggen/naam/"


def test_page_with_the_code_helps_a_phone(flow):
    flow.start("merel@post.example")
    page = flow.look().content.decode()
    field = re.search(r'<input[^>]*name="code"[^>]*>', page)[0]
    assert 'inputmode="numeric"' in field
    assert 'autocomplete="one-time-code"' in field
    assert "<strong>merel@post.example</strong>" in page


def test_wrong_code_says_what_to_do(flow):
    flow.start("merel@post.example")
    response = flow.enter(wrong(last_code()))
    assert response.status_code == 422
    assert WRONG_CODE in response.content.decode()
    assert flow.enter().status_code == 302


def test_fifth_wrong_code_ends_it_and_a_new_one_helps(flow):
    flow.start("merel@post.example")
    for _ in range(5):
        assert WRONG_CODE in flow.enter(wrong(last_code())).content.decode()
    response = flow.enter()
    assert response.status_code == 422
    assert GONE_CODE in response.content.decode()
    assert flow.resend().status_code == 302
    assert flow.enter().status_code == 302


def test_incomplete_code_does_not_count_as_wrong(flow):
    flow.start("merel@post.example")
    for typed in ["", "12", "abc", "1234567"] * 2:
        response = flow.client.post("/inloggen/code/", {"token": flow.token, "code": typed})
        assert response.status_code == 422
    assert flow.enter().status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(14, 302), (16, 422)])
def test_code_works_a_quarter_of_an_hour(flow, minutes, status):
    flow.start("merel@post.example")
    SignInCode.objects.update(sent_at=timezone.now() - timedelta(minutes=minutes))
    response = flow.enter()
    assert response.status_code == status
    assert status == 302 or GONE_CODE in response.content.decode()


@pytest.mark.skipif(connection.vendor == "postgresql", reason="the clock is the database's own: nobody moves it")
def test_clock_alone_ends_a_code(flow, time_machine):
    time_machine.move_to("2026-11-24 12:00 +0000", tick=True)
    flow.start("merel@post.example")
    time_machine.move_to("2026-11-24 12:16 +0000", tick=True)
    assert flow.enter().status_code == 422


def test_new_code_replaces_the_one_before(flow):
    flow.start("merel@post.example")
    old = last_code()
    flow.resend()
    assert old == last_code() or WRONG_CODE in flow.enter(old).content.decode()
    assert flow.enter().status_code == 302


def test_code_works_only_in_the_browser_that_asked(flow, make_flow):
    flow.start("merel@post.example")
    other = make_flow()
    assert other.enter(last_code(), flow.token).headers["Location"] == "/inloggen/"
    assert signed_in_as(other.client) is None
    other.start("iemand@post.example")
    code_for_merel = re.match(r"\d{6}", mail.outbox[0].subject)[0]
    assert other.enter(code_for_merel).status_code == 422 or code_for_merel == last_code()


@pytest.mark.parametrize("token", ["", "\0", "x" * 44, "\ud800"])
@pytest.mark.parametrize("address", ["/inloggen/code/", "/inloggen/code/nieuw/"])
def test_token_that_cannot_be_one_starts_again(client, db, address, token):
    response = client.post(address, {"token": token.encode(errors="surrogatepass"), "code": "123456"})
    assert (response.status_code, response["Location"]) == (302, "/inloggen/")


def test_the_address_where_no_code_was_sent_leads_back_to_the_code(client, db):
    assert client.get("/inloggen/code/nieuw/")["Location"] == "/inloggen/code/"


def test_two_tabs_with_two_addresses_both_work(flow):
    make_user("Anna")
    flow.start("anna@example.org")
    first, first_code = flow.token, last_code()
    flow.start("merel@post.example")
    assert flow.enter(first_code, first).headers["Location"] == "/"
    assert signed_in_as(flow.client) == str(User.objects.by_mail("anna@example.org").pk)


def test_code_used_in_another_tab_lets_this_one_go_on(flow):
    make_user("Anna")
    flow.start("anna@example.org", "/inloggen/?next=/privacy/")
    assert flow.enter().status_code == 302
    assert flow.enter(wrong(last_code())).headers["Location"] == "/privacy/"  # signed in already: no code needed


def test_same_press_twice_is_the_same_answer_though_the_first_got_lost(flow, make_flow):
    """A double click: the browser drops the first answer, with its cookies, and waits for the second."""
    make_user("Anna")
    flow.start("anna@example.org")
    again = make_flow()
    assert flow.enter().headers["Location"] == "/"
    assert again.enter(last_code(), flow.token).headers["Location"] == "/"
    assert signed_in_as(again.client)


def test_used_code_is_worthless_a_minute_later(flow, make_flow):
    make_user("Anna")
    flow.start("anna@example.org")
    flow.enter()
    SignInCode.objects.update(used_at=timezone.now() - timedelta(seconds=61))
    other = make_flow()
    assert other.enter(last_code(), flow.token).headers["Location"] == "/inloggen/"
    assert signed_in_as(other.client) is None


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


def test_mail_goes_to_the_address_we_know(flow):
    make_user("Anna")
    flow.start("Anna+wandelen@EXAMPLE.org")
    assert mail.outbox[0].to == ["anna@example.org"]
    flow.enter()
    assert User.objects.count() == 1


def test_mail_is_plain_and_has_the_code_in_its_subject(flow):
    flow.start("merel@post.example")
    (letter,) = mail.outbox
    assert re.fullmatch(r"\d{6} is je code voor stadslab", letter.subject)
    assert last_code() in letter.body
    assert "Hij werkt een kwartier." in letter.body
    assert "http" not in letter.body
    assert letter.message().get_content_type() == "text/plain"


def test_mail_is_in_the_language_of_the_reader(flow, make_flow):
    flow.client.post("/inloggen/", {"email": "someone@post.example"}, headers={"Accept-Language": "en"})
    assert "is your code for stadslab" in mail.outbox[-1].subject
    make_user("Anna", language="en")
    make_flow().start("anna@example.org")
    assert "It works for 15 minutes." in mail.outbox[-1].body


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


def test_fifth_mail_to_one_mailbox_in_a_quarter_is_the_last(make_flow):
    for number in range(5):
        assert make_flow().start(f"merel+{number}@post.example").status_code == 302
    response = make_flow().start("merel@post.example")
    assert response.status_code == 429
    assert "Je vroeg te vaak om een code." in response.content.decode()
    assert len(mail.outbox) == 5
    assert make_flow().start("bram@post.example").status_code == 302
    SignInCode.objects.update(sent_at=timezone.now() - timedelta(minutes=16))
    assert make_flow().start("merel@post.example").status_code == 302


def test_resending_counts_too_and_the_last_code_keeps_working(flow):
    flow.start("merel@post.example")
    for _ in range(4):
        assert flow.resend().status_code == 302
    response = flow.resend()
    assert response.status_code == 429
    assert "Je vroeg te vaak om een code." in response.content.decode()
    assert flow.enter().status_code == 302


def test_twenty_mails_a_day(flow):
    SignInCode.objects.create(mailbox_hash="x", sent_at=timezone.now())
    flow.start("merel@post.example")
    SignInCode.objects.update(sent=20, sent_at=timezone.now() - timedelta(hours=23))
    assert flow.start("merel@post.example").status_code == 429
    SignInCode.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    assert flow.start("merel@post.example").status_code == 302
    assert SignInCode.objects.count() == 1  # what is a day old goes


def test_two_hundred_people_at_one_network_address_get_in(make_flow):
    for number in range(200):
        assert make_flow().client.post("/inloggen/", {"email": f"p{number}@post.example"}).status_code == 302


def test_more_than_a_school_at_once_waits_a_minute(flow, settings):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "1/m/ip"}
    flow.start("merel@post.example")
    response = flow.start("bram@post.example")
    assert response.status_code == 429
    assert "Veel mensen vragen hier tegelijk een code." in response.content.decode()
    assert 'value="bram@post.example"' in response.content.decode()


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (ConnectionRefusedError(), 503, "We kunnen nu geen mail sturen."),
        (TimeoutError(), 503, "We kunnen nu geen mail sturen."),
        (smtplib.SMTPServerDisconnected(), 503, "We kunnen nu geen mail sturen."),
        (smtplib.SMTPRecipientsRefused({}), 422, "Naar dit adres kunnen we geen mail sturen."),
    ],
)
def test_mail_server_that_is_down_is_told_and_does_not_count(flow, monkeypatch, fault, status, words):
    def fail(*args, **kwargs):
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fail)
        for _ in range(8):
            response = flow.start("merel@post.example")
            assert response.status_code == status
            assert words in response.content.decode()
            assert 'value="merel@post.example"' in response.content.decode()
    assert flow.start("merel@post.example").status_code == 302


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


def test_attempt_goes_after_a_day_also_where_nobody_asks_for_the_next(flow):
    flow.start("merel@post.example")
    forget_codes()
    assert SignInCode.objects.exists()
    SignInCode.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    forget_codes()
    assert not SignInCode.objects.exists()
    assert flow.client.get("/inloggen/code/").headers["Location"] == "/inloggen/"
    assert flow.resend().headers["Location"] == "/inloggen/"


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
    monkeypatch.setattr("accounts.forms.NameForm.clean_name", lambda form: "merel")
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
    """A second factor will come as a stage of allauth: until it is through, nobody is in."""
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
