"""A mailbox is proven for one purpose, apart from signing in: for forms of people without an account."""

import re
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.http import HttpResponse, HttpResponseNotFound
from django.test import Client
from django.urls import path
from django.utils import timezone

from accounts import proving
from accounts.chores import forget_codes
from accounts.models import CodeResult, MailboxProof, User
from stadslab.urls import urlpatterns as site
from tests.accounts.conftest import Flow, signed_in_as, wrong
from tests.accounts.test_races import MANY, at_once
from tests.factories import make_user

pytestmark = pytest.mark.urls(__name__)
VICTIM = "anna@example.org"
DONE = []  # what the form below did


class TooLate(Exception):
    """The form can't be accepted any more."""


def form(request, purpose):
    """A form of somebody without an account: its words wait for the proof."""
    mailed = proving.ask(request, purpose, request.POST["email"], {"words": request.POST["words"]})
    return HttpResponse(mailed.trouble, status=200 if mailed.newest_works else mailed.status)


def form_code(request, purpose):
    proof = next(reversed(proving.asked(request, purpose)), None)
    if proof is None:
        return HttpResponseNotFound()

    def do(address):
        if proof.wish["words"] == "te laat":
            raise TooLate
        DONE.append((purpose, address, proof.wish["words"]))
        proof.settle(number=len(DONE))
        return len(DONE)

    try:
        result, _done = proving.check(request, proof, request.POST["code"], do)
    except TooLate:
        return HttpResponse("too late")
    again = f" {proof.wish['number']}" if result is CodeResult.AGAIN else ""
    return HttpResponse(result.value + again)


urlpatterns = [path("proef/<purpose>/", form), path("proef/<purpose>/code/", form_code), *site]


@pytest.fixture(autouse=True)
def nothing_done_yet():
    DONE.clear()


class Guest:
    """A browser without an account."""

    def __init__(self, address="192.0.2.1"):
        self.client = Client(REMOTE_ADDR=address)

    def ask(self, words="Dit klopt niet.", mailbox=VICTIM, purpose="report"):
        return self.client.post(f"/proef/{purpose}/", {"email": mailbox, "words": words})

    def enter(self, code, purpose="report"):
        return self.client.post(f"/proef/{purpose}/code/", {"code": code}).text


def newest_code():
    return re.match(r"[\d ]*\d", mail.outbox[-1].subject)[0].replace(" ", "")


@pytest.fixture
def guest(db):
    return Guest()


def test_right_code_does_what_waited_with_the_proven_address_and_makes_nobody(guest):
    guest.ask("Dit klopt niet.", "Tinus+lab@example.org")
    assert DONE == []
    assert guest.enter(newest_code()) == "right"
    assert DONE == [("report", "Tinus+lab@example.org", "Dit klopt niet.")]
    assert not User.objects.exists()
    assert signed_in_as(guest.client) is None
    proof = MailboxProof.objects.get()
    assert (proof.address, proof.wish) == ("", {"number": 1}), "the address and the words are gone"


def test_second_request_of_the_same_press_is_told_what_came_of_the_first(guest):
    guest.ask()
    code = newest_code()
    assert [guest.enter(code), guest.enter(code)] == ["right", "again 1"]
    assert len(DONE) == 1


def test_form_that_comes_too_late_does_not_use_the_code(guest):
    guest.ask("te laat")
    assert guest.enter(newest_code()) == "too late"
    proof = MailboxProof.objects.get()
    assert (proof.used_at, proof.wish) == (None, {"words": "te laat"})


def test_code_proves_in_the_browser_that_asked_only(guest):
    guest.ask()
    assert Guest().client.post("/proef/report/code/", {"code": newest_code()}).status_code == 404
    assert DONE == []


# Apart from signing in, and from other purposes


def test_code_of_a_proof_signs_nobody_in_though_it_is_the_newest_mail(guest):
    user = make_user("Anna")
    flow = Flow(Client())
    flow.start(VICTIM)
    sign_in_code = newest_code()
    guest.ask()
    assert newest_code() != sign_in_code
    assert flow.enter(newest_code()).status_code == 422
    assert signed_in_as(flow.client) is None
    assert flow.enter(sign_in_code).status_code == 302, "and the sign-in code still works"
    assert signed_in_as(flow.client) == str(user.pk)


def test_sign_in_code_proves_nothing_though_it_is_the_newest_mail(guest):
    guest.ask()
    own = newest_code()
    Flow(Client()).start(VICTIM)
    assert newest_code() != own
    assert guest.enter(newest_code()) == "wrong"
    assert DONE == []
    assert guest.enter(own) == "right"


def test_token_of_a_proof_is_none_of_signing_in(guest):
    guest.ask()
    token = MailboxProof.objects.get().token
    for _press in range(2):
        answer = guest.client.post("/inloggen/code/", {"token": token, "code": newest_code()})
        assert answer.headers["Location"] == "/inloggen/"
        guest.enter(newest_code())
    assert signed_in_as(guest.client) is None


def test_code_for_one_purpose_proves_nothing_for_another(guest):
    guest.ask(purpose="report")
    own = newest_code()
    guest.ask(purpose="sign_up")
    assert newest_code() != own
    assert guest.enter(newest_code(), purpose="report") == "wrong"
    assert guest.enter(own, purpose="report") == "right"
    assert [purpose for purpose, *_rest in DONE] == ["report"]


def strangers_ask(times, purpose="report"):
    for number in range(times):
        Guest(f"198.51.100.{number % 30}").ask(purpose=purpose)


