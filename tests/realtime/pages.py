"""A page that follows the protocol: it keeps a cursor and parts, and fails on an invalid update."""

import json
import re

from channels.testing import WebsocketCommunicator

PATIENCE = 20  # seconds: no test measures speed, and the machine may be busy
PART = re.compile(r'<li id="([^"]+)" data-revision="(\d+)"[^>]*>(.*?)</li>', re.DOTALL)


class Page:
    def __init__(self, application, *, cookies=None, origin="http://testserver", address="127.0.0.1"):
        headers = [(b"origin", origin.encode()), (b"host", b"testserver")]
        if cookies:
            headers.append((b"cookie", "; ".join(f"{name}={value}" for name, value in cookies.items()).encode()))
        self.socket = WebsocketCommunicator(application, "/live/", headers)
        self.socket.scope["client"] = [address, 40000]
        self.cursors, self.parts, self.updates, self.over = {}, {}, [], []

    async def open(self):
        self.is_open, self.code = await self.socket.connect(PATIENCE)
        return self

    async def follow(self, after, *names, view="page", lang="nl"):
        """Follow from cursor `after`; `take` returns the answer."""
        self.cursors |= dict.fromkeys(names, after)
        topics = {name: {"view": view, "after": after} for name in names}
        await self.say({"type": "follow", "lang": lang, "topics": topics})

    async def say(self, message):
        await self.socket.send_to(text_data=json.dumps(message))

    async def see(self):
        await self.say({"type": "seen", "topics": self.cursors})

    async def take(self, timeout=PATIENCE):
        """Receive one message and return it; or {"close": code}."""
        event = await self.socket.receive_output(timeout)
        if event["type"] == "websocket.close":
            return {"close": event["code"]}
        message = json.loads(event["text"])
        if message["type"] == "update":
            self._apply(message)
        elif message["type"] in ("gone", "reset"):
            self.over.append(message)
        return message

    async def take_until(self, done, timeout=PATIENCE):
        while not done(self):
            await self.take(timeout)
        return self

    async def closes(self, timeout=PATIENCE):
        """Receive until the server closes; return the code."""
        while "close" not in (message := await self.take(timeout)):
            pass
        return message["close"]

    async def hears_nothing(self, seconds=0.4):
        return await self.socket.receive_nothing(seconds)

    async def leave(self):
        if self.socket.future and not self.socket.future.done():
            await self.socket.disconnect(timeout=PATIENCE)

    def _apply(self, message):
        cursor, after, upto = (
            number(text) for text in (self.cursors[message["topic"]], message["after"], message["upto"])
        )
        self.updates.append(message)
        assert after <= cursor, f"a gap: {message} at {cursor}"
        if upto < cursor:
            return
        self.cursors[message["topic"]] = message["upto"]
        for key, revision, words in PART.findall(message["html"]):
            if int(revision) > self.parts.get(key, (0, ""))[0]:
                self.parts[key] = (int(revision), words)

    @property
    def words(self):
        return [words for _, words in sorted(self.parts.values())]


def number(cursor):
    return int(cursor.rpartition(".")[2])
