"""Rows for a spreadsheet, as CSV: whatever people wrote in a cell, a spreadsheet never calculates or runs it.

A spreadsheet splits on the separator of its own country, and on line ends, also inside quotes that belong to another
separator. So a sign that begins a formula gets an apostrophe in front wherever a cell could begin: at the beginning
and after each separator, quotes and what nobody sees left out.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator

SIGNS = re.compile("[=+\\-@＝＋－＠﹦﹢﹣﹫\N{MINUS SIGN}]")
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
SEPARATORS = frozenset(",;|\t" + LINE_ENDS)
DROPPED = ("\t", "\r", "\n")  # a spreadsheet may leave these out at the beginning of a cell
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})  # categories: control, format, line, paragraph, space


class _Line:
    """What csv writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Iterable[object]], delimiter: str = ",") -> Iterator[str]:
    """RFC 4180, one row with its line end at a time; every cell safe and quoted, None empty."""
    writer = csv.writer(_Line(), delimiter=delimiter, quoting=csv.QUOTE_ALL)
    for row in rows:
        yield writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])


def safe(cell: str) -> str:
    """The text with an apostrophe before each sign that could begin a formula; safe text stays as it is."""

    def guard(sign: re.Match[str]) -> str:
        return f"'{sign[0]}" if _could_begin_a_cell(cell, sign.start()) else sign[0]

    guarded = SIGNS.sub(guard, cell)
    return f"'{guarded}" if guarded.startswith(DROPPED) else guarded


def _could_begin_a_cell(text: str, at: int) -> bool:
    while at:
        at -= 1
        if text[at] in SEPARATORS:
            return True
        if text[at] != '"' and unicodedata.category(text[at]) not in UNSEEN:
            return False
    return True