def test_proofs_that_strangers_ask_for_do_not_touch_signing_in(guest):
    user = make_user("Anna")
    strangers_ask(40)
    flow = Flow(Client())
    assert flow.start(VICTIM).status_code == 302
    assert len(newest_code()) == 6
    assert flow.enter().status_code == 302
    assert signed_in_as(flow.client) == str(user.pk)


def test_sign_in_codes_that_strangers_ask_for_do_not_touch_proofs(guest):
    for number in range(40):
        Flow(Client(REMOTE_ADDR=f"198.51.100.{number % 30}")).start(VICTIM)
    assert guest.ask().text == ""
    assert len(newest_code()) == 6
    assert guest.enter(newest_code()) == "right"


# Limits


@pytest.mark.parametrize("asks_for", ["report", "sign_up"])
def test_whoever_reads_the_mailbox_proves_it_after_any_number_of_requests_by_strangers(guest, asks_for):
    strangers_ask(40, purpose="report")
    assert len(mail.outbox) <= 11
    assert guest.ask(purpose=asks_for).status_code == 200
    assert guest.enter(newest_code(), purpose=asks_for) == "right"


def test_mails_of_all_purposes_together_are_bounded(guest):
    for _ in range(3):
        strangers_ask(30, purpose="report")
        strangers_ask(30, purpose="sign_up")
    assert len(mail.outbox) <= 10 + 2


def test_one_network_gets_five_mails_for_a_mailbox_and_then_uses_the_newest(guest):
    answers = [guest.ask() for _ in range(7)]
    assert [bool(answer.text) for answer in answers] == [False] * 5 + [True] * 2
    assert len(mail.outbox) == 5
    assert "Gebruik de nieuwste mail." in answers[-1].text
    assert guest.enter(newest_code()) == "right"


def test_mails_that_one_network_asked_for_one_purpose_do_not_count_for_another(guest):
    for _ in range(6):
        guest.ask(purpose="report")
    assert guest.ask(purpose="sign_up").text == ""
    assert len(newest_code()) == 6, "above its quota it would get a long code"


def test_wrong_codes_of_one_network_count_over_all_mailboxes_and_for_signing_in_too(guest):
    for number in range(20):
        stranger = Guest()
        stranger.ask(mailbox=f"p{number}@post.example")
        for _ in range(5):
            stranger.enter(wrong(newest_code()))
    guest.ask(mailbox="q@post.example")
    assert len(newest_code()) == 12
    flow = Flow(guest.client)
    flow.start("r@post.example")
    assert len(newest_code()) == 12


def test_fifth_wrong_code_ends_the_proof(guest):
    guest.ask()
    code = newest_code()
    answers = [guest.enter(wrong(code)) for _ in range(5)]
    assert answers == ["wrong"] * 5
    assert guest.enter(code) == "expired"
    assert DONE == []


def test_codes_of_one_mailbox_are_guessed_fifty_times_a_day_for_all_purposes(guest):
    for number in range(10):
        stranger, purpose = Guest(f"198.51.100.{number}"), ("report", "sign_up")[number % 2]
        stranger.ask(purpose=purpose)
        for _ in range(5):
            stranger.enter(wrong(newest_code()[:6]), purpose)
    assert sum(MailboxProof.objects.values_list("wrong", flat=True)) == 50
    assert guest.ask().status_code == 200
    assert len(newest_code()) == 12
    assert guest.enter(newest_code()) == "right"


def test_code_expires(guest):
    guest.ask()
    MailboxProof.objects.update(sent_at=timezone.now() - timedelta(minutes=16))
    assert guest.enter(newest_code()) == "expired"


def test_address_that_cannot_get_mail_leaves_nothing(guest, monkeypatch):
    def fail(self):
        raise OSError("no mail server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert guest.ask().status_code == 503
    assert not MailboxProof.objects.exists()


def test_proof_goes_after_a_day_also_where_nobody_asks_for_the_next(guest):
    guest.ask()
    forget_codes()
    assert MailboxProof.objects.exists()
    MailboxProof.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    forget_codes()
    assert not MailboxProof.objects.exists()


def test_session_holds_the_last_five_proofs_and_no_words(guest):
    for number in range(6):
        guest.ask(f"Melding {number}", f"p{number}@post.example")
    kept = dict(guest.client.session)
    assert len(kept["guests"]) == 5
    assert "Melding" not in str(kept)
    assert "post.example" not in str(kept)


# At once


@pytest.fixture
def asked_guest(transactional_db):
    guest = Guest()
    guest.ask()
    return guest


def twins(guest):
    """Return other requests of the same browser."""
    several = [Guest() for _ in range(MANY)]
    for twin in several:
        twin.client.cookies = guest.client.cookies.copy()
    return several


@pytest.mark.slow
def test_twenty_right_codes_at_once_act_once(asked_guest):
    code, several = newest_code(), twins(asked_guest)
    answers = at_once(lambda number: several[number].enter(code))
    assert sorted(answers) == ["again 1"] * (MANY - 1) + ["right"]
    assert len(DONE) == 1


@pytest.mark.slow
def test_without_the_row_lock_more_would_act(asked_guest):
    """Control: whoever reads first and writes later acts many times."""
    acted, gate = [], Barrier(10)

    def naive(number):
        proof = MailboxProof.objects.get()
        gate.wait(20)
        if proof.used_at is None:
            MailboxProof.objects.update(used_at=timezone.now())
            acted.append(number)

    at_once(naive, 10)
    assert len(acted) > 1
