"""People with a session and an address who send forms, and who remember the result.

A person who gets 429 waits before the next form.
"""

import time
from enum import Enum
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

CSRF = "c" * 32
TRIES = 6
TOO_OFTEN = 429
REST = 30  # seconds to wait after a 429 without Retry-After


class Answer(Enum):
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    TOO_OFTEN = "too often"
    IN_DOUBT = "in doubt"
    NOT_SENT = "not sent"


class Sent(NamedTuple):
    answer: Answer
    words: str
    where: str  # the redirect's target
    status: int = 0  # of the last response
    may_come_again: bool = False  # an earlier try got no response: it may wait in a queue, and be processed later


class Person:
    def __init__(self, web, session, csrf_cookie, number, address):
        self.web, self.number, self.csrf_cookie, self.address = web, number, csrf_cookie, address
        self.session = session
        self.is_busy = False
        self.rests_until = 0.0

    @property
    def rests(self):
        return time.monotonic() < self.rests_until

    @property
    def is_idle(self):
        return not (self.is_busy or self.rests)

    async def send(self, url, at, /, is_stubborn, **fields):
        """Send a form. `is_stubborn`: repeat it until there is a response, as the page does."""
        body, kind = encode(fields | {"csrfmiddlewaretoken": CSRF})
        headers = {"Cookie": f"{self.csrf_cookie}={CSRF}; {self.session}", "HX-Request": "true", "Content-Type": kind}
        headers["X-Forwarded-For"] = self.address
        was_in_doubt = False
        for count in range(TRIES if is_stubborn else 1):
            status, words, answered = await self.web.ask("POST", url, body, headers, at + count)
            where = answered.get("HX-Redirect") or answered.get("Location") or ""
            answer = meaning(status, where)
            if answer is Answer.TOO_OFTEN:
                self.rests_until = time.monotonic() + int(answered.get("Retry-After") or REST)
            if answer in (Answer.REFUSED, Answer.TOO_OFTEN) and was_in_doubt:
                return Sent(Answer.IN_DOUBT, words, where, status)  # perhaps because the first try was processed
            if answer in (Answer.ACKNOWLEDGED, Answer.REFUSED, Answer.TOO_OFTEN):
                return Sent(answer, words, where, status, was_in_doubt)
            was_in_doubt |= answer is Answer.IN_DOUBT
        return Sent(Answer.IN_DOUBT if was_in_doubt else Answer.NOT_SENT, words, where, status)

    async def fill_in(self, url, at, /, is_stubborn, **fields):
        """Open the page of a form, and send the form with these fields changed. None: the page didn't load."""
        there = await self.form(url, at)
        return None if there is None else await self.send(url, at, is_stubborn, **there | fields)

    async def form(self, url, at, action="", id=""):
        """Return the fields of the form on this page that posts to it, or to `action`. None: it didn't load."""
        html = await self.page(url, at)
        if not html:
            return None
        form = Form(action or url, id)
        form.feed(html)
        return form.fields

    async def page(self, url, at):
        """Return this page; "" if it didn't load."""
        status, html = await self.web.get(url, cookie=self.session, at=at, address=self.address)
        return html if status == 200 else ""


def encode(fields):
    """Return the body of a form and its content type; multipart if it has a file."""
    if any(hasattr(value, "read") for value in fields.values()):
        return encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT
    return urlencode(fields, doseq=True), "application/x-www-form-urlencoded"


def meaning(status, where):
    if status == 0:
        return Answer.NOT_SENT
    if 200 <= status < 400:
        return Answer.REFUSED if "/inloggen/" in where else Answer.ACKNOWLEDGED
    if status == TOO_OFTEN:
        return Answer.TOO_OFTEN
    return Answer.REFUSED if 400 <= status < 500 else Answer.IN_DOUBT


class Form(HTMLParser):
    """The fields of the form that posts to this URL, as a browser would send them; with `id`, of that form."""

    def __init__(self, url, id=""):
        super().__init__()
        self.url, self.id = url, id
        self.fields, self.is_in, self.area, self.select = {}, False, None, None

    def handle_starttag(self, tag, pairs):
        attrs = {name: value or "" for name, value in pairs}
        name, value = attrs.get("name", ""), attrs.get("value", "on" if "checked" in attrs else "")
        if tag == "form":
            self.is_in = attrs.get("method") == "post" and attrs.get("action", self.url) in ("", self.url)
            self.is_in &= self.id in ("", attrs.get("id"))
        if not self.is_in:
            return
        if tag == "input" and name and attrs.get("type") not in ("file", "submit"):
            if attrs.get("type") not in ("checkbox", "radio"):
                self.fields[name] = value
            elif "checked" in attrs:
                self.fields.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attrs:
            self.fields[self.select] = value

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_in = False
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data
