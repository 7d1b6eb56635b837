"""A Redis that is away stops nobody, and is asked less and less until it is back."""

import pytest

from stadslab import limits
from tests import services


@pytest.fixture
def redis(settings, monkeypatch):
    monkeypatch.setattr(limits, "_rests_until", 0.0)
    monkeypatch.setattr(limits, "_rest", limits.REST_SECONDS)
    try:
        with services.redis() as redis:
            settings.REDIS_URL = redis.url
            limits.forget()
            yield redis
    except services.Absent as absent:
        pytest.skip(str(absent))
    finally:
        limits.forget()


def rest_after(monkeypatch):
    """How long Redis is left alone after being asked once more."""
    monkeypatch.setattr(limits, "_rests_until", 0.0)
    assert limits.allow("comment", "anna")
    return limits._rest


def test_redis_that_is_away_is_asked_half_as_often_each_time_until_it_is_back(redis, monkeypatch):
    assert rest_after(monkeypatch) == 5
    redis.stop()
    assert [rest_after(monkeypatch) for _ in range(5)] == [10, 20, 40, 60, 60]
    redis.start()
    assert rest_after(monkeypatch) == 5


def test_nobody_is_counted_while_it_rests(redis, monkeypatch):
    monkeypatch.setitem(limits.RATES, "comment", "1 per minute")
    assert [limits.allow("comment", "bram") for _ in range(2)] == [True, False]
    redis.stop()
    assert [limits.allow("comment", "bram") for _ in range(2)] == [True, True]
