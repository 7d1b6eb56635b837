"""Pauses of the worker between batches, because others need the same rows, and on SQLite the same lock."""

import time
from collections.abc import Iterable, Iterator

MOST_REST = 0.1  # seconds


def resting[Batch](batches: Iterable[Batch]) -> Iterator[Batch]:
    """Yield each batch; after it, wait as long as it took, at most MOST_REST."""
    for batch in batches:
        began = time.monotonic()
        yield batch
        time.sleep(min(time.monotonic() - began, MOST_REST))
