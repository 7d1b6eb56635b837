"""Has anything changed? A name for what the database holds now: the same name means the same content.

No verb has to think of it, and it sees every process, import and shell. PostgreSQL names the transactions that a
query sees; SQLite counts for one connection what others committed, so that one is ours and writes nothing.
"""

import os
import sqlite3
import threading
from pathlib import Path

from django.db import connection


def stamp() -> str | None:
    """One question. None inside a transaction: what it wrote itself is in no name."""
    if connection.in_atomic_block:
        return None
    if connection.vendor != "postgresql":
        return _watcher.look(Path(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


class Watcher:
    """One connection a process that only looks. Another file in the same place is another database."""

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
            except sqlite3.Error:  # nothing to go by
                return None
            return f"{self._opened}.{version}"


_watcher = Watcher()
