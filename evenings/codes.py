"""Codes that people say aloud and type: of an evening ("KIEVIT 42"), and of one participant ("merel lamp 427").

The words stand in `codes.txt`, which an editor can change: Dutch, easy to hear and to spell, each once.
"""

import re
import secrets
from collections.abc import Container
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).with_name("codes.txt")
FIRST, LAST = 10, 99  # the number of an evening
LONGEST = 60  # characters of what somebody typed
_EVENING = re.compile(r"([a-z]+)(\d\d)")
_PERSON = re.compile(r"([a-z]+) ([a-z]+) ?(\d\d\d)")


@cache
def words() -> frozenset[str]:
    return frozenset(CONTENT.read_text().split())


def space() -> int:
    """Return how many codes an evening can have: what somebody who guesses must choose from."""
    return len(words()) * (LAST - FIRST + 1)


def new_code(taken: Container[str]) -> str:
    """Return a code for an evening, as in its address: "kievit-42"."""
    while True:
        code = f"{_a_word()}-{FIRST + secrets.randbelow(LAST - FIRST + 1)}"
        if code not in taken:
            return code


def read_code(text: str) -> str | None:
    """Return the code in what somebody typed, "Kievit 42" or "kievit42"; None if no evening can have it."""
    found = _EVENING.fullmatch("".join(re.findall(r"[a-z0-9]+", text[:LONGEST].lower())))
    if not found or found[1] not in words() or int(found[2]) < FIRST:
        return None
    return f"{found[1]}-{found[2]}"


def said(code: str) -> str:
    """Return the code as on the screen: "KIEVIT 42"."""
    return code.replace("-", " ").upper()


def new_pair(taken: Container[str]) -> str:
    """Return the two words of a computer that asks to be the screen."""
    while True:
        pair = f"{_a_word()} {_a_word()}"
        if pair not in taken:
            return pair


def new_word(taken: Container[str]) -> str:
    """Return the personal word of a participant."""
    while True:
        word = f"{_a_word()} {_a_word()} {100 + secrets.randbelow(900)}"
        if word not in taken:
            return word


def read_word(text: str) -> str | None:
    """Return the personal word in what somebody typed; None if nobody can have it."""
    found = _PERSON.fullmatch(" ".join(re.findall(r"[a-z]+|\d+", text[:LONGEST].lower())))
    if not found or not {found[1], found[2]} <= words() or found[3] < "100":
        return None
    return f"{found[1]} {found[2]} {found[3]}"


def _a_word() -> str:
    return secrets.choice(sorted(words()))
