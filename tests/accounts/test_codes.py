"""The six digits: how people type them, where and how long they work, and the mail that brings them."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.chores import forget_codes
from accounts.models import SignInCode, User
from common import rate_limits
from tests.accounts.conftest import WRONG_CODE, last_code, signed_in_as, wrong
from tests.factories import make_user

GONE_CODE = "Deze code werkt niet meer."


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
    assert flow.enter(wrong(last_code())).headers["Location"] == "/privacy/"  # already signed in: no code needed


def test_same_press_twice_is_the_same_answer_though_the_first_got_lost(flow, make_flow):
    """A double click: the browser drops the first response, with its cookies, and waits for the second."""
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


def test_fifth_mail_to_one_mailbox_in_a_quarter_is_the_last(make_flow):
    for number in range(5):
        assert make_flow().start(f"merel+{number}@post.example").status_code == 302
    flow = make_flow()
    assert flow.start("merel@post.example").status_code == 302
    assert len(mail.outbox) == 5
    assert make_flow().start("bram@post.example").status_code == 302
    assert flow.enter(re.match(r"\d{6}", mail.outbox[4].subject)[0]).status_code == 302


def test_remark_says_that_the_newest_mail_will_do(make_flow):
    for _ in range(5):
        make_flow().start("merel@post.example")
    page = make_flow().client.post("/inloggen/", {"email": "merel@post.example"}, follow=True).content.decode()
    assert "Kort geleden ging er al een code naar dit adres. Gebruik de nieuwste mail." in page
    assert "Er staat een code in een mail aan <strong>merel@post.example</strong>." in page


def test_resending_counts_too_and_the_last_code_keeps_working(flow):
    flow.start("merel@post.example")
    for _ in range(4):
        assert flow.resend().status_code == 302
    response = flow.resend()
    assert response.status_code == 429
    assert "Kort geleden ging er al een code naar dit adres." in response.content.decode()
    assert flow.enter().status_code == 302


def test_after_twenty_mails_a_day_one_goes_when_no_code_works_any_more(flow):
    flow.start("merel@post.example")
    SignInCode.objects.update(sent=20, sent_at=timezone.now() - timedelta(hours=23))
    assert flow.start("merel@post.example").status_code == 302
    assert re.match(r"\d{4} \d{4} \d{4} is je code", mail.outbox[-1].subject)
    assert "Hij werkt een uur." in mail.outbox[-1].body
    assert flow.start("merel@post.example").status_code == 429
    assert len(mail.outbox) == 2
    assert flow.enter(mail.outbox[-1].subject).status_code == 302
    SignInCode.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    flow.client.cookies.clear()
    assert flow.start("merel@post.example").status_code == 302
    assert SignInCode.objects.count() == 1  # rows of a day ago are deleted
    assert len(last_code()) == 6


def test_who_uses_up_what_goes_beyond_that_waits(flow, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "code_spare", "1 per hour")
    flow.start("merel@post.example")
    SignInCode.objects.update(sent=20)
    flow.enter()
    flow.client.cookies.clear()
    flow.start("merel@post.example")
    flow.enter(mail.outbox[-1].subject)
    flow.client.cookies.clear()
    response = flow.start("merel@post.example")
    assert response.status_code == 429
    assert 59 * 60 < int(response.headers["Retry-After"]) <= 60 * 60
    assert "Je vroeg te vaak om een code. Wacht 60 minuten" in response.content.decode()
    assert len(mail.outbox) == 2


@pytest.mark.slow
def test_two_hundred_people_at_one_network_address_get_in(make_flow):
    for number in range(200):
        assert make_flow().client.post("/inloggen/", {"email": f"p{number}@post.example"}).status_code == 302


def test_more_than_a_school_at_once_waits_a_minute(flow, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "code_here", "1 per minute")
    flow.start("merel@post.example")
    response = flow.start("bram@post.example")
    assert response.status_code == 429
    assert 50 < int(response.headers["Retry-After"]) <= 60
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
        for _ in range(24):
            response = flow.start("merel@post.example")
            assert response.status_code == status
            assert words in response.content.decode()
            assert 'value="merel@post.example"' in response.content.decode()
    assert flow.start("merel@post.example").status_code == 302


def test_attempt_goes_after_a_day_also_where_nobody_asks_for_the_next(flow):
    flow.start("merel@post.example")
    forget_codes()
    assert SignInCode.objects.exists()
    SignInCode.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    forget_codes()
    assert not SignInCode.objects.exists()
    assert flow.client.get("/inloggen/code/").headers["Location"] == "/inloggen/"
    assert flow.resend().headers["Location"] == "/inloggen/"
