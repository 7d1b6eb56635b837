"""Memory counts without threads. When Redis is down nobody is stopped, and Redis is asked less and less often."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import translation

from common import rate_limits
from tests import services


@pytest.fixture
def redis(settings, monkeypatch):
    monkeypatch.setattr(rate_limits, "_rests_until", 0.0)
    monkeypatch.setattr(rate_limits, "_rest", rate_limits.REST_SECONDS)
    try:
        with services.redis() as redis:
            settings.REDIS_URL = redis.url
            rate_limits.forget()
            yield redis
    finally:
        rate_limits.forget()


def rest_after(monkeypatch):
    """Return how long Redis is not asked after another failure."""
    monkeypatch.setattr(rate_limits, "_rests_until", 0.0)
    assert rate_limits.allow("comment", "anna")
    return rate_limits._rest


def test_redis_that_is_away_is_asked_half_as_often_each_time_until_it_is_back(redis, monkeypatch):
    assert rest_after(monkeypatch) == 5
    redis.stop()
    assert [rest_after(monkeypatch) for _ in range(5)] == [10, 20, 40, 60, 60]
    redis.start()
    assert rest_after(monkeypatch) == 5


def test_nobody_is_counted_while_it_rests(redis, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "comment", "1 per year")
    assert [rate_limits.allow("comment", "bram") for _ in range(2)] == [True, False]
    redis.stop()
    assert [rate_limits.allow("comment", "bram") for _ in range(2)] == [True, True]


def test_who_guesses_is_counted_by_the_process_while_it_rests(redis, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "evening_code", "2 per hour")
    redis.stop()
    assert [rate_limits.allow("evening_code", "198.51.100.9") for _ in range(3)] == [True, True, False]
    assert rate_limits.wait("evening_code", "198.51.100.9") > 0
    rate_limits.forgive("evening_code", "198.51.100.9")
    assert rate_limits.wait("evening_code", "198.51.100.9") == 0


AT_ONCE = """
import threading
import django
django.setup()
from common import rate_limits
rate_limits.RATES["comment"] = "3 per year"
together = threading.Barrier(8)
def ask():
    together.wait()
    answers.append(rate_limits.allow("comment", "chaima"))
answers = []
threads = [threading.Thread(target=ask) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(sorted(answers))
"""


def test_those_who_come_at_once_to_a_process_that_just_started_are_counted(redis):
    """The library read a Redis client that another thread was still importing as too old."""
    ours = {"REDIS_URL": redis.url, "DJANGO_SETTINGS_MODULE": "stadslab.settings", "DEBUG": "1"}
    said = subprocess.run([sys.executable, "-c", AT_ONCE], env=os.environ | ours, capture_output=True, text=True)
    assert said.stdout.strip() == str([False] * 5 + [True] * 3), said.stderr


ELSEWHERE = """
import django
django.setup()
from common import rate_limits
rate_limits.REDIS_SECONDS = 10
rate_limits.RATES["wrong_code"] = "3 per year"
print([rate_limits.allow("wrong_code", "198.51.100.9") for _ in range(2)])
"""


@pytest.mark.parametrize(("with_redis", "then"), [(True, [True, False]), (False, [True, True])])
def test_wrong_codes_that_one_process_counted_are_seen_by_the_others(redis, settings, monkeypatch, with_redis, then):
    """Both processes wait long for Redis: a busy machine must not look like one without it. Control: without Redis."""
    monkeypatch.setattr(rate_limits, "REDIS_SECONDS", 10)
    monkeypatch.setitem(rate_limits.RATES, "wrong_code", "3 per year")
    settings.REDIS_URL = redis.url if with_redis else ""
    rate_limits.forget()
    ours = {"REDIS_URL": settings.REDIS_URL, "DJANGO_SETTINGS_MODULE": "stadslab.settings", "DEBUG": "1"}
    said = subprocess.run([sys.executable, "-c", ELSEWHERE], env=os.environ | ours, capture_output=True, text=True)
    assert said.stdout.strip() == "[True, True]", said.stderr
    assert [rate_limits.allow("wrong_code", "198.51.100.9") for _ in range(2)] == then
    rate_limits.forget()  # as a third process that just started
    assert (rate_limits.wait("wrong_code", "198.51.100.9") > 0) is with_redis


@pytest.fixture
def memory(settings):
    settings.REDIS_URL = ""
    rate_limits.forget()
    yield rate_limits._memory
    rate_limits.forget()


def test_counting_starts_no_thread(memory):
    before = set(threading.enumerate())  # some may end meanwhile: the memory's first one, or those of earlier tests
    for person in range(20):
        assert rate_limits.allow("support", person)
    assert set(threading.enumerate()) <= before


def test_what_ran_out_is_forgotten_as_part_of_counting(memory, monkeypatch):
    for person in range(20):
        rate_limits.allow("support", person)
    assert len(memory) == 20
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 3600)
    rate_limits.allow("support", "somebody else")
    assert len(memory) == 1


@pytest.mark.parametrize("what", ["support", "wrong_code"])
def test_as_many_as_the_rate_are_allowed_within_any_window_of_its_length(memory, monkeypatch, what):
    """Whether it ends where we say (`wait`) or not; what was refused doesn't count."""
    monkeypatch.setitem(rate_limits.RATES, what, "2 per minute")

    def allow_at(second):
        monkeypatch.setattr(time, "time", lambda: 1_000_000.5 + second)
        return rate_limits.allow(what, "anna")

    assert [allow_at(second) for second in (0, 50, 59, 61, 109, 111)] == [True, True, False, True, False, True]
    assert rate_limits.allow(what, "bram"), "each has a quota of their own"
    assert rate_limits.wait(what, "anna") == 10
    rate_limits.forgive(what, "anna")
    assert (rate_limits.wait(what, "anna"), rate_limits.allow(what, "anna")) == (0, True)


def test_those_who_come_at_once_are_counted_in_memory_too(memory, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "comment", "3 per year")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _n: rate_limits.allow("comment", "chaima"), range(80)))
    assert (len(answers), sum(answers)) == (80, 3)


@pytest.mark.parametrize(("window", "words"), [("10 minutes", "paar minuten"), ("hour", "een uur"), ("day", "morgen")])
def test_who_meets_a_limit_is_told_when_to_try_again(memory, monkeypatch, window, words):
    """Of two windows that are full, the longer one."""
    monkeypatch.setitem(rate_limits.RATES, "idea", f"1 per minute; 1 per {window}")
    rate_limits.charge("idea", 7)
    with translation.override("nl"), pytest.raises(rate_limits.TooOften) as limit:
        rate_limits.charge("idea", 7)
    with translation.override("nl"):
        assert words in limit.value.words
    rate_limits.charge("idea", 8)


def test_a_window_that_has_room_is_not_named(memory, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "idea", "1 per hour; 3 per day")
    rate_limits.charge("idea", 7)
    with pytest.raises(rate_limits.TooOften) as limit:
        rate_limits.charge("idea", 7)
    assert limit.value.seconds == rate_limits.HOUR


@pytest.mark.parametrize(("what", "in_one_go"), [("idea", 5), ("comment", 25), ("report", 15), ("question", 5)])
def test_who_writes_much_in_one_evening_meets_no_limit(memory, what, in_one_go):
    for _time in range(in_one_go):
        rate_limits.charge(what, 7)


def test_each_limit_of_what_people_post_ends_within_a_day_too():
    for what in ("idea", "comment", "report", "question"):
        assert rate_limits.RATES[what].endswith("per day"), what
