"""The benchmark's readers are current when they have applied all updates, and not before."""

import asyncio

import pytest

from benchmarks.live_client import Crowd, Reader

TEXT = 1  # the type of a frame
HEADS = {"idea-1": 5, "idea-2": 4}


@pytest.fixture
def crowd():
    follows = [("idea-1,idea-9", "page", "e.3"), ("idea-2", "page", "e.3")]
    crowd = Crowd(8000, "http://testserver", "/live/", follows)
    crowd.readers = [Reader(crowd, 0), Reader(crowd, 1)]
    for reader in crowd.readers:
        reader.answered = set()  # as after a connect
    return crowd


@pytest.fixture
def reader(crowd):
    """Follows ideas 1 and 2 from revision 3, as every second reader does."""
    return crowd.readers[0]


def hears(reader, topic, after, upto):
    words = f'{{"type":"update","topic":"{topic}","after":"e.{after}","upto":"e.{upto}","html":""}}'
    reader.hear(TEXT, words.encode())


def test_a_reader_who_was_answered_and_heard_all_but_the_last_is_not_current(crowd, reader):
    assert reader.current_at(HEADS) is None
    hears(reader, "idea-1", 3, 4)
    hears(reader, "idea-2", 3, 4)
    assert crowd.ready == {reader}
    assert reader.current_at(HEADS) is None
    hears(reader, "idea-1", 4, 5)
    assert reader.current_at(HEADS) is not None


def test_a_reader_is_current_from_the_first_step_to_the_last_of_the_heads(reader):
    hears(reader, "idea-1", 3, 5)
    hears(reader, "idea-2", 3, 6)
    hears(reader, "idea-1", 5, 7)
    (_, first, _), (_, second, at), (_, third, later) = reader.reached
    assert (first, second, third) == (5, 6, 7)
    assert at < later
    assert reader.current_at(HEADS) == at


def test_what_was_heard_already_makes_nobody_current_later(reader):
    hears(reader, "idea-1", 3, 5)
    hears(reader, "idea-2", 3, 4)
    at = reader.current_at(HEADS)
    hears(reader, "idea-1", 3, 5)
    assert reader.current_at(HEADS) == at


def test_a_reader_who_missed_nothing_is_current_at_once(reader):
    assert reader.current_at({"idea-1": 3, "idea-2": 3}) == 0


def test_a_crowd_counts_who_is_current_of_what_each_follows(crowd):
    """The other reader follows idea 9, which doesn't change."""
    hears(crowd.readers[0], "idea-1", 3, 5)
    for reader in crowd.readers:
        hears(reader, "idea-2", 3, 4)
    heads = HEADS | {"idea-9": 4}
    assert asyncio.run(crowd.current(heads, seconds=0))["current"] == 1
    hears(crowd.readers[1], "idea-9", 3, 4)
    came = asyncio.run(crowd.current(heads, seconds=0))
    assert came == {"current": 2, "seconds": crowd.readers[1].reached[-1][2] - crowd.cut_at}
