"""Nobody can keep another person from signing in, whatever strangers ask for or guess."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import SignInCode, User
from common.network import network_of
from tests.accounts.conftest import WRONG_CODE, Flow, signed_in_as, wrong
from tests.factories import make_user

pytestmark = pytest.mark.slow
VICTIM = "anna@example.org"


@pytest.fixture
def anna(db):
    return make_user("Anna")


def browser(address="192.0.2.1", cookies=None):
    client = Client(REMOTE_ADDR=address)
    client.cookies.update(cookies or {})
    return Flow(client)


def strangers_ask(times, networks=1, mailbox=VICTIM):
    """Ask for codes, each in a separate browser."""
    for number in range(times):
        browser(f"198.51.100.{number % networks}").client.post("/inloggen/", {"email": mailbox})


def newest_code():
    return re.match(r"[\d ]*\d", mail.outbox[-1].subject)[0].replace(" ", "")


def comes_in(flow, user):
    answer = flow.enter(newest_code())
    return answer.status_code == 302 and signed_in_as(flow.client) == str(user.pk)


@pytest.mark.parametrize("times", [5, 25])
@pytest.mark.parametrize("networks", [1, 25])
@pytest.mark.parametrize("own_network", ["192.0.2.1", "198.51.100.0"], ids=["elsewhere", "behind one address"])
def test_who_reads_the_mailbox_comes_in_after_any_number_of_requests_by_strangers(anna, times, networks, own_network):
    strangers_ask(times, networks)
    flow = browser(own_network)
    assert flow.start(VICTIM).status_code == 302
    assert comes_in(flow, anna)


def test_code_of_the_newest_mail_works_whoever_asked_for_it(anna):
    flow = browser()
    flow.start(VICTIM)
    strangers_ask(1)
    assert comes_in(flow, anna)


def test_own_code_works_though_strangers_asked_for_newer_ones(anna):
    flow = browser()
    flow.start(VICTIM)
    own = newest_code()
    strangers_ask(3)
    assert flow.enter(own).status_code == 302
    assert signed_in_as(flow.client) == str(anna.pk)


def test_code_in_the_mailbox_lets_no_stranger_in_who_cannot_read_it(anna):
    stranger = browser("198.51.100.7")
    stranger.start(VICTIM)
    flow = browser()
    flow.start(VICTIM)
    assert flow.enter(newest_code()).status_code == 302
    assert stranger.enter(newest_code()).status_code == 422, "used once"
    assert signed_in_as(stranger.client) is None


def test_code_of_a_strangers_mail_is_used_up_for_the_stranger_too(anna):
    flow, stranger = browser(), browser("198.51.100.7")
    flow.start(VICTIM)
    stranger.start(VICTIM)
    code = newest_code()
    assert comes_in(flow, anna)
    assert stranger.enter(code).status_code == 422
    assert signed_in_as(stranger.client) is None


def test_older_mail_of_another_browser_does_not_work_here(anna):
    """Only the newest code works here; otherwise each open mail would make a guess more likely."""
    strangers_ask(1)
    older = newest_code()
    flow = browser()
    flow.start(VICTIM)
    if older != newest_code():
        assert WRONG_CODE in flow.enter(older).content.decode()


def test_mails_of_strangers_are_bounded_however_many_and_wherever(anna):
    strangers_ask(60, networks=30)
    assert len(mail.outbox) <= 11
    SignInCode.objects.update(sent_at=timezone.now() - timedelta(hours=2))
    strangers_ask(60, networks=30)
    assert len(mail.outbox) <= 25


def test_one_network_gets_five_mails_for_a_mailbox_and_others_their_own(anna):
    strangers_ask(20)
    assert len(mail.outbox) == 5
    browser().start(VICTIM)
    assert len(mail.outbox) == 6


def test_browser_that_signed_in_before_gets_a_mail_of_its_own_behind_the_same_address(anna):
    before = browser("198.51.100.0")
    before.start(VICTIM)
    assert comes_in(before, anna)
    known = {name: morsel for name, morsel in before.client.cookies.items() if name.startswith("known")}
    assert list(known)
    strangers_ask(24, networks=12)
    mail.outbox.clear()
    flow = browser("198.51.100.0", known)
    assert flow.start(VICTIM).status_code == 302
    assert len(mail.outbox) == 1
    assert comes_in(flow, anna)


def test_known_browser_is_known_to_its_own_mailboxes_only(anna):
    before = browser()
    before.start("merel@post.example")
    before.enter(newest_code())
    strangers_ask(24, networks=12)
    mail.outbox.clear()
    flow = browser(cookies=before.client.cookies)
    flow.client.post("/uitloggen/")
    flow.start(VICTIM)
    assert mail.outbox == []


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "\\000", "é" * 50, "x" * 4000])
def test_cookie_that_we_did_not_sign_knows_nothing(anna, cookie, settings):
    raw = f'{settings.KNOWN_COOKIE_NAME}="{cookie}"'.encode().decode("latin1")
    assert Client(HTTP_COOKIE=raw).post("/inloggen/", {"email": VICTIM}).status_code == 302
    assert not SignInCode.objects.get().is_known


def test_cookie_holds_no_address_and_no_script_reads_it(anna, settings):
    flow = browser()
    flow.start(VICTIM)
    assert settings.KNOWN_COOKIE_NAME not in flow.client.cookies
    flow.enter(newest_code())
    cookie = flow.client.cookies[settings.KNOWN_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 60 * 60)
    assert "anna" not in cookie.value
    flow.client.post("/uitloggen/")
    assert flow.client.cookies[settings.KNOWN_COOKIE_NAME].value == cookie.value


def test_asking_again_too_often_tells_when_the_next_is_allowed(anna):
    flow = browser()
    flow.start(VICTIM)
    for _ in range(4):
        assert flow.resend().status_code == 302
    for response in (flow.resend(), flow.start(VICTIM)):
        assert response.status_code == 429
        wait = int(response.headers["Retry-After"])
        assert 8 * 60 < wait <= 10 * 60
        assert f"Over {-(-wait // 60)} minuten kun je een nieuwe vragen." in response.content.decode()
        assert 'name="code"' in response.content.decode(), "the newest code can be typed right there"
    assert len(mail.outbox) == 5
    assert comes_in(flow, anna)


def test_retry_after_is_when_the_next_mail_goes(anna):
    flow = browser()
    flow.start(VICTIM)
    for _ in range(4):
        flow.resend()
    wait = int(flow.resend().headers["Retry-After"])
    SignInCode.objects.update(sent_at=timezone.now() - timedelta(seconds=wait - 30))
    assert flow.resend().status_code == 429
    SignInCode.objects.update(sent_at=timezone.now() - timedelta(seconds=wait + 1))
    assert flow.resend().status_code == 302
    assert len(mail.outbox) == 6


def test_mail_says_when_it_was_asked_for_and_that_another_may_have(anna):
    browser().start(VICTIM)
    body = mail.outbox[-1].body
    now = timezone.localtime()
    assert re.search(rf"gevraagd op {now.day} \w+ om \d\d?\.\d\d uur", body)
    assert "De nieuwste werkt altijd." in body
    assert "Dan vulde iemand anders jouw mailadres in" in body


# Guessing


def guess(address, mailbox, tries=5):
    stranger = browser(address)
    stranger.start(mailbox)
    return [stranger.enter(wrong(newest_code()), stranger.token).status_code for _ in range(tries)]


def test_wrong_codes_of_one_network_over_many_mailboxes_are_limited(db):
    answers = [status for n in range(24) for status in guess("198.51.100.9", f"p{n}@post.example")]
    assert answers[:100] == [422] * 100
    assert answers[100:105] == [429] * 5


def test_right_code_is_not_looked_at_there_and_a_longer_one_lets_everybody_in(anna):
    pupil = browser("198.51.100.9")
    pupil.start(VICTIM)
    right = newest_code()
    for n in range(20):
        guess("198.51.100.9", f"p{n}@post.example")
    refused = pupil.enter(right)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60
    assert "Vraag hieronder een nieuwe code. Die is langer." in refused.content.decode()
    assert pupil.resend().status_code == 302
    assert len(newest_code()) == 12
    assert "Hij werkt een uur." in mail.outbox[-1].body
    assert comes_in(pupil, anna)


def test_wrong_codes_here_do_not_count_elsewhere(anna):
    for n in range(21):
        guess("198.51.100.9", f"p{n}@post.example")
    flow = browser()
    flow.start(VICTIM)
    assert comes_in(flow, anna)


def test_short_codes_of_one_mailbox_are_guessed_fifty_times_a_day_from_anywhere(anna):
    answers = []
    for n in range(30):
        answers += guess(f"198.51.100.{n}", VICTIM)
    assert SignInCode.objects.filter(is_long=False, wrong__gt=0).count() == 10
    assert sum(SignInCode.objects.values_list("wrong", flat=True)) == 50
    flow = browser()
    assert flow.start(VICTIM).status_code == 302
    assert len(newest_code()) == 12
    assert comes_in(flow, anna)


def test_guesses_of_strangers_leave_the_code_of_a_known_browser_alone(anna):
    before = browser()
    before.start(VICTIM)
    assert comes_in(before, anna)
    before.client.post("/uitloggen/")
    before.start(VICTIM)
    own = newest_code()
    for n in range(30):
        guess(f"198.51.100.{n}", VICTIM)
    assert len(own) == 6
    assert before.enter(own).status_code == 302
    assert signed_in_as(before.client) == str(anna.pk)


def test_sixty_people_behind_one_address_come_in_at_once_with_a_mistake_each(db):
    flows = [browser("198.51.100.9") for _ in range(70)]
    for number, flow in enumerate(flows):
        assert flow.start(f"p{number}@post.example").status_code == 302
    for number, flow in enumerate(flows):
        code = re.match(r"\d{6}", mail.outbox[number].subject)[0]
        assert flow.enter(wrong(code)).status_code == 422
        assert flow.enter(code).status_code == 302
    assert User.objects.count() == 70


def test_address_behind_proxies_is_the_one_that_the_last_trusted_proxy_tells(rf, settings):
    def seen(told, proxies, peer="10.0.0.1"):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
        return network_of(rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=told))

    assert seen("6.6.6.6, 192.0.2.7", 1) == "192.0.2.7"
    assert seen("6.6.6.6", 0) == "10.0.0.1"
    assert seen("6.6.6.6", 2) == "10.0.0.1"
    assert seen("2001:db8:1:2:3::4", 1) == "2001:db8:1:2::"
    assert seen("::ffff:192.0.2.7", 1) == "192.0.2.7"
    assert seen("\x00nonsense" + "x" * 500, 1) == ("\x00nonsense" + "x" * 500)[:50]
    assert seen("", 0, "") == ""
