"""Forms that mail a code: a mail server that hangs holds nobody else up, and one of them computes at a time."""

import asyncio
import socket
from unittest.mock import ANY

import pytest

from stadslab import one_hop
from stadslab.one_hop import MAILERS, SHORT
from tests.stadslab.one_hop_site import FORM, ends, seen

pytestmark = pytest.mark.django_db(transaction=True)


async def test_forms_that_wait_for_a_mail_server_hold_no_other_form_up(ask):
    waiting = [asyncio.ensure_future(ask("/mailing/", "POST", b"a=1", kind=FORM)) for _ in range(MAILERS + 1)]
    try:
        async with asyncio.timeout(30):
            while len(seen) < MAILERS:
                await asyncio.sleep(0.01)
        assert await asyncio.wait_for(ask("/body/", "POST", b"a=1", kind=FORM), 10) == (200, ANY, b"a=1")
        assert [thread[:5] for thread, _connection in seen] == ["mails"] * MAILERS + ["forms"]
    finally:
        ends.set()
    assert [status for status, _headers, _words in await asyncio.gather(*waiting)] == [200] * (MAILERS + 1)


async def most_at_once(ask, monkeypatch):
    """Return the most forms with a mail that computed at the same moment."""
    monkeypatch.setattr(one_hop, "GIVE_WAY_SECONDS", 0)
    asked = (ask("/mailing/computing/", "POST", b"a=1", kind=FORM) for _ in range(3 * MAILERS))
    return 1 + max(int(words) for _status, _headers, words in await asyncio.gather(*asked))


async def test_of_the_forms_that_mail_one_computes_at_a_time(ask, monkeypatch):
    assert await most_at_once(ask, monkeypatch) == 1


async def test_a_control_without_the_lock_lets_them_compute_together(ask, monkeypatch):
    ask.one_hop.mail = ask.one_hop.give_way
    assert await most_at_once(ask, monkeypatch) > 1


async def test_a_mail_server_that_hangs_keeps_no_other_form_that_mails_from_its_turn(ask, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts connections, and never says a word
        smtp = {"host": "127.0.0.1", "port": silent.getsockname()[1], "timeout": 3}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": smtp}}
        hanging = [asyncio.ensure_future(ask("/mailing/code/", "POST", b"a=1", kind=FORM)) for _ in range(MAILERS - 1)]
        while len(seen) < MAILERS - 1:
            await asyncio.sleep(0.01)
        assert (await ask("/mailing/computing/", "POST", b"a=1", kind=FORM))[2] == b"0"
        assert not any(call.done() for call in hanging)
        assert [words for _status, _headers, words in await asyncio.gather(*hanging)] == [b"mailed"] * (MAILERS - 1)


async def test_a_form_that_mails_and_crashes_keeps_nobody_from_their_turn(ask):
    for _ in range(2 * MAILERS):
        assert (await ask("/mailing/crash/", "POST", b"a=1", kind=FORM))[0] == 500
    assert (await ask("/mailing/computing/", "POST", b"a=1", kind=FORM))[2] == b"0"


async def test_the_page_of_a_form_that_mails_is_an_ordinary_page(ask):
    ends.set()
    assert (await ask("/mailing/"))[2] == b"slow"
    await ask("/mailing/", "POST", b"a=" + b"x" * SHORT, kind=FORM)
    assert [thread.partition("_")[0] for thread, _connection in seen] == ["pages", "longmails"]


@pytest.mark.parametrize(("kind", "size"), [(b"multipart/form-data", 9), (FORM, SHORT + 1)])
async def test_a_long_form_that_waits_for_a_mail_server_holds_up_nothing_else(ask, kind, size):
    waiting = asyncio.ensure_future(ask("/mailing/", "POST", b"x" * size, kind=kind))
    try:
        while not seen:
            await asyncio.sleep(0.01)
        for other in ({"address": "/dear/", "kind": FORM, "query": b"q=x"}, {"address": "/body/", "kind": kind}):
            assert (await asyncio.wait_for(ask(method="POST", body=b"a=1", **other), 10))[0] == 200
        assert not waiting.done()
    finally:
        ends.set()
    assert (await waiting)[0] == 200
