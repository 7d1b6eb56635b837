"""Read a .pb file as three tables, and collect all errors of its format. Each row knows its first line number."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

COLUMNS = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost", "name"), "VOTES": ("voter_id", "vote")}


class Problem(NamedTuple):
    """A problem on a line of the file. `is_mendable`: --repair can repair it."""

    line: int
    text: str
    is_mendable: bool = False


class Row(NamedTuple):
    """One record, by column name. If it is not `is_whole`, it is too short or too long, and that is reported."""

    line: int
    cells: dict[str, str]
    is_whole: bool = True


@dataclass
class Table:
    line: int  # of its header
    columns: list[str]
    rows: list[Row] = field(default_factory=list)


@dataclass
class Sheet:
    """The content of a file. If `is_broken`, a part could not be read, and totals mean nothing."""

    tables: dict[str, Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_broken: bool = False

    def stop(self, line: int, text: str) -> "Sheet":
        self.problems.append(Problem(line, text))
        self.is_broken = True
        return self


class Unreadable(Exception):
    """The file can't be read from this line on."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(line, text)
        self.line, self.text = line, text


def read(path: Path) -> Sheet:
    """Read a whole file into memory (the largest known is 4 MB). Never raises: the sheet lists the problems."""
    sheet = Sheet()
    try:
        _read_tables(_decode(path.read_bytes()), sheet)
    except OSError as error:
        return sheet.stop(1, _("can't be opened: %(why)s") % {"why": error.strerror})
    except Unreadable as error:
        return sheet.stop(error.line, error.text)
    return sheet


def _decode(content: bytes) -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(1, _("the file is empty"))
    start = content[:200]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or start.count(0) > len(start) // 4:
        raise Unreadable(1, _("this is UTF-16; save the file as UTF-8"))
    if 0 in content:
        raise Unreadable(_line_of(content, content.index(0)), _("there is a NUL byte here"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = {"byte": f"0x{content[error.start]:02X}"}
        why = _("byte %(byte)s is not UTF-8; the file looks like Latin-1, save it as UTF-8") % byte
        raise Unreadable(_line_of(content, error.start), why) from error


def _line_of(content: bytes, position: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", content[:position])) + 1


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line number and the cells of each record. Raises Unreadable for an open quote."""
    taken: list[str] = []

    def feed() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    reader, start = csv.reader(feed(), delimiter=";"), 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(start, _open_quote(taken) or _too_long()) from error
        if why := _open_quote(taken):
            raise Unreadable(start, why)
        yield start, cells
        start += len(taken)
        taken.clear()


def _too_long() -> str:
    return _("a field of more than %(most)s characters") % {"most": csv.field_size_limit()}


def _open_quote(lines: list[str]) -> str:
    """Return why these lines are not one record.

    A single quote character within a line is allowed; a quote that joins several lines isn't.
    """
    if not any('"' in line for line in lines):
        return ""
    try:
        list(csv.reader(lines, delimiter=";", strict=True))
    except csv.Error as error:
        if len(lines) > 1 or "unexpected end" in str(error):
            return _("quotes open here and don't close: was the file cut off?")
    return ""


def _read_tables(text: str, sheet: Sheet) -> None:
    name, table, last, awaited = "", None, 1, list(COLUMNS)
    for line, cells in _records(text):
        last = line
        if not any(cell.strip() for cell in cells):
            continue
        word = cells[0].strip()
        if word in COLUMNS and not any(cell.strip() for cell in cells[1:]):
            if word not in awaited:
                raise Unreadable(line, _("section %(name)s is in the wrong place here") % {"name": word})
            _end(name, table, line, sheet)
            skipped = awaited[: awaited.index(word)]
            for missing in skipped:
                sheet.stop(line, _("section %(name)s is missing: it comes before this one") % {"name": missing})
            del awaited[: len(skipped) + 1]
            name, table = word, None
        elif not name:
            raise Unreadable(line, _("section META is missing: a file begins with it"))
        elif table is None:
            table = sheet.tables[name] = _header(name, line, cells, sheet)
        else:
            table.rows.append(_row(line, cells, table, sheet))
    _end(name, table, last, sheet)
    for missing in awaited:
        sheet.stop(last, _("section %(name)s is missing") % {"name": missing})


def _end(name: str, table: Table | None, line: int, sheet: Sheet) -> None:
    if name and table is None:
        sheet.stop(line, _("section %(name)s is empty") % {"name": name})


def _header(name: str, line: int, cells: list[str], sheet: Sheet) -> Table:
    columns = [cell.strip().lower() for cell in cells]
    for column in COLUMNS[name]:
        if column not in columns:
            sheet.stop(line, _("%(section)s has no column %(column)s") % {"section": name, "column": column})
    for column in sorted({column for column in columns if column and columns.count(column) > 1}):
        sheet.stop(line, _("column %(column)s is here twice") % {"column": column})
    return Table(line, columns)


def _row(line: int, cells: list[str], table: Table, sheet: Sheet) -> Row:
    few, many = len(cells) < len(table.columns), any(cell.strip() for cell in cells[len(table.columns) :])
    if few or many:
        size = {"found": len(cells), "wanted": len(table.columns)}
        text = _("too short: %(found)s fields, where there are %(wanted)s columns")
        if many:
            text = _("too long: %(found)s fields, where there are %(wanted)s columns")
        sheet.problems.append(Problem(line, text % size))
    texts = [cell.strip().replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
    return Row(line, dict(zip(table.columns, texts, strict=False)), not (few or many))
