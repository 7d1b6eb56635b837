"""Open pages, in a separate process: how long until none of them shows a changed name?

    python -m benchmarks.storm_names PORT ORIGIN

The first line of input is [[address, cookie, is over HTTP], …]; it prints "ready" when all are open. After a line with
a name it waits until no page shows that name, and prints the times. A page here has the parts and cursors of a real
one, and is fetched again after a reset, like a real one.
"""

import asyncio
import contextlib
import json
import random
import re
import subprocess
import sys
import time
from urllib.parse import urlencode

import websockets

PAGES = 200
FOLLOWED = re.compile(r'data-follow="([^"]+)" data-view="([^"]+)"[^>]* data-after="([^"]+)"')
PART = re.compile(r'<[a-z]+[^<>]* id="([^"]+)"[^<>]* data-revision="(\d+)"[^<>]*>')
LONGEST = 30.0  # the maximum wait in seconds
SEEN_AFTER = 3.0


def pieces(html):
    """Cut the page where a part begins; the text before the first part belongs to none."""
    found = list(PART.finditer(html))
    ends = [*(match.start() for match in found), len(html)][1:]
    return {match[1]: (int(match[2]), html[match.start() : end]) for match, end in zip(found, ends, strict=True)}


class Page:
    def __init__(self, crowd, address, cookie, is_polled):
        self.crowd, self.address, self.cookie, self.is_polled = crowd, address, cookie, is_polled
        self.topics, self.parts, self.fetches, self.old = {}, {}, 0, set()
        self.fetching, self.unseen = None, {}

    def shows(self, words):
        return any(words in html for _revision, html in self.parts.values())

    async def get(self, address):
        """Return the body; raises ConnectionError for a response that says to retry later."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.crowd.port, limit=1 << 24)
        head = f"GET {address} HTTP/1.0\r\nHost: {self.crowd.host}\r\n"
        writer.write((head + (f"Cookie: {self.cookie}\r\n" if self.cookie else "") + "\r\n").encode())
        answer = await reader.read()
        writer.close()
        status, _, body = answer.partition(b"\r\n\r\n")
        if status.split()[1] != b"200":
            raise ConnectionError(status.split()[1].decode())
        return body.decode()

    async def open(self):
        html = await self.get(self.address)
        self.parts = pieces(html)
        self.topics = {name: [view, after] for name, view, after in reversed(FOLLOWED.findall(html))}

    async def live(self):
        while True:
            with contextlib.suppress(OSError, websockets.WebSocketException, ConnectionError):
                await (self.poll() if self.is_polled else self.listen())
            await asyncio.sleep(0.3 if self.is_polled else 2 * random.random())

    async def poll(self):
        wishes = [
            ("follow", f"{name}:{view}:{at}") for name, (view, at) in self.topics.items() if name not in self.old
        ]
        if wishes:
            for message in json.loads(await self.get(f"/live/?{urlencode([('lang', 'nl'), *wishes])}"))["messages"]:
                self.hear(message)

    async def listen(self):
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with websockets.connect(
            f"ws://127.0.0.1:{self.crowd.port}/live/", origin=self.crowd.origin, additional_headers=headers,
            compression=None, proxy=None, ping_interval=None, max_size=None,
        ) as self.socket:  # fmt: skip
            await self.follow(self.topics)
            while True:
                try:
                    async with asyncio.timeout(SEEN_AFTER):
                        self.hear(json.loads(await self.socket.recv()))
                except TimeoutError:
                    pass
                await self.see()

    async def see(self):
        now = time.monotonic()
        if self.unseen and now - min(self.unseen.values()) > SEEN_AFTER:
            await self.say({"type": "seen", "topics": {name: self.topics[name][1] for name in self.unseen}})
            self.unseen = {}

    async def follow(self, names):
        names = list(names)
        for at in range(0, len(names), 20):
            wanted = {
                name: dict(zip(("view", "after"), self.topics[name], strict=True)) for name in names[at : at + 20]
            }
            await self.say({"type": "follow", "lang": "nl", "topics": wanted})

    async def say(self, message):
        await self.socket.send(json.dumps(message))

    def hear(self, message):
        name = message.get("topic")
        if message["type"] == "update" and name in self.topics:
            self.topics[name][1] = message["upto"]
            self.unseen.setdefault(name, time.monotonic())
            for id, (revision, html) in pieces(message["html"]).items():
                if id in self.parts and revision > self.parts[id][0]:
                    self.parts[id] = revision, html
        elif message["type"] == "reset":
            self.old.add(name)
            self.fetching = self.fetching or asyncio.ensure_future(self.fetch())
        elif message["type"] == "gone":
            self.topics.pop(name, None)

    async def fetch(self):
        tries = 0
        while True:
            await asyncio.sleep(min(30, 2 * 2**tries) * random.random())
            names, self.old, known = self.old, set(), dict(self.topics)
            with contextlib.suppress(OSError, ConnectionError):
                await self.open()
                break
            self.old, tries = self.old | names, tries + 1
        self.fetches += 1
        self.topics |= {name: wish for name, wish in known.items() if name not in names and name in self.topics}
        if not self.is_polled:
            await self.follow(names & self.topics.keys())
        # Over HTTP, a request sent before the new cursor was known may have been answered with a reset meanwhile.
        self.fetching = asyncio.ensure_future(self.fetch()) if self.old else None


class Crowd:
    def __init__(self, port, origin, pages):
        self.port, self.origin, self.host = port, origin, origin.partition("//")[2]
        self.pages = [Page(self, *page) for page in pages]

    async def begin(self):
        for page in self.pages:
            await page.open()
        self.tasks = [asyncio.create_task(page.live()) for page in self.pages]

    async def watch(self, old):
        """Return for how long each page still showed the old name."""
        began, took = time.monotonic(), {}
        showed = [page for page in self.pages if page.shows(old)]
        fetches = sum(page.fetches for page in self.pages)
        while len(took) < len(showed) and time.monotonic() < began + LONGEST:
            await asyncio.sleep(0.1)
            for page in showed:
                if page not in took and not page.shows(old):
                    took[page] = time.monotonic() - began
        left = [page.address for page in showed if page not in took]
        return {
            "showed": len(showed),
            "took": sorted(took.values()) + [LONGEST] * len(left),
            "fetches": sum(page.fetches for page in self.pages) - fetches,
            "left": left,
        }


@contextlib.contextmanager
def open_pages(site, count):
    """Yield a function that waits until no page shows these words, and returns the result of `watch`.

    The pages are those of a long comment list, of other ideas, lists and homes; half of the readers are signed in, one
    in five uses HTTP.
    """
    long = f"/meetlab/ideeen/{site.ids[0]}/"
    addresses = {
        0: lambda n: f"{long}?pagina={n % 50 + 1}",
        1: lambda n: f"/meetlab/ideeen/{site.ids[n]}/",
        2: lambda n: f"/meetlab/ideeen/?pagina={n % 9 + 1}",
        3: lambda n: f"/meetlab/?x={n}",
    }
    pages = []
    for n in range(count):
        who = site.sessions[2 + n % (len(site.sessions) - 2)] if n % 2 else ""
        pages.append([addresses[n // 2 % 4](n), who, n % 5 == 0])
    command = [sys.executable, "-m", "benchmarks.storm_names", str(site.port), site.origin]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(line):
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        return process.stdout.readline()

    try:
        ask(json.dumps(pages))
        yield lambda words: json.loads(ask(words))
    finally:
        process.stdin.close()
        process.wait(20)


async def main(port, origin):
    crowd = Crowd(int(port), origin, json.loads(sys.stdin.readline()))
    await crowd.begin()
    await asyncio.sleep(3)  # until all follow
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await crowd.watch(line.rstrip("\n"))), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
