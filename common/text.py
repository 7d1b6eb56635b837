"""Text as people read it: normalised for search, for comparison and for its visible length."""

import unicodedata

from common.unseen import BLANK, seen_only

INVISIBLE = {"Mn", "Me", "Cf", "Cc"}  # stacked marks, joiners and direction signs, control characters
MOST_STACKED = 5  # marks on one letter: Hebrew and Tibetan need four


def fold(text: str) -> str:
    """Return the text case-folded, without accents, with one space between words: `CAFÉ` and `cafe` are equal."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()  # the second turns `ℌ` into `h`
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(bare.split())


def visible_length(text: str) -> int:
    """Return how many characters people see; accents, joiners, direction marks and blank letters do not count."""
    composed = unicodedata.normalize("NFC", text)
    return sum(unicodedata.category(sign) not in INVISIBLE and sign not in BLANK for sign in composed)


def says_something(text: str) -> bool:
    """Does the text hold a visible character besides spaces?"""
    return visible_length("".join(text.split())) > 0


def one_line(text: str) -> str:
    """Return one NFC line without line breaks, control or invisible characters, with one space between words.

    Empty if no character is visible.
    """
    composed = low(unicodedata.normalize("NFC", seen_only(text)))
    line = " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in composed).split())
    return line if says_something(line) else ""


def many_lines(text: str) -> str:
    """Return text with `\\n` between lines, without control or invisible characters, at most one empty line in a row.

    A line without a visible character is an empty line.
    """
    lines = seen_only(text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    rows = [row.rstrip() if says_something(row) else "" for row in low(kept).split("\n")]
    return "\n".join(row for at, row in enumerate(rows) if row or (at and rows[at - 1])).strip("\n")


def low(text: str) -> str:
    """Remove the marks on a letter beyond what a language needs: hundreds of them would cover the words above."""
    kept, stacked = [], 0
    for sign in text:
        stacked = stacked + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if stacked <= MOST_STACKED:
            kept.append(sign)
    return "".join(kept)
