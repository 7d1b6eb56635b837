"""A page that follows the evening, without a browser: it applies the parts that come, and notes when.

It reconnects, fetches itself again and says what it has seen as `static/realtime/live.js` does.
"""

import asyncio
import json
import random
import re
import time
from functools import lru_cache
from typing import NamedTuple

from benchmarks.evening_device import Device
from benchmarks.live_client import Crowd, Reader
from tests.faults.compare import differences
from tests.faults.page import Page

FOLLOW = re.compile(r'data-follow="([\w-]+)"\s+data-view="(\w+)"[^>]*?\sdata-after="([\w.]+)"')
PART = re.compile(r'<[a-z]+[^>]*?\bid="([\w-]+)"\s+data-revision="(\d+)"')
STEP = re.compile(r'data-step="(\d+)"')
OWN = re.compile(r'data-while="([\w-]+)"')
FORM = 'id="choose-form"'
FIRST = re.compile(r'<template id="choose-first">(.*?)</template>', re.DOTALL)
TOKEN = re.compile(r'id="((?:lead-\d+-)?choosing-\d[\w-]*)"')


class Update(NamedTuple):
    kind: str
    topic: str
    after: int
    upto: str
    parts: list[tuple[str, int, str]]  # id, revision, html
    html: str
    tokens: set[str]  # of what one may choose now
    heads: dict[str, str]


@lru_cache(maxsize=300)
def read(payload: bytes) -> Update:
    """Read a message; once, because many pages get the same."""
    said = json.loads(payload)
    html = said.get("html") or ""
    after = number(said.get("after", ".0"))
    heads = said.get("topics", {})
    return Update(said["type"], said.get("topic", ""), after, said.get("upto", ""), parts_in(html), html,
                  set(TOKEN.findall(html)), heads)  # fmt: skip


def number(cursor: str) -> int:
    return int(cursor.rpartition(".")[2])


def parts_in(html: str) -> list[tuple[str, int, str]]:
    """Return the parts that stand beside each other in this html."""
    found = list(PART.finditer(html))
    ends = [one.start() for one in found] + [len(html)]
    return [(one[1], int(one[2]), html[one.start() : end]) for one, end in zip(found, ends[1:], strict=True)]


class Room(Crowd):
    """All pages, and when each step was asked for. `titles`: of the steps, for pages that show nothing else of it."""

    def __init__(self, port: int, origin: str, titles: dict[int, str]) -> None:
        super().__init__(port, origin, "/live/", [])
        self.titles = titles
        self.pages_fetched = 0

    def step_in(self, html: str) -> int | None:
        """Return the step (its id) that this part shows; 0 is the walk-in, None if it says nothing of it."""
        if found := STEP.search(html):
            return int(found[1])
        return next((pk for pk, title in self.titles.items() if f">{title}</bdi>" in html), None)


