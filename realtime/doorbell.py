"""The doorbell between processes: after commit it sends only names. A lost ring costs a second, never a change."""

import asyncio
import atexit
import contextlib
import logging
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

from channels.layers import InMemoryChannelLayer, channel_layers
from django.conf import settings
from django.db import transaction

from realtime.limits import setting

log = logging.getLogger(__name__)

GROUP = "doorbell"
RIGHTS = "rights"  # not a topic: somebody lost a role or was signed out, so check all rights again
PROCESS = uuid.uuid4().hex[:8]
PUBLISH_SECONDS = 0.3
REST_SECONDS = 5.0
MOST_NAMES = 200


def ring(topic: str) -> None:
    """Tell each process that `topic` changed, after this transaction commits (at once outside one). Never raises."""
    transaction.on_commit(partial(_rung, topic), robust=True)


def _rung(topic: str) -> None:
    if not setting("LIVE_DOORBELL"):
        return
    for listener in tuple(_listeners):
        listener({topic})
    if layer() is not None:
        _publisher.put(topic)


def listen(listener: Callable[[set[str]], None]) -> None:
    """Call `listener` with the names, on the thread that rang; it must be quick and must not raise."""
    _listeners.add(listener)


def stop_listening(listener: Callable[[set[str]], None]) -> None:
    _listeners.discard(listener)


def layer() -> Any | None:
    """Return the channel layer to other processes, or None: a single process needs none."""
    if "doorbell" not in settings.CHANNEL_LAYERS:
        return None
    found = channel_layers["doorbell"]
    return None if isinstance(found, InMemoryChannelLayer) else found


def is_well() -> bool:
    """Send an empty ring, and return whether it reached Redis; True with a single process."""
    return layer() is None or _publisher.reaches()


async def heard() -> AsyncIterator[set[str]]:
    """Yield the names that other processes ring; never yields if there are none.

    Raises when Redis can't be reached.
    """
    found = layer()
    if found is None:
        await asyncio.Event().wait()
    assert found is not None
    try:
        async with asyncio.timeout(REST_SECONDS):
            channel = await found.new_channel()
            await found.group_add(GROUP, channel)
        while True:
            message = await found.receive(channel)
            if message["from"] != PROCESS:
                yield set(message["topics"])
    except Exception:
        with contextlib.suppress(Exception):
            await found.flush()  # otherwise each retry would leave a channel behind
        raise


class Publisher:
    """One thread that publishes collected rings, so that no writer waits for Redis."""

    def __init__(self, process: str = PROCESS) -> None:
        self._process = process
        self._names: set[str] = set()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._thread: threading.Thread | None = None
        self._rests_until = 0.0

    def put(self, name: str) -> None:
        with self._lock:
            if len(self._names) < MOST_NAMES:
                self._names.add(name)
            self._idle.clear()
            self._wake.set()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="doorbell", daemon=True)
                self._thread.start()

    def finish(self, seconds: float = PUBLISH_SECONDS) -> bool:
        """Wait until all rings are published or given up; otherwise a command that ends at once would lose them."""
        return self._idle.wait(seconds)

    def reaches(self) -> bool:
        self.put("")  # an empty name
        return self.finish(2 * PUBLISH_SECONDS) and time.monotonic() >= self._rests_until

    def _run(self) -> None:
        loop = asyncio.new_event_loop()
        while True:
            self._wake.wait()
            with self._lock:
                names, self._names = sorted(self._names), set()
                self._wake.clear()
            if names and time.monotonic() >= self._rests_until:
                loop.run_until_complete(self._publish(names))
            with self._lock:
                if not self._names:
                    self._idle.set()

    async def _publish(self, names: list[str]) -> None:
        message = {"type": "ring", "from": self._process, "topics": names}
        try:
            await asyncio.wait_for(layer().group_send(GROUP, message), PUBLISH_SECONDS)  # type: ignore[union-attr]
        except Exception as error:  # noqa: BLE001  whatever Redis raises, the poll finds the change
            self._rests_until = time.monotonic() + REST_SECONDS
            log.warning("doorbell rests %s s: %r", REST_SECONDS, error)


_listeners: set[Callable[[set[str]], None]] = set()
_publisher = Publisher()
atexit.register(_publisher.finish)
