"""A ring costs who writes nothing, whatever Redis does; other processes hear it."""

import asyncio
import os
import signal
import time

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from django.db import transaction

from realtime import doorbell
from realtime.doorbell import Publisher, ring
from tests import services


@pytest.fixture
def rung(monkeypatch):
    """The names that listeners of this process hear."""
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
def other():
    """Publishes as another process does."""
    return Publisher("another")


async def hear(seconds=3):
    """Return the first names heard, as a hub of this process would."""
    heard = doorbell.heard()
    try:
        return await asyncio.wait_for(anext(heard), seconds)
    finally:
        await heard.aclose()


async def test_another_process_hears_it(redis, other):
    listening = asyncio.create_task(hear())
    await asyncio.sleep(0.3)
    other.put("note-1")
    assert await listening == {"note-1"}


async def test_own_rings_are_not_heard_twice(redis):
    listening = asyncio.create_task(hear(0.8))
    await asyncio.sleep(0.3)
    Publisher().put("note-1")
    with pytest.raises(TimeoutError):
        await listening


async def test_listening_outlives_a_restart_of_redis(redis, other):
    listening = asyncio.create_task(hear(20))
    await asyncio.sleep(0.3)
    redis.process.kill()
    redis.process.wait()
    await asyncio.sleep(0.5)
    await sync_to_async(redis.start)()
    while not listening.done():
        other._rests_until = 0
        other.put("note-2")
        await asyncio.sleep(0.3)
    assert await listening == {"note-2"}


@pytest.mark.parametrize("fault", ["stopped", "gone"])
def test_whoever_writes_never_waits_for_redis(redis, idea, fault):
    publisher = Publisher()
    publisher.put("note-0")
    assert publisher.finish(2)
    if fault == "stopped":
        os.kill(redis.process.pid, signal.SIGSTOP)
    else:
        redis.process.kill()
    try:
        begun = time.monotonic()
        for number in range(100):
            publisher.put(f"note-{number}")
        assert time.monotonic() - begun < 0.05
        assert publisher.finish(1.5)  # given up after 0.3 s
        assert publisher._rests_until > time.monotonic()
    finally:
        if fault == "stopped":
            os.kill(redis.process.pid, signal.SIGCONT)
