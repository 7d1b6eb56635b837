"""Generated files that are the same for everybody: made once per version of their content, read by many at once.

They have no name on the disk: nothing remains when a process is killed, and an old file disappears when its last
reader closes it.
"""

import gzip
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import IO

from django.conf import settings

from common.turns import held
from common.unchanged import stamp

MOST_KEPT = 16  # files per process


class Made:
    """A complete file; each reader has its own position in it."""

    stamp: str | None = None  # the database's stamp when this version was last found to be the newest

    def __init__(self, version: str, file: IO[bytes]) -> None:
        file.flush()
        self.version, self._file = version, file
        self.size = os.fstat(file.fileno()).st_size

    def open(self) -> "Reading":
        return Reading(self)

    def read_at(self, place: int, size: int) -> bytes:
        return os.pread(self._file.fileno(), size, place)


class Reading:
    """The file object of one reader, which FileResponse streams."""

    def __init__(self, made: Made) -> None:
        self._made, self._place = made, 0

    def read(self, size: int) -> bytes:
        piece = self._made.read_at(self._place, size)
        self._place += len(piece)
        return piece


class Files:
    """The newest version of each file, in order of last use."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self, name: str, version: Callable[[], str], make: Callable[[], Iterable[str]], *, is_zipped: bool
    ) -> Made:
        """Return the file called `name`. If `version` returns a new value, it is generated from the lines of `make`.

        Neither function is called while nothing in the database has changed. Others who ask for the file at that
        moment wait, and get the same file.
        """
        with held(self._lock):
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
        """Forget all files; for tests, whose ids start at 1 again."""
        with self._lock:
            self._made.clear()


def _write(lines: Iterable[str], is_zipped: bool) -> IO[bytes]:
    file = tempfile.TemporaryFile(dir=settings.VAR_DIR)  # noqa: SIM115  Made keeps it open
    to = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, mtime=0) if is_zipped else file
    for line in lines:
        to.write(line.encode())
    if to is not file:
        to.close()
    return file


files = Files()
