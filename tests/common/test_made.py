"""A file that is the same for everybody is made once per version, and read by many at once."""

import gzip
import threading
import time

import pytest
from django.db import connections

from common.made import MOST_KEPT, Files
from tests.common.test_turns import charged_to_two
from tests.factories import make_lab

pytestmark = pytest.mark.django_db(transaction=True)


def content(made):
    reading, pieces = made.open(), []
    while piece := reading.read(3):
        pieces.append(piece)
    return b"".join(pieces)


@pytest.fixture
def made():
    """`made(version, name)`: the file, whose content is its version; `made.count` counts how many were made."""
    files = Files()

    def get(version, name="file", is_zipped=False):
        def make():
            get.count += 1
            time.sleep(get.seconds)
            return ["versie ", version]

        return files.get(name, lambda: version, make, is_zipped=is_zipped)

    get.count, get.seconds = 0, 0.02
    return get


def test_it_is_made_once_for_all_who_ask_at_the_same_moment(made):
    found = []

    def ask():
        found.append(content(made("1")))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found, made.count) == ([b"versie 1"] * 12, 1)


def test_who_waits_for_what_another_makes_is_not_charged_for_it(made):
    made.seconds = 0.5

    def ask():
        made("1")
        connections.close_all()

    waiting, making = charged_to_two(ask)
    assert waiting < making / 2


def test_another_version_is_made_when_the_database_changed(made):
    assert content(made("1")) == b"versie 1"
    make_lab()
    assert content(made("2")) == b"versie 2"
    assert made.count == 2


def test_a_change_elsewhere_makes_no_other_file(made):
    made("1")
    make_lab()
    made("1")
    assert made.count == 1


def test_who_reads_the_old_version_reads_on_to_its_end(made):
    reading = made("1").open()
    assert reading.read(3) == b"ver"
    make_lab()
    assert content(made("2")) == b"versie 2"
    assert reading.read(99) == b"sie 1"


def test_it_is_compressed_once_too(made):
    zipped = made("1", is_zipped=True)
    assert gzip.decompress(content(zipped)) == b"versie 1"
    assert zipped.size == len(content(zipped))


def test_only_the_newest_files_are_kept(made):
    for number in range(MOST_KEPT + 1):
        made("1", f"file-{number}")
    made("1", f"file-{MOST_KEPT}")
    assert made.count == MOST_KEPT + 1
    made("1", "file-0")
    assert made.count == MOST_KEPT + 2
