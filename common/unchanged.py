"""A stamp of the database's content: the same stamp means that nothing has changed.

No verb has to update it, and it sees changes by each process, import and shell. On PostgreSQL it is the snapshot of
transactions that a query sees. SQLite counts per connection what others committed, so we keep a connection that never
writes.
"""

import os
import sqlite3
import threading
from pathlib import Path

from django.db import connection


def stamp() -> str | None:
    """Return the stamp, with one query. None inside a transaction: the stamp does not show its own writes."""
    if connection.in_atomic_block:
        return None
    if connection.vendor != "postgresql":
        return _watcher.look(Path(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


class Watcher:
    """One connection per process that only reads. It is opened again when the file at its path was replaced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._file: tuple[Path, int, int] | None = None
        self._connection: sqlite3.Connection | None = None
        self._opened = 0

    def look(self, path: Path) -> str | None:
        with self._lock:
            try:
                there = os.stat(path)
            except OSError:
                return None
            file = (path, there.st_dev, there.st_ino)
            if self._connection is None or file != self._file:
                if self._connection is not None:
                    self._connection.close()
                self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
                self._file, self._opened = file, self._opened + 1
            try:
                version = self._connection.execute("PRAGMA data_version").fetchone()[0]
            except sqlite3.Error:  # no stamp available
                return None
            return f"{self._opened}.{version}"


_watcher = Watcher()
