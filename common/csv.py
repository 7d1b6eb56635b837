"""Write rows as CSV, so that a spreadsheet never runs a formula that people wrote into a cell.

The separator depends on the country of the spreadsheet. It also splits at line ends, even inside quotes of another
separator. So each character that begins a formula gets an apostrophe before it wherever a cell could begin: at the
start and after each separator. Quotes and invisible characters in between are ignored.
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


class _Echo:
    """The file object for the csv writer: `write` returns the line."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Iterable[object]], delimiter: str = ",") -> Iterator[str]:
    """Yield each row as an RFC 4180 line with its line end; each cell is safe and quoted, None is empty."""
    writer = csv.writer(_Echo(), delimiter=delimiter, quoting=csv.QUOTE_ALL)
    for row in rows:
        yield writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])


def safe(cell: str) -> str:
    """Return the text with an apostrophe before each character that could begin a formula."""

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
