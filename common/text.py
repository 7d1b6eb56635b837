"""Words as people mean them: for search, for comparing, and for how long they look."""

import unicodedata

from common.unseen import BLANK, seen_only

INVISIBLE = {"Mn", "Me", "Cf", "Cc"}  # stacked marks, joiners and direction signs, control characters
MOST_STACKED = 5  # marks on one letter: Hebrew and Tibetan need four


def fold(text: str) -> str:
    """Case-folded, without accents, one space between words: `CAFÉ` and `cafe` are the same word."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()  # the first leaves `ℌ`, the second makes it `h`
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(bare.split())


def visible_length(text: str) -> int:
    """How many signs people see: not accents, joiners and direction signs, nor letters that are drawn as nothing."""
    composed = unicodedata.normalize("NFC", text)
    return sum(unicodedata.category(sign) not in INVISIBLE and sign not in BLANK for sign in composed)


def says_something(text: str) -> bool:
    """Is there anything to see besides space?"""
    return visible_length("".join(text.split())) > 0


def one_line(text: str) -> str:
    """Composed, without line breaks, control characters or signs that nobody sees, one space between words.

    Empty where there is nothing to see.
    """
    composed = low(unicodedata.normalize("NFC", seen_only(text)))
    line = " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in composed).split())
    return line if says_something(line) else ""


def many_lines(text: str) -> str:
    """With `\\n` between lines, no other control characters or unseen signs, at most one empty line at a time.

    A line with nothing to see is an empty one.
    """
    lines = seen_only(text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    rows = [row.rstrip() if says_something(row) else "" for row in low(kept).split("\n")]
    return "\n".join(row for at, row in enumerate(rows) if row or (at and rows[at - 1])).strip("\n")


def low(text: str) -> str:
    """With no more marks on a letter than a language needs: hundreds would cover what others wrote above it."""
    kept, stacked = [], 0
    for sign in text:
        stacked = stacked + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if stacked <= MOST_STACKED:
            kept.append(sign)
    return "".join(kept)
