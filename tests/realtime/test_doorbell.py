"""A ring costs the writer nothing, whatever Redis does; other processes receive it."""

import asyncio
import os
import signal

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from django.db import transaction

from realtime import doorbell
from realtime.doorbell import Publisher, ring
from tests import services


@pytest.fixture
def rung(monkeypatch):
    """The names that this process's listeners receive."""
    names = []
    listener = names.append
    doorbell.listen(listener)
    yield names
    doorbell.stop_listening(listener)


def test_ring_waits_for_commit(idea, rung):
    with transaction.atomic():
        ring("note-1")
        assert rung == []
    assert rung == [{"note-1"}]


def test_rolled_back_ring_is_not_heard(idea, rung):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ring("note-1")
        raise ZeroDivisionError
    assert rung == []


def test_a_listener_that_fails_does_not_hurt_who_rings(idea):
    def fail(names):
        raise RuntimeError

    doorbell.listen(fail)
    try:
        with transaction.atomic():
            ring("note-1")
    finally:
        doorbell.stop_listening(fail)


def test_one_process_needs_no_layer(settings):
    settings.CHANNEL_LAYERS = {"doorbell": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    channel_layers.backends.clear()
    assert doorbell.layer() is None


def test_there_is_no_default_layer(settings):
    assert "default" not in settings.CHANNEL_LAYERS


@pytest.fixture
def redis(settings):
    try:
        with services.redis() as server:
            host = {"address": server.url, "socket_timeout": 5, "health_check_interval": 10}
            settings.CHANNEL_LAYERS = {
                "doorbell": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [host]}}
            }
            channel_layers.backends.clear()
            yield server
    finally:
        channel_layers.backends.clear()


@pytest.fixture
def patient(monkeypatch):
    """Wait for 3 s instead of 0.3 s, because the machine may be busy."""
    monkeypatch.setattr(doorbell, "PUBLISH_SECONDS", 3.0)


@pytest.fixture
def other():
    """Publishes as another process does."""
    return Publisher("another")


@pytest.fixture
async def heard():
    """What a hub of this process receives."""
    heard = doorbell.heard()
    yield heard
    await heard.aclose()


async def rung_until_heard(heard, publisher, name):
    """Ring `name` until it is received, because a new listener misses earlier rings."""
    names = set()
    async with asyncio.timeout(60):
        while name not in names:
            listening = asyncio.ensure_future(anext(heard))
            while not listening.done():
                publisher._rests_until = 0
                publisher.put(name)
                await asyncio.wait([listening], timeout=0.1)
            names = await listening


async def test_another_process_hears_it(redis, other, heard):
    await rung_until_heard(heard, other, "note-1")


async def test_own_rings_are_not_heard_twice(redis, other, heard, patient):
    await rung_until_heard(heard, other, "note-1")
    for publisher, name in ((Publisher(), "note-2"), (other, "note-3")):
        publisher.put(name)
        assert await sync_to_async(publisher.finish)(20)
    names = {"note-1"}  # it may have been rung again
    while names == {"note-1"}:
        names = await asyncio.wait_for(anext(heard), 20)
    assert names == {"note-3"}


async def test_listening_outlives_a_restart_of_redis(redis, other, heard):
    await rung_until_heard(heard, other, "note-1")
    redis.process.kill()
    redis.process.wait()
    await sync_to_async(redis.start)()
    await rung_until_heard(heard, other, "note-2")


@pytest.mark.parametrize("fault", ["stopped", "gone"])
def test_whoever_writes_never_waits_for_redis(redis, idea, fault, patient):
    publisher = Publisher()
    publisher.put("note-0")
    assert publisher.finish(20)
    assert publisher._rests_until == 0
    if fault == "stopped":
        os.kill(redis.process.pid, signal.SIGSTOP)
    else:
        redis.process.kill()
    try:
        for number in range(100):
            publisher.put(f"note-{number}")
        assert fault == "gone" or not publisher.finish(0), "all was put, and the first is still on its way"
        assert publisher.finish(20)
        assert publisher._rests_until > 0
    finally:
        if fault == "stopped":
            os.kill(redis.process.pid, signal.SIGCONT)
