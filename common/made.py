"""Files that everybody gets alike: made once for each version of their content, and read by many at once.

They have no name on the disk, so nothing is left behind when a process is killed, and the last reader of an old one
ends it.
"""

import gzip
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import IO

from django.conf import settings

from common.unchanged import stamp

MOST_KEPT = 16  # files a process


class Made:
    """A whole file; each reader has a place in it of their own."""

    stamp: str | None = None  # of the database, when it was found to be of this version

    def __init__(self, version: str, file: IO[bytes]) -> None:
        file.flush()
        self.version, self._file = version, file
        self.size = os.fstat(file.fileno()).st_size

    def open(self) -> "Reading":
        return Reading(self)

    def read_at(self, place: int, size: int) -> bytes:
        return os.pread(self._file.fileno(), size, place)


class Reading:
    """What FileResponse streams."""

    def __init__(self, made: Made) -> None:
        self._made, self._place = made, 0

    def read(self, size: int) -> bytes:
        piece = self._made.read_at(self._place, size)
        self._place += len(piece)
        return piece


class Files:
    """The newest version of each, the least asked for at the front."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self, name: str, version: Callable[[], str], make: Callable[[], Iterable[str]], *, is_zipped: bool
    ) -> Made:
        """Return the file of this name; made of the lines of `make` when `version` says another one than before.

        Neither is asked while nothing in the database changed. Those who ask meanwhile wait, and get the same.
        """
        with self._lock:
            now, made = stamp(), self._made.get(name)
            if made is None or now is None or made.stamp != now:
                newest = version()
                if made is None or made.version != newest:
                    made = self._made[name] = Made(newest, _write(make(), is_zipped))
                made.stamp = now
            self._made.move_to_end(name)
            while len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
            return made

    def clear(self) -> None:
        """Forget all; for tests, whose rows begin at 1 again."""
        with self._lock:
            self._made.clear()


def _write(lines: Iterable[str], is_zipped: bool) -> IO[bytes]:
    file = tempfile.TemporaryFile(dir=settings.VAR_DIR)  # noqa: SIM115  Made holds it
    to = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, mtime=0) if is_zipped else file
    for line in lines:
        to.write(line.encode())
    if to is not file:
        to.close()
    return file


files = Files()
