"""One code of the second factor, used by two at the same moment, works once."""

import re
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from accounts import factor, proved
from accounts.factor import Letter, Used, codes_left, recovery_codes
from accounts.models import User
from common import clock
from tests.accounts.conftest import Flow
from tests.accounts.test_races import at_once, twin
from tests.factories import give_factor, make_user
from tests.standing import standing_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def mo(transactional_db):
    mo = make_user("Mo")
    give_factor(mo)
    return mo


@pytest.fixture
def told(monkeypatch):
    told = []
    monkeypatch.setattr(factor, "_tell", lambda user, letter: told.append(letter))
    return told


@pytest.fixture
def both_read_before_one_writes(monkeypatch):
    """Let each request wait, after reading the codes, for the other one to have read them; at most two seconds."""
    barrier = Barrier(2)

    compare = RecoveryCodes._validate_migrated_code  # allauth calls this when it has just read the codes

    def wait_and_compare(codes, code):
        with suppress(BrokenBarrierError):
            barrier.wait(2)
        return compare(codes, code)

    monkeypatch.setattr(RecoveryCodes, "_validate_migrated_code", wait_and_compare)


def use_twice(user, code):
    return at_once(lambda number: factor.use_code(User.objects.get(pk=user.pk), code), 2)


def test_a_recovery_code_used_by_two_at_the_same_moment_works_once(mo, told, both_read_before_one_writes):
    code = recovery_codes(mo).get_unused_codes()[0]
    assert sorted(use_twice(mo, code), key=bool) == [None, Used.RECOVERY]
    assert codes_left(mo) == 9
    assert told == [Letter.RECOVERY]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer, with or without a row lock")
def test_without_locks_it_would_work_twice(mo, told, both_read_before_one_writes, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)  # ours, and that of allauth
    code = recovery_codes(mo).get_unused_codes()[0]
    assert use_twice(mo, code) == [Used.RECOVERY, Used.RECOVERY]


def test_two_browsers_with_one_recovery_code_one_is_signed_in(mo):
    flows = [Flow(Client()), Flow(Client())]
    for flow in flows:
        flow.start("mo@example.org")
        assert flow.enter().headers["Location"] == "/inloggen/slot/"
    code = recovery_codes(mo).get_unused_codes()[0]
    answers = at_once(lambda number: flows[number].client.post("/inloggen/slot/", {"code": code}), 2)
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert sum("_auth_user_id" in flow.client.session for flow in flows) == 1
    assert codes_left(mo) == 9


def press(browser, code):
    """Press the button without JavaScript: the token is a field of the page."""
    token = re.search(r'name="token" value="([^"]+)"', browser.page)[1]
    return browser.client.post("/inloggen/slot/", {"code": code, "token": token})


@pytest.fixture
def twins(mo):
    """A browser at the code page, and the second press of the same browser, sent before the first answer came."""
    flow = Flow(Client())
    flow.start("mo@example.org")
    flow.enter()
    flow.page = flow.client.get("/inloggen/slot/").text
    other = twin(flow)
    other.page = flow.page
    return [flow, other]


@pytest.mark.parametrize("at_the_same_moment", [True, False])
def test_a_double_press_on_the_code_page_uses_one_code_and_signs_in(mo, told, twins, at_the_same_moment):
    code = recovery_codes(mo).get_unused_codes()[0]
    if at_the_same_moment:
        answers = at_once(lambda number: press(twins[number], code), 2)
    else:
        answers = [press(one, code) for one in twins]
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [(302, "/")] * 2
    assert codes_left(mo) == 9
    assert told == [Letter.RECOVERY]
    for one in twins:  # the browser shows the second answer, and may have dropped the first
        assert one.client.session[proved.KEY] == mo.factor_key
        assert one.client.get("/account/").status_code == 200


def test_the_same_form_a_minute_later_or_with_another_code_or_token_signs_nobody_in(mo, twins):
    codes = recovery_codes(mo).get_unused_codes()
    first, second = twins
    press(first, codes[0])
    asked = {
        "another code": {"code": codes[1], "token": re.search(r'name="token" value="([^"]+)"', second.page)[1]},
        "another token": {"code": codes[0], "token": "x" * 43},
        "no token": {"code": codes[0]},
    }
    for fields in asked.values():
        assert twin(second).client.post("/inloggen/slot/", fields).headers["Location"] == "/inloggen/"
    with standing_at(clock.now() + timedelta(seconds=61)):
        assert press(second, codes[0]).headers["Location"] == "/inloggen/"
    assert "_auth_user_id" not in second.client.session
    assert codes_left(mo) == 9


def test_the_code_of_the_mail_is_no_code_of_the_factor(mo):
    """Both are stored with the attempt; sent to the page of the factor, the first one signs nobody in."""
    flow = Flow(Client())
    flow.start("mo@example.org")
    code = flow.code
    flow.enter()
    page = flow.client.get("/inloggen/slot/").text
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    for client in (flow.client, Client()):
        client.post("/inloggen/slot/", {"code": code, "token": token})
        assert "_auth_user_id" not in client.session
