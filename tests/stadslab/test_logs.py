"""The log is readable: one line where one line is enough."""

import logging
import sys

import pytest

from stadslab.logs import without_needless_traceback


@pytest.mark.parametrize(
    ("name", "facts", "has_traceback"),
    [
        ("django.request", {"status_code": 500}, True),
        ("django.request", {"status_code": 403}, False),
        ("realtime", {}, True),
        ("channels_redis.pubsub", {}, False),
    ],
)
def test_the_way_to_it_is_shown_only_for_what_broke(name, facts, has_traceback):
    try:
        raise ConnectionError
    except ConnectionError:
        record = logging.LogRecord(name, logging.ERROR, "", 1, "words", (), sys.exc_info())
    vars(record).update(facts)
    assert without_needless_traceback(record)
    assert bool(record.exc_info) is has_traceback
