"""The messages of the socket: JSON text, two kinds in (follow, seen), four kinds out (update, reset, gone, beat)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import get_supported_language_variant

from realtime import limits

GOING_DOWN = 1012
BROKEN = 1002
NOT_TEXT = 1003
NOT_THE_PROTOCOL = 1008
TOO_LARGE = 1009
TRY_LATER = 1013
DOES_NOT_READ = 4008
TALKS_TOO_MUCH = 4029
NOBODY = 4401


class Refused(Exception):
    """The socket must be closed with `code`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Cursor(NamedTuple):
    """The position of a page; opaque to the page, which compares cursors only within one epoch."""

    epoch: str
    revision: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.revision}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        epoch, _, revision = text.partition(".")
        if not (epoch and revision.isascii() and revision.isdigit() and len(revision) <= 19):
            return None
        return cls(epoch, int(revision))


@dataclass(frozen=True, slots=True)
class Wanted:
    view: str
    after: Cursor | None


@dataclass(frozen=True, slots=True)
class Follow:
    lang: str
    topics: dict[str, Wanted]


@dataclass(frozen=True, slots=True)
class Seen:
    topics: dict[str, Cursor]


def read(event: Mapping[str, Any]) -> Follow | Seen:
    """Parse an ASGI `websocket.receive` event. Raises Refused with the matching close code."""
    text = event.get("text")
    if text is None:
        raise Refused(NOT_TEXT)
    if len(text) > limits.INBOUND_BYTES or len(text.encode(errors="replace")) > limits.INBOUND_BYTES:
        raise Refused(TOO_LARGE)
    try:
        message = json.loads(text)
        topics = message["topics"].items()
        if message["type"] == "follow":
            return Follow(language(message.get("lang")), {_short(name): _wanted(wish) for name, wish in topics})
        if message["type"] == "seen":
            return Seen({name: cursor for name, upto in topics if (cursor := Cursor.parse(_short(upto)))})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise Refused(NOT_THE_PROTOCOL)


def _wanted(wish: Mapping[str, Any]) -> Wanted:
    return Wanted(view=_short(wish["view"]), after=Cursor.parse(_short(wish["after"])))


def _short(text: Any) -> str:
    if not isinstance(text, str) or len(text) > 64:
        raise TypeError
    return text


def language(code: Any) -> str:
    """Return our language that fits `<html lang>`; the default language if none does."""
    try:
        return get_supported_language_variant(_short(code))
    except (LookupError, TypeError):
        return str(settings.LANGUAGE_CODE)


def update(topic: str, after: Cursor, upto: Cursor, html: str) -> str:
    return _encode({"type": "update", "topic": topic, "after": str(after), "upto": str(upto), "html": html})


def reset(topic: str) -> str:
    """Return a reset message. `url` is empty: the page fetches its own URL, with its filters and page number."""
    return _encode({"type": "reset", "topic": topic, "url": ""})


def gone(topic: str) -> str:
    return _encode({"type": "gone", "topic": topic})


def beat(heads: Mapping[str, Cursor]) -> str:
    return _encode({"type": "beat", "topics": {topic: str(head) for topic, head in heads.items()}})


def _encode(message: Mapping[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