class LivePage(Reader):
    """`steps`: each step that it showed, and when.

    `form`: what there is to choose, as it came with a part; `form_at`: since when it has that, 0 without it.
    """

    def __init__(self, room: Room, device: Device, path: str) -> None:
        super().__init__(room, len(room.readers))
        self.device, self.path = device, path
        self.first, self.parts, self.heard, self.own = "", {}, [], ""
        self.steps: list[tuple[int, float]] = []
        self.failures, self.is_over, self.is_gone = 0, False, False
        self.form, self.form_at = "", 0.0
        self.is_current = False  # it followed all along
        self.is_open, self.asked_at = False, 0.0
        self.much, self.patience, self.seen_at = [0, 0], 0.0, 0.0
        self.timer: asyncio.TimerHandle | None = None
        self.fetching: asyncio.Task[None] | None = None
        self.transport: asyncio.Transport | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    # The page over HTTP

    async def open(self) -> None:
        await self.fetch()
        self.crowd.readers.append(self)
        await self.reconnect(0)

    async def fetch(self) -> None:
        answer = await self.device.page(self.path)
        self.crowd.pages_fetched += 1
        if answer.status != 200:
            self.is_gone = True
            return
        self.load(answer.html)

    def load(self, html: str) -> None:
        """Show this page; a part that came meanwhile and is newer stays."""
        found = FOLLOW.search(html)
        if found is None:
            raise RuntimeError(f"{self.path} follows nothing")
        topic, self.view, after = found.groups()
        if number(after) >= number(self.cursors.get(topic, ".0")):
            self.cursors = {topic: after}
        own = OWN.search(html)
        self.first, self.own = html, own[1] if own else ""
        self.form, self.form_at = "", (self.form_at or time.monotonic()) if FORM in FIRST.sub("", html) else 0.0
        self.heard = [one for one in self.heard if one[0] > number(after)]
        there = {id: revision for id, revision, _html in parts_in(html)}
        self.parts = {id: part for id, part in self.parts.items() if part[0] > there.get(id, 0)}
        self.show_step(html)

    def show_step(self, html: str) -> None:
        step = self.crowd.step_in(html)
        if step is not None and (not self.steps or self.steps[-1][0] != step):
            self.steps.append((step, time.monotonic()))

    @property
    def keeps_all(self) -> bool:
        """Parts of who leads stand in each other, so the newest of each isn't enough to know the page."""
        return self.view == "page"

    @property
    def html(self) -> str:
        """All that came, in order: what stands last counts."""
        return " ".join([self.first, *(html for _upto, html in self.heard)])

    @property
    def step(self) -> int:
        return self.steps[-1][0] if self.steps else 0

    def fetch_soon(self) -> None:
        """Fetch the page again, after a random delay, as the page does."""
        if self.fetching is None or self.fetching.done():
            self.fetching = self.later(self.fetch_after(2 * random.random()))

    async def fetch_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.fetching = None
        await self.fetch()
        self.follow()

    def later(self, work) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    # The socket

    async def reconnect(self, wait: float) -> None:
        await asyncio.sleep(wait)
        while not self.is_over:
            if not self.device.wifi.is_up.is_set():
                await self.device.wifi.is_up.wait()
                await asyncio.sleep(random.random())  # the page hears that it is online
            self.cookie = self.device.cookie
            try:
                await self.connect()
            except OSError:
                self.failures += 1
                await asyncio.sleep(random.random() * min(30, 2 * 2 ** min(self.failures, 4)))
            else:
                return

    def refused(self, head: bytes) -> None:
        self.buffer.clear()
        self.transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        self.crowd.ready.discard(self)
        if not self.is_over and not self.is_gone:
            wait = random.random() * min(30, 2 * 2 ** min(self.failures, 4))
            self.failures += 1
            self.later(self.reconnect(wait))

    def opened(self) -> None:
        self.follow()

    def follow(self) -> None:
        self.is_current = False
        if self.is_open and not self.is_gone:
            super().opened()

    def update(self, payload: bytes) -> None:
        said = read(payload)
        if said.kind == "beat":
            if any(number(self.cursors.get(name, head)) < number(head) for name, head in said.heads.items()):
                self.later(self.check(said.heads))
        elif said.topic not in self.cursors:
            return
        elif said.kind == "gone":
            self.is_gone = True
            self.crowd.is_ready(self)
        elif said.kind == "reset":
            self.fetch_soon()
        else:
            self.hear_update(said)

    def see_soon(self, said: Update) -> None:
        """Say what was seen after 3 to 4.5 s, sooner after much, at most once a second."""
        now = time.monotonic()
        if not self.unseen:
            self.much, self.patience = [0, 0], now + 3 + 1.5 * random.random()
        self.unseen.add(said.topic)
        self.much = [self.much[0] + 1, self.much[1] + len(said.html)]
        is_much = self.much[0] >= 24 or self.much[1] >= 24_000
        wait = max(0 if is_much else self.patience - now, self.seen_at + 1 - now, 0)
        if self.timer:
            self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(wait, self.see)

    def see(self) -> None:
        self.seen_at = time.monotonic()
        super().see()

    async def check(self, heads: dict[str, str]) -> None:
        await asyncio.sleep(5)
        if any(number(self.cursors.get(name, head)) < number(head) for name, head in heads.items()) and self.is_open:
            self.transport.abort()

    def hear_update(self, said: Update) -> None:
        cursor = number(self.cursors[said.topic])
        if said.after > cursor:
            self.gaps += 1
            if time.monotonic() - self.asked_at >= 1:
                self.asked_at = time.monotonic()
                self.follow()
            return
        self.failures = 0
        self.see_soon(said)
        if number(said.upto) > cursor:
            self.cursors[said.topic] = said.upto
            self.apply(said)
        self.is_current = True
        self.crowd.is_ready(self)

    def apply(self, said: Update) -> None:
        for id, revision, html in said.parts:
            if revision > self.parts.get(id, (0, ""))[0]:
                self.parts[id] = revision, html
                self.show_step(html)
        if self.keeps_all:
            self.heard.append((number(said.upto), said.html))
        if said.tokens and self.own and self.own not in said.tokens and not self.begin(said.html):
            self.fetch_soon()

    def begin(self, html: str) -> bool:
        """Show the form as it came for everybody, as the page does, if one person holds this phone."""
        first = FIRST.search(html)
        if not (first and self.is_current and 'data-first="choose-first"' in FIRST.sub("", self.first)):
            return False
        self.form, self.form_at, self.own = first[1], time.monotonic(), OWN.findall(first[1])[0]
        return True

    def end(self) -> None:
        self.is_over = True
        for task in list(self.tasks):
            task.cancel()
        if self.transport:
            self.transport.abort()

    # At the end

    def differs(self, fresh: str) -> list[str]:
        """Return how this page differs from a fresh one."""
        mine = Page(self.first)
        for _upto, html in self.heard or self.parts.values():
            mine.apply(html)
        return differences(mine, Page(fresh))
