"""Codes that people say aloud and type."""

import pytest

from common import rate_limits
from evenings import codes


def test_the_chance_to_find_an_open_evening_by_guessing_is_at_most_one_in_a_thousand_an_hour():
    """377 words × 90 numbers = 33,930 codes, and 30 wrong ones an hour: 1 in 1,131."""
    guesses, _per, unit = rate_limits.RATES["evening_code"].partition(" per ")
    assert (unit, codes.space()) == ("hour", 33_930)
    assert int(guesses) / codes.space() <= 1 / 1_000


@pytest.mark.parametrize("evenings", range(1, 40))
def test_so_it_is_with_several_evenings_open_in_a_lab(evenings):
    """Each wrong code costs that many, and a guess needs that many left: fewer guesses, each with a larger chance."""
    limit = int(rate_limits.RATES["evening_code"].partition(" ")[0])
    assert (limit // evenings) * evenings / codes.space() <= 1 / 1_000


def test_the_words_are_easy_to_spell_and_none_stands_there_twice():
    listed = codes.CONTENT.read_text().split()
    assert len(listed) == len(set(listed)) == 377
    assert all(word.isascii() and word.isalpha() and word.islower() and 4 <= len(word) <= 9 for word in listed)


@pytest.mark.parametrize("typed", ["KIEVIT 42", "kievit42", " Kievit-42 ", "kievit  4 2", "Kievit, 42."])
def test_a_code_may_be_typed_in_many_ways(typed):
    assert codes.read_code(typed) == "kievit-42"
    assert codes.said("kievit-42") == "KIEVIT 42"


@pytest.mark.parametrize("typed", ["", "kievit", "42", "kievit 7", "kievit 07", "kiewit 42", "kievit 423"])
def test_what_no_evening_can_have_is_no_code(typed):
    assert codes.read_code(typed) is None


def test_a_new_code_and_a_new_word_can_be_read_back():
    for _ in range(200):
        code, word = codes.new_code(()), codes.new_word(())
        assert codes.read_code(codes.said(code)) == code
        assert codes.read_word(word.upper()) == word


def test_a_code_that_is_taken_is_not_given_again():
    free = "kievit-42"
    taken = {f"{word}-{number}" for word in codes.words() for number in range(codes.FIRST, codes.LAST + 1)} - {free}
    assert codes.new_code(taken) == free
