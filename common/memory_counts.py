"""Quotas counted in the memory of one process, with the same methods as the rate limiters of `limits`.

`limits` has a memory of its own, which starts a thread at each count and waits for it. We count inside a transaction,
while hundreds of others may wait for the same row.
"""

import threading
import time
from collections import deque

from limits import RateLimitItem, WindowStats

SWEEP_SECONDS = 60.0


class MemoryCounts:
    """Keeps the times of the last acts per rate and person: at most as many as the rate allows.

    Each SWEEP_SECONDS a count also removes what has expired.
    """

    def __init__(self) -> None:
        self._acts: dict[str, tuple[int, deque[float]]] = {}  # per key: seconds of the window, and times
        self._lock = threading.Lock()
        self._sweep_at = 0.0

    def __len__(self) -> int:
        return len(self._acts)

    def hit(self, rate: RateLimitItem, *who: str) -> bool:
        """Count one act; return False, and count nothing, when the quota is used up."""
        now = time.time()
        with self._lock:
            self._sweep(now)
            _seconds, times = self._acts.setdefault(rate.key_for(*who), (rate.get_expiry(), deque()))
            self._forget(times, now - rate.get_expiry())
            if len(times) >= rate.amount:
                return False
            times.append(now)
            return True

    def get_window_stats(self, rate: RateLimitItem, *who: str) -> WindowStats:
        """Return when the oldest act expires, and how many more acts are allowed now."""
        now = time.time()
        with self._lock:
            _seconds, times = self._acts.get(rate.key_for(*who), (0, deque[float]()))
            self._forget(times, now - rate.get_expiry())
            return WindowStats((times[0] if times else now) + rate.get_expiry(), rate.amount - len(times))

    def clear(self, rate: RateLimitItem, *who: str) -> None:
        with self._lock:
            self._acts.pop(rate.key_for(*who), None)

    def clear_all(self) -> None:
        with self._lock:
            self._acts.clear()
            self._sweep_at = 0.0

    def _forget(self, times: deque[float], until: float) -> None:
        while times and times[0] < until:
            times.popleft()

    def _sweep(self, now: float) -> None:
        if now < self._sweep_at:
            return
        self._sweep_at = now + SWEEP_SECONDS
        expired = [key for key, (seconds, times) in self._acts.items() if not times or times[-1] < now - seconds]
        for key in expired:
            del self._acts[key]
