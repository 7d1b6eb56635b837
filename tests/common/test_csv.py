"""Rows for a spreadsheet: with any separator, no cell begins with a formula."""

import csv
import io
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from common.csv import lines

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫−"
SEPARATORS = [
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r",
    "\r\n",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
]
UNSEEN = ["", " ", "\u00a0", "\ufeff", "\u200b", "\u202e", "\x00", '"', '""', ' "']
READERS = ",;\t|"


def read_back(text, delimiter):
    """Return the cells as a spreadsheet sees them: by CSV's line ends, and by every possible line end."""
    for split in (io.StringIO(text, newline=""), text.splitlines(keepends=True), text.splitlines()):
        for row in csv.reader(split, delimiter=delimiter):
            yield from row


def begins_like_a_formula(cell):
    """Check like a spreadsheet: without quotes and invisible characters."""
    seen = cell.lstrip('"')
    while seen and (seen[0] == '"' or unicodedata.category(seen[0]) in ("Cc", "Cf", "Zs", "Zl", "Zp")):
        seen = seen[1:]
    return seen.startswith(tuple(SIGNS))


def check_everywhere(rows, delimiter):
    text = "".join(lines(rows, delimiter))
    found = [cell for reader in READERS for cell in read_back(text, reader)]
    assert [cell for cell in found if begins_like_a_formula(cell)] == []


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("sign", SIGNS)
def test_no_sign_begins_a_cell_whatever_stands_before_it(sign, delimiter):
    cells = [f"{unseen}{sign}cmd" for unseen in UNSEEN]
    cells += [f"a{separator}{unseen}{sign}cmd" for separator in SEPARATORS for unseen in UNSEEN]
    check_everywhere([[cell, "b", cell] for cell in cells], delimiter)


ALPHABET = st.sampled_from([*SIGNS, *SEPARATORS, *UNSEEN, "'", "a", "é", "1"])
CELLS = st.lists(ALPHABET, max_size=12).map("".join) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@pytest.mark.parametrize("delimiter", [",", ";"])
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
@example(rows=[['a;""=1+1', "b"]])
@example(rows=[['x\n"=1+1']])
@settings(max_examples=300, deadline=None)
def test_no_cell_of_any_words_begins_like_a_formula(rows, delimiter):
    check_everywhere(rows, delimiter)


@pytest.mark.parametrize("delimiter", [",", ";"])
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_read_with_its_own_separator_each_cell_is_one_and_only_has_apostrophes_more(rows, delimiter):
    text = "".join(lines(rows, delimiter))
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    assert [[cell.replace("'", "") for cell in row] for row in found] == [
        [cell.replace("'", "") for cell in row] for row in rows
    ]


def test_every_cell_is_quoted_and_every_row_ends_as_rfc_4180_has_it():
    made = list(lines([["naam", 2, None], ['zeg "ja"', -5, "1,5"]], ";"))
    assert made == ['"naam";"2";""\r\n', '"zeg ""ja""";"-5";"1,5"\r\n']


@pytest.mark.parametrize(
    "words",
    ["Samen eten in Sevenum", "Fiets- en voetpad", "Om 19.30-21.00 uur; daarna thee", "A, b en c", "anna@example.nl"],
)
def test_ordinary_words_stay_as_they_are(words):
    assert list(lines([[words]])) == [f'"{words}"\r\n']


def test_what_is_safe_is_not_made_safer_again():
    once = next(csv.reader(lines([["=1+1;-2\t@x"]])))
    assert once == ["'=1+1;'-2\t'@x"]
    assert next(csv.reader(lines([once]))) == once


def test_a_megabyte_of_separators_takes_one_look():
    """A pattern that searches again from each separator needs minutes for this."""
    cell = "\t" * 1_000_000
    assert next(lines([[cell]])) == f'"\'{cell}"\r\n'
