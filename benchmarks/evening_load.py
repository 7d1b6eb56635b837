"""What the evening costs: the CPU of the server, of the benchmark itself and of the whole machine."""

import asyncio
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.evening_site import TICKS, Site

EVERY = 0.05


class Share(NamedTuple):
    """Cores that were busy: 1.0 is one core."""

    server: float
    bench: float
    machine: float


class Load:
    """Measures from `begin` to `end`. `late`: by how many seconds the loop of the benchmark was late, each time."""

    def __init__(self, site: Site) -> None:
        self.site, self.late = site, []
        self.watching: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self.began, self.at_first = time.monotonic(), self.so_far()
        self.watching = self.watching or asyncio.create_task(self.watch())

    def end(self) -> Share:
        lasted = time.monotonic() - self.began
        return Share(*((now - then) / lasted for now, then in zip(self.so_far(), self.at_first, strict=True)))

    def so_far(self) -> tuple[float, float, float]:
        user, nice, system, _idle, _waits, *more = Path("/proc/stat").read_text().partition("\n")[0].split()[1:]
        busy = sum(map(int, (user, nice, system, *more[:2])))
        return self.site.cpu(), time.process_time(), busy / TICKS

    async def watch(self) -> None:
        while True:
            due = time.monotonic() + EVERY
            await asyncio.sleep(EVERY)
            self.late.append(time.monotonic() - due)
