"""A device in the room, without a browser: its cookies, and its forms, which it sends until they are answered."""

import asyncio
import random
import re
import time
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

PATIENCE = 30  # seconds that a browser waits for an answer
LEAST = 2  # seconds until a form without an answer is sent again, at first
CSRF = re.compile(r'name="csrfmiddlewaretoken"\s+value="(\w+)"')
KEY = re.compile(r'name="key"\s+value="([\w-]+)"')
NO_ANSWER = (OSError, EOFError, TimeoutError)


class Answer(NamedTuple):
    status: int
    where: str  # the target of a redirect
    html: str


class Took(NamedTuple):
    """How long a form waited for its answer. `is_smooth`: no Wi-Fi was gone meanwhile, and no server was killed."""

    form: str
    seconds: float
    is_smooth: bool


class Wifi:
    """The connection of everybody in the room. `troubles` rises when it goes and comes back; the server's too."""

    def __init__(self) -> None:
        self.is_up = asyncio.Event()
        self.is_up.set()
        self.troubles = 0


class Device:
    """`again` counts forms that were sent again, because no answer came; `took` has each form."""

    def __init__(self, origin: str, port: int, wifi: Wifi) -> None:
        self.origin, self.port, self.wifi = origin, port, wifi
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.waiting: set[asyncio.StreamWriter] = set()
        self.again = 0
        self.took: list[Took] = []

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def get(self, path: str) -> Answer:
        """Open a page, and go where it leads. Raises one of NO_ANSWER."""
        answer = await self.ask("GET", path)
        for _ in range(3):
            if not answer.where:
                break
            answer = await self.ask("GET", answer.where)
        if found := CSRF.search(answer.html):
            self.token = found[1]
        return answer

    async def page(self, path: str) -> Answer:
        """Open a page, again until it is there."""
        while True:
            try:
                answer = await self.get(path)
            except NO_ANSWER:
                await asyncio.sleep(1 + random.random())
                continue
            if answer.status < 500 and answer.status != 429:
                return answer
            await asyncio.sleep(1 + random.random())

    async def send(self, path: str, **fields: object) -> Answer:
        """Send a form, again until there is an answer: the same words and the same key, as the page does."""
        began, troubles, was_up, tries = time.monotonic(), self.wifi.troubles, self.wifi.is_up.is_set(), 0
        while True:
            try:
                answer = await self.ask("POST", path, fields | {"csrfmiddlewaretoken": self.token})
                if answer.status < 500:
                    form = path.partition("/live/")[2].split("/")[1]
                    is_smooth = was_up and troubles == self.wifi.troubles and not tries
                    self.took.append(Took(form, time.monotonic() - began, is_smooth))
                    return answer
            except NO_ANSWER:
                pass
            self.again += 1
            await asyncio.sleep(min(60, LEAST * 2**tries) * (1 + random.random()))
            tries += 1

    async def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> Answer:
        await self.wifi.is_up.wait()
        body = urlencode(fields or {}, doseq=True).encode()
        head = [f"{method} {path} HTTP/1.1", f"Host: {self.origin.partition('//')[2]}", "Connection: close"]
        head += [f"Cookie: {self.cookie}"] if self.cookies else []
        if method == "POST":
            head += [f"Origin: {self.origin}", "HX-Request: true", f"Content-Length: {len(body)}"]
            head += ["Content-Type: application/x-www-form-urlencoded"]
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.waiting.add(writer)
        try:
            writer.write("\r\n".join([*head, "", ""]).encode() + body)
            return self.read(await asyncio.wait_for(reader.read(-1), PATIENCE))
        finally:
            self.waiting.discard(writer)
            writer.transport.abort()

    def read(self, data: bytes) -> Answer:
        """Raises EOFError if the answer isn't whole."""
        top, _, body = data.partition(b"\r\n\r\n")
        lines = top.decode("latin1").split("\r\n")
        headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines[1:])]
        found = dict(headers)
        if not top or len(body) < int(found.get("content-length", 0)):
            raise EOFError
        for name, value in headers:
            if name == "set-cookie":
                self.cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
        where = found.get("hx-redirect") or found.get("location") or ""
        return Answer(int(lines[0].split()[1]), where, body.decode())

    def cut(self) -> None:
        """Lose what is on its way now."""
        for writer in list(self.waiting):
            writer.transport.abort()
