"""One open page, outside the server processes: `static/realtime/live.js`, without a browser.

It uses one machine; when that is down it uses the next.
"""

import asyncio
import contextlib
import json
import random
import re
import socket
import struct
from collections import Counter
from html import unescape
from urllib.parse import urldefrag, urljoin

import websockets

from tests.faults.page import Page, read

SILENT_FOR = 50
AT_ONCE = 20  # topics per message of at most 4 KiB
NEXT = re.compile(r'<a[^>]* rel="next" href="([^"]+)"')
IMPATIENT = {4029, *range(1003, 1006), *range(1007, 1010)}


def number(cursor):
    return int(cursor.rpartition(".")[2])


def epoch(cursor):
    return cursor.rpartition(".")[0]


class Reader:
    def __init__(self, web, url, lang="nl", cookie="", first=0, address="10.0.0.1"):
        self.web, self.url, self.lang, self.cookie, self.at, self.address = web, url, lang, cookie, first, address
        self.page, self.topics, self.unseen = None, {}, {}
        self.socket = None
        self.left = []  # sockets that were dropped without a close
        self.closed = Counter()
        self.failures = self.fetch_failures = 0
        self.is_deaf = asyncio.Event()
        self.is_deaf.set()  # cleared: it reads nothing
        self.tasks = set()
        self.fetching = self.seeing = None
        self.seen_at = self.patience = 0.0
        self.faults = []

    def __repr__(self):
        codes = f", closed with {dict(self.closed)}" if self.closed else ""
        return f"{self.url} ({self.lang}{', signed in' if self.cookie else ''}{codes})"

    # the page

    def load(self, html):
        self.page = Page(html)
        self.topics, self.unseen = {}, {}
        self.collect()

    def collect(self):
        """Return the topics to follow. A topic is followed again if an inserted section is older than the cursor."""
        found = []
        for section in self.page.sections():
            name, after = section.attrs["data-follow"], section.attrs.get("data-after")
            known = self.topics.get(name)
            if after and not known and len(self.topics) < 60:
                self.topics[name] = {"view": section.attrs["data-view"], "cursor": after, "answered": False}
                found.append(name)
            elif after and known and number(after) < number(known["cursor"]):
                found += [name] if known["answered"] else []
                known |= {"cursor": after, "answered": False}
        return found

    def start(self):
        self._later(self.live())

    def _later(self, work):
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task):
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            self.faults.append(repr(task.exception()))

    async def close(self):
        for task in list(self.tasks):
            task.cancel()
        for one in [self.socket, *self.left]:
            if one:
                one.transport.abort()
        self.socket = None

    # the connection

    async def live(self):
        while True:
            code = await self.session()
            self.closed[code] += 1
            self.socket = None
            self.at += 1
            most = min(30, 2 * 2 ** min(self.failures, 4))
            self.failures += 1
            await asyncio.sleep((30 if code in IMPATIENT else 0) + random.random() * most)

    async def session(self):
        """Stay connected until it ends; return the close code, 1006 when there was none."""
        origin = self.web.origins[self.at % len(self.web.origins)]
        headers = {"X-Forwarded-For": self.address} | ({"Cookie": self.cookie} if self.cookie else {})
        try:
            mine = self.socket = await websockets.connect(
                f"ws://{origin.partition('//')[2].replace('localhost', '127.0.0.1')}/live/",
                origin=origin, additional_headers=headers, compression=None, proxy=None, ping_interval=None,
                max_size=None, open_timeout=10, close_timeout=1,
            )  # fmt: skip
        except (OSError, websockets.WebSocketException):
            return 1006
        try:
            await self.follow(list(self.topics))
            while mine is self.socket:
                await self.is_deaf.wait()
                async with asyncio.timeout(SILENT_FOR):
                    text = await mine.recv()
                if mine is self.socket:
                    await self.hear(json.loads(text))
        except TimeoutError:
            mine.transport.abort()
        except websockets.ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
        return 1000

    async def again(self):
        """Drop the connection, as the page does when it is behind."""
        if self.socket:
            self.socket.transport.abort()

    def cut(self, how):
        """Break the connection. reset: RST · half-open: neither side closes · silent: nothing is read for a time."""
        mine = self.socket
        if not mine or mine.transport is None or mine.transport.is_closing():
            return
        if how == "silent":
            mine.transport.pause_reading()
            self.is_deaf.clear()
            self._later(self._listen_again(mine))
        elif how == "half-open":
            mine.transport.pause_reading()
            self.left.append(mine)
            self.socket = None
            for task in list(self.tasks):
                task.cancel()
            self.fetching = None
            self.is_deaf.set()
            self.start()
        else:
            raw = mine.transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            mine.transport.abort()

    async def _listen_again(self, mine):
        await asyncio.sleep(14)
        self.is_deaf.set()
        if mine.transport and not mine.transport.is_closing():
            mine.transport.resume_reading()

    async def say(self, message):
        """Send a message; on a broken socket it is lost, as in a browser."""
        if self.socket:
            with contextlib.suppress(websockets.ConnectionClosed):
                await self.socket.send(json.dumps(message))

    async def follow(self, names):
        for start in range(0, len(names), AT_ONCE):
            wanted = {}
            for name in names[start : start + AT_ONCE]:
                topic = self.topics[name]
                topic["answered"] = False
                wanted[name] = {"view": topic["view"], "after": topic["cursor"]}
            await self.say({"type": "follow", "lang": self.lang, "topics": wanted})

    # incoming messages

    async def hear(self, message):
        if message["type"] == "beat":
            self._check_beat(message["topics"])
        elif message["topic"] in self.topics:
            await getattr(self, f"hear_{message['type']}")(message["topic"], message)

    async def hear_update(self, name, message):
        topic, after, upto = self.topics[name], message["after"], message["upto"]
        if epoch(after) != epoch(topic["cursor"]) or number(after) > number(topic["cursor"]):
            await self._follow_again(name, topic)
            return
        topic["answered"] = True
        if number(upto) > number(topic["cursor"]):
            self.page.apply(message["html"])
            found = self.collect()
            topic["cursor"] = upto
            for section in self.page.sections(name):
                if "data-after" in section.attrs:
                    section.attrs["data-after"] = upto
            if found:
                await self.follow(found)
        self._seen_soon(name, message["html"])
        if all(topic["answered"] for topic in self.topics.values()):
            self.failures = 0

    async def _follow_again(self, name, topic):
        now = asyncio.get_running_loop().time()
        if now - topic.get("asked_at", 0) >= 1:
            topic["asked_at"] = now
            await self.follow([name])

    async def hear_reset(self, name, message):
        self.topics[name]["is_old"] = True
        self._fetch_soon()

    async def hear_gone(self, name, message=None):
        del self.topics[name]
        for section in self.page.sections(name):
            section.attrs.pop("data-after", None)

    def _check_beat(self, heads):
        async def look_again():
            await asyncio.sleep(5)
            if self._is_behind(heads):
                await self.again()

        if self._is_behind(heads):
            self._later(look_again())

    def _is_behind(self, heads):
        return any(name in self.topics and number(self.topics[name]["cursor"]) < number(heads[name]) for name in heads)

    # seen: 3 to 4.5 s after the first update, sooner after much data, at most once a second

    def _seen_soon(self, name, html):
        now = asyncio.get_running_loop().time()
        if not self.unseen:
            self.patience = now + 3 + 1.5 * random.random()
        count, length = self.unseen.get(name, (0, 0))
        self.unseen[name] = count + 1, length + len(html)
        is_much = sum(n for n, _ in self.unseen.values()) >= 24 or sum(n for _, n in self.unseen.values()) >= 24_000
        wait = max(0 if is_much else self.patience - now, self.seen_at + 1 - now)
        if self.seeing:
            self.seeing.cancel()
        self.seeing = asyncio.get_running_loop().call_later(max(wait, 0), lambda: self._later(self._see()))

    async def _see(self):
        self.seen_at = asyncio.get_running_loop().time()
        cursors = {name: self.topics[name]["cursor"] for name in self.unseen if name in self.topics}
        self.unseen = {}
        await self.say({"type": "seen", "topics": cursors})

    # reset: fetch the page again, after a random delay

    def _fetch_soon(self):
        if self.fetching is None:
            self.fetching = self._later(self._fetch(random.random() * min(30, 2 * 2**self.fetch_failures)))

    async def _fetch(self, wait):
        await asyncio.sleep(wait)
        self.fetching = None
        names = [name for name, topic in self.topics.items() if topic.get("is_old")]
        try:
            status, fresh, html = await self._ask(self.url)
            await self._lengthen(fresh, html)
        except ConnectionError:
            self.fetch_failures += 1
            self._fetch_soon()
            return
        self.fetch_failures = 0
        if self._shows_another_card(names, fresh):
            self.load(html)
            await self.follow(list(self.topics))
        else:
            await self._renew(names, fresh, status < 400)

    async def _ask(self, url):
        """Raise ConnectionError if there is no response, or if the response says to retry later."""
        status, html = await self.web.get(url, self.lang, self.cookie, self.at, self.address)
        if status in (0, 429) or status >= 500:
            raise ConnectionError(status)
        return status, read(html), html

    async def _lengthen(self, fresh, html):
        """Fetch the later pages of a list too, if the page shows the end of that list."""
        for found in [one for one in fresh.walk() if one.is_ranged]:
            mine = self.page.find(found.id)
            while mine and not mine.attrs["data-to"] and found.attrs["data-to"] and (link := NEXT.search(html)):
                _status, more, html = await self._ask(urljoin(self.url, urldefrag(unescape(link[1])).url))
                last = more.find(found.id)
                if not last or last.attrs.get("data-previous") != found.attrs["data-to"]:
                    raise ConnectionError("the list moved")
                found.attrs["data-to"] = last.attrs["data-to"]
                for part in last.children:
                    found.add(part)

    def _shows_another_card(self, names, fresh):
        """Return whether a thing that this page shows in one view is only in another view on the fetched page."""
        there = {(one.attrs.get("data-follow"), one.attrs.get("data-view")) for one in fresh.walk()}
        followed = {name for name, _view in there}
        here = [(name, one.attrs.get("data-view")) for name in names for one in self.page.sections(name)]
        return any(name in followed and (name, view) not in there for name, view in here)

    async def _renew(self, names, fresh, is_whole):
        for name in [name for name in names if name in self.topics]:  # some were removed meanwhile
            sections = [n for n in fresh.walk() if n.attrs.get("data-follow") == name]
            if not sections:
                await self.hear_gone(name)
                if is_whole:
                    self.page.drop(name)
                continue
            self.topics[name] |= {"is_old": False, "cursor": sections[0].attrs.get("data-after", "")}
            for section in self.page.sections(name):
                same = next(one for one in sections if one.attrs.get("data-view") == section.attrs.get("data-view"))
                self.page.renew(section, same.copy() if same.is_part else same)
        await self.follow([name for name in {*names, *self.collect()} if name in self.topics])
