"""Expensive requests have threads of their own, and each address has a share of them."""

import asyncio
import threading
import time

import pytest
from django.urls import get_resolver

from common.turns import MOST_WAITING, TooMuch, Turns, held, turns_of, uncharged


def always():
    return True


def charged_to_two(job):
    """Return the seconds that each of two addresses is charged for asking `job` at the same moment, least first."""
    turns = Turns("test", 2, lambda: None)

    async def both():
        await asyncio.gather(*(turns.take(name, job, always) for name in "ab"))
        return sorted(turns._queues[name].used() for name in "ab")

    charged = asyncio.run(both())
    turns.threads.shutdown()
    return charged


@pytest.fixture
def one_thread():
    made = Turns("test", 1, lambda: None, burst=0.05)
    yield made
    made.threads.shutdown()


async def test_addresses_take_turns_however_many_requests_one_sends(one_thread):
    order = []
    many = [asyncio.ensure_future(one_thread.take("many", lambda n=n: order.append(n), always)) for n in range(20)]
    await asyncio.sleep(0)
    await one_thread.take("one", lambda: order.append("one"), always)
    await asyncio.gather(*many)
    assert sorted(order, key=str) == sorted([*range(20), "one"], key=str)
    assert order.index("one") <= 2


async def test_a_control_without_lines_lets_many_go_first():
    order, loop = [], asyncio.get_running_loop()
    threads = Turns("test", 1, lambda: None).threads
    jobs = [loop.run_in_executor(threads, order.append, name) for name in [*range(20), "one"]]
    await asyncio.gather(*jobs)
    assert order.index("one") == 20


async def test_an_address_that_used_its_share_waits_and_others_do_not(one_thread):
    await one_thread.take("greedy", lambda: time.sleep(0.3), always)
    with pytest.raises(TooMuch) as refused:
        await one_thread.take("greedy", always, always)
    assert refused.value.seconds == 1
    assert await one_thread.take("modest", always, always)
    async with asyncio.timeout(10):  # a quarter of a second above the burst is paid back in less than one
        while True:
            try:
                assert await one_thread.take("greedy", always, always)
                break
            except TooMuch:
                await asyncio.sleep(0.05)


async def test_a_job_that_crashes_is_charged_too(one_thread):
    def crash():
        time.sleep(0.1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await one_thread.take("greedy", crash, always)
    with pytest.raises(TooMuch):
        await one_thread.take("greedy", always, always)


async def test_a_job_is_not_charged_for_waiting_for_others(one_thread):
    def wait():
        with uncharged():
            time.sleep(0.3)

    await one_thread.take("modest", wait, always)
    assert await one_thread.take("modest", always, always)


async def test_a_job_is_charged_for_what_it_does_with_a_lock_and_not_for_waiting_for_it(one_thread):
    lock = threading.Lock()

    def work():
        with held(lock):
            time.sleep(0.3)

    lock.acquire()
    began = time.monotonic()
    threading.Timer(0.5, lock.release).start()
    await one_thread.take("a", work, always)
    assert time.monotonic() - began - one_thread._queues["a"].used() >= 0.5
    with pytest.raises(TooMuch):
        await one_thread.take("a", always, always)
    assert not lock.locked()


async def test_nothing_is_done_for_a_reader_who_left_while_waiting(one_thread):
    done, is_there = [], True
    first = asyncio.ensure_future(one_thread.take("a", lambda: time.sleep(0.02), always))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(one_thread.take("a", lambda: done.append(1), lambda: is_there))
    await asyncio.sleep(0)
    is_there = False
    assert (await first, await second, done) == (None, None, [])


async def test_an_address_has_so_many_waiting_and_no_more(one_thread):
    jobs = [asyncio.ensure_future(one_thread.take("a", always, always)) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(TooMuch):
        await one_thread.take("a", always, always)
    assert await asyncio.gather(*jobs) == [True] * MOST_WAITING
    assert await one_thread.take("a", always, always)


async def test_more_of_what_a_page_shows_many_of_may_wait():
    made = Turns("test", 1, lambda: None, waiting=MOST_WAITING + 1)
    jobs = [asyncio.ensure_future(made.take("a", always, always)) for _ in range(MOST_WAITING + 1)]
    assert await asyncio.gather(*jobs) == [True] * (MOST_WAITING + 1)
    made.threads.shutdown()


async def test_many_addresses_leave_nothing_behind():
    made = Turns("test", 1, lambda: None, burst=1)
    for number in range(1_500):
        await made.take(f"{number}", always, always)
    await asyncio.sleep(0.01)
    await made.take("last", always, always)
    assert len(made._queues) < 1_500
    made.threads.shutdown()


def test_these_addresses_take_turns():
    found = {
        (pattern.name, *getattr(pattern.callback, "dear_with", (pattern.callback.turns,)))
        for group in get_resolver().url_patterns
        for pattern in getattr(group, "url_patterns", [group])
        if hasattr(pattern.callback, "turns")
    }
    assert found == {
        ("account_data",),
        ("account_erase",),
        ("challenge_csv",),
        ("challenge_list", "q", "dorp"),
        ("challenge_picture",),
        ("decision_csv",),
        ("gathering_ics",),
        ("gathering_picture",),
        ("gathering_poster",),
        ("home", "homes"),
        ("idea_alike",),
        ("idea_csv",),
        ("idea_list", "q", "pagina"),
        ("idea_photo", "photos"),
        ("idea_picture",),
        ("idea_poster",),
        ("idea_share",),
        ("lab_home", "homes"),
        ("lab_ics",),
        ("lab_picture",),
        ("parties_csv",),
        ("personal_ics",),
        ("place_photo", "photos"),
        ("review_photo", "photos"),
        ("place_picture",),
        ("report_mail", "mails"),
        ("sign_in", "mails"),
        ("sign_in_new_code", "mails"),
        ("sign_up_mail", "mails"),
        ("site_picture",),
        ("upload_photo", "photos"),
    }


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/", b"", "homes"),
        ("/horst/", b"x=1", "homes"),
        ("/horst/ideeen.csv", b"", "dear"),
        ("/horst/ideeen/1/affiche/", b"", "dear"),
        ("/horst/agenda.ics", b"x=1", "dear"),
        ("/horst/ideeen/", b"", None),
        ("/horst/ideeen/", b"volgorde=steun&q=", None),
        ("/horst/ideeen/", b"volgorde=steun&q=fiets", "dear"),
        ("/horst/ideeen/", b"%71=fiets", "dear"),
        ("/horst/ideeen/", b"q=\xff", "dear"),
        ("/horst/ideeen/", b"pagina=400", "dear"),
        ("/horst/ideeen/1/", b"q=fiets", None),
        ("/horst/ideeen/1/foto/a.webp", b"", "photos"),
        ("/horst/ideeen/nieuw/foto/3e2f1b00-0000-4000-8000-000000000002/", b"", "photos"),
        ("/horst/plekken/1/foto/a.webp", b"", "photos"),
        ("/nergens.php", b"q=fiets", None),
    ],
)
def test_what_takes_turns_depends_on_the_address_alone(path, query, expected):
    assert turns_of({"path": path, "query_string": query}) == expected
