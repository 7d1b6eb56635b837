"""The hub's own threads: all its database access runs on these."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections


class Desk:
    """A thread with a database connection that stays open between jobs, and is closed after any error.

    It is outside Django's request cycle, so CONN_MAX_AGE doesn't apply: a hub that polls every second would open a
    file or take a pooled connection each time.
    """

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def do[**P, T](self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `job` on the thread; jobs run one after the other."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, lambda: _on_a_sound_connection(job, *args, **kwargs))

    def close(self, *, wait: bool = False) -> None:
        """Close the connection after the current job."""
        with contextlib.suppress(RuntimeError):  # already closed
            self._pool.submit(connections.close_all)
        self._pool.shutdown(wait=wait)


def _on_a_sound_connection[**P, T](job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return job(*args, **kwargs)
    except Exception:
        connections.close_all()
        raise
