"""The acts of the evening, one after the other, and what is measured in them."""

import asyncio
import random
import time
from typing import Any

from benchmarks.evening_device import Device, Wifi
from benchmarks.evening_load import Load, Share
from benchmarks.evening_page import Room
from benchmarks.evening_people import Leader, Ledger, Paper, Phone, Screener
from benchmarks.evening_site import Site
from benchmarks.live_table import at, note

TABLES = 5  # with a device that writes for them; the others write on paper
PILES = 6
LATE = 20  # phones that press after it is closed
WAITS_FOR = 20  # seconds until a step is on each page


class Play:
    """`seen`: by what went on ("quiet", "busy"), the seconds from each press until each page showed its step."""

    def __init__(self, site: Site, there: dict[str, Any], phones: int) -> None:
        self.site, self.there, self.ledger, self.wifi = site, there, Ledger(), Wifi()
        self.origin = site.machine.origin
        self.room = Room(site.port, self.origin, {int(pk): title for pk, title in there["titles"].items()})
        self.leader = self.somebody(Leader, "Gespreksleider")
        self.screener, self.paper = self.somebody(Screener, "Schermhelper"), self.somebody(Paper, "Papierhelper")
        self.organiser = self.somebody(Leader, "Organisator")
        self.organiser.device.cookies = dict(there["organiser"])
        self.screen = self.somebody(Screener, "Scherm")
        self.phones = [self.somebody(Phone, f"Telefoon {number}") for number in range(phones)]
        self.tables = [self.somebody(Phone, f"Tafel {number}") for number in range(TABLES)]
        self.seen: dict[str, list[float]] = {"quiet": [], "busy": []}
        self.last: list[float] = []
        self.missing = 0
        self.back: list[float] = []
        self.form_after: list[float] = []  # from opening until each phone has the form to choose
        self.load = Load(site)
        self.shares: dict[str, Share] = {}  # by act
        self.presses: list[tuple[int, float]] = []  # by the clock of the wall, for browsers

    def somebody(self, kind: Any, name: str) -> Any:
        return kind(self.room, Device(self.origin, self.site.port, self.wifi), self.there, self.ledger, name)

    @property
    def guests(self) -> list[Phone]:
        return self.phones + self.tables

    # Before

    async def begin(self, seconds: float) -> None:
        """Take the tasks, and let everybody walk in within so many seconds."""
        await self.leader.take_task("lead")
        await self.leader.open("regie/")
        await self.screener.take_task("screen")
        await self.screener.open("muur/")
        await self.paper.take_task("paper")
        self.screen.device.cookies = dict(self.screener.device.cookies)
        await self.screen.open("scherm/")

        async def come(phone: Phone) -> None:
            await asyncio.sleep(random.random() * seconds)
            await phone.walk_in(phone in self.tables)

        began = time.monotonic()
        await asyncio.gather(*(come(phone) for phone in self.guests))
        await self.room.until_ready()
        note(f"{len(self.guests)} walked in in {time.monotonic() - began:.1f} s")

    # Steps

    async def go(self, how: str, do: str = "go") -> None:
        """Press, and wait until each page shows the step."""
        pages = [phone.page for phone in self.guests] + [self.screen.page]
        began = time.monotonic()
        self.presses.append((0, time.time()))
        to = await self.leader.go(do)
        self.presses[-1] = (to, self.presses[-1][1])
        while time.monotonic() < began + WAITS_FOR and any(page.step != to for page in pages):
            await asyncio.sleep(0.02)
        took = []
        for page in pages:
            shown = [when for step, when in page.steps if step == to and when >= began]
            took += [shown[0] - began] if shown else []
        self.missing += len(pages) - len(took)
        self.seen[how] += took
        self.last += [max(took, default=WAITS_FOR)]
        note(f"step {to}, {how}: p50 {at(sorted(took), 0.5):.2f} s, the last of {len(took)} {self.last[-1]:.2f} s")

    async def walk_steps(self, rest: float) -> None:
        """Go through steps while nobody does anything else."""
        self.load.begin()
        for do in ("go", "go", "back", "go", "back", "go", "back", "go"):
            await self.go("quiet", do)
            await asyncio.sleep(rest)
        self.shares["only steps"] = self.load.end()

    # Notes

    async def write_notes(self, notes: int, papers: int, seconds: float) -> None:
        """Everybody writes; in the middle a step too far and back, and the Wi-Fi is gone for a moment."""
        await self.go("busy")
        over = asyncio.Event()

        async def write(phone: Phone, number: int) -> None:
            await asyncio.sleep(random.random() * seconds)
            await phone.write(f"Briefje {number} van {phone.name}")

        async def type_all() -> None:
            for number in range(papers):
                await self.paper.type(f"Papier {number}")
                await asyncio.sleep(0.7 * seconds / max(1, papers) * random.random())

        async def disturb() -> None:
            await asyncio.sleep(0.25 * seconds)
            await self.go("busy")
            await asyncio.sleep(0.1 * seconds)
            await self.go("busy", "back")
            await asyncio.sleep(0.15 * seconds)
            await self.screener.go_through()
            await self.drop_wifi()

        writers = [self.tables[n % TABLES] for n in range(min(16 * TABLES, notes // 2))]
        writers += [self.phones[n % len(self.phones)] for n in range(notes - len(writers))]
        self.load.begin()
        settling = asyncio.create_task(self.screener.settle(over))
        await asyncio.gather(type_all(), disturb(), *(write(phone, number) for number, phone in enumerate(writers)))
        over.set()
        await settling
        self.shares["notes"] = self.load.end()

    async def drop_wifi(self, seconds: float = 3.0) -> None:
        """Cut all connections of all phones, also those that wait for an answer; and let them come back."""
        self.wifi.is_up.clear()
        self.wifi.troubles += 1
        for phone in self.guests:
            phone.device.cut()
            if phone.page.transport:
                phone.page.transport.abort()
        await asyncio.sleep(seconds)
        began = time.monotonic()
        self.wifi.is_up.set()
        await self.until_back(began)
        self.wifi.troubles += 1

    async def until_back(self, began: float) -> None:
        pages = {phone.page for phone in self.guests}
        while not pages <= self.room.ready and time.monotonic() < began + 60:
            await asyncio.sleep(0.05)
        self.back.append(time.monotonic() - began)

    async def lay_together(self) -> None:
        await self.go("busy")
        loose = self.screener.listed("wall")
        for number in range(PILES):
            await self.screener.lay_together(f"Stapel {number}", loose[number::PILES][:8])

    # Dots

    async def give_dots(self, dots: int, seconds: float, server_killed: bool = True) -> None:
        """Everybody gives dots; the server is killed, the Wi-Fi is gone, and another phone leads from then on.

        Some press once more after it is closed.
        """
        await self.go("busy")
        opened = time.monotonic()
        await self.leader.choice("open")
        await asyncio.sleep(3)  # the pages fetch the form
        each, more = divmod(dots, len(self.phones))

        async def disturb() -> None:
            await asyncio.sleep(0.2 * seconds)
            self.form_after = sorted(phone.page.form_at - opened for phone in self.phones if phone.page.form_at)
            if server_killed:
                self.wifi.troubles += 1
                note(f"killed: it answers again after {await self.site.kill():.1f} s")
                self.wifi.troubles += 1
            await asyncio.sleep(0.25 * seconds)
            await self.drop_wifi()
            self.load.begin()
            new = self.somebody(Leader, "Andere gespreksleider")
            await new.replace(self.leader)
            self.leader.page.end()
            self.leader = new
            await new.open("regie/")
            for number, option in enumerate(self.there["options"], start=1):
                await new.count(int(option), 2 * number)

        giving = [phone.give(each + (number < more), 0.8 * seconds) for number, phone in enumerate(self.phones)]
        await asyncio.gather(disturb(), *giving)
        self.shares["dots"] = self.load.end()
        await self.leader.choice("close")
        first = int(next(iter(self.there["options"])))
        await asyncio.gather(*(phone.give_late(first) for phone in self.phones[:LATE]))
        await self.leader.choice("show")

    # Who brings what

    async def bring(self, pledges: int, seconds: float) -> None:
        await self.go("busy")

        async def say(number: int) -> None:
            await asyncio.sleep(random.random() * seconds)
            await self.phones[number % len(self.phones)].bring(f"Ik breng {number}")

        await asyncio.gather(*(say(number) for number in range(pledges)))

    # What a five-second poll would do

    async def poll(self, rest: float, every: float = 5.0) -> dict[str, Any]:
        """Let the same phones fetch their page every five seconds instead; return how late it is."""
        for phone in self.guests:
            phone.page.end()
        over, fetches, seen = asyncio.Event(), 0, {phone: [] for phone in self.guests}

        async def fetch_for_ever(phone: Phone) -> None:
            nonlocal fetches
            await asyncio.sleep(random.random() * every)
            while not over.is_set():
                began = time.monotonic()
                answer = await phone.device.page(phone.url)
                fetches += 1
                seen[phone].append((self.room.step_in(answer.html), time.monotonic()))
                await asyncio.sleep(max(0, began + every - time.monotonic()))

        polling = [asyncio.create_task(fetch_for_ever(phone)) for phone in self.guests]
        await asyncio.sleep(every)
        self.load.begin()
        began, count, presses = time.monotonic(), fetches, []
        for do in ("back", "go", "back", "go"):
            presses.append((time.monotonic(), await self.leader.go(do)))
            await asyncio.sleep(max(rest, 1.4 * every))
        self.shares["poll"] = self.load.end()
        requests = (fetches - count) / (time.monotonic() - began)
        over.set()
        await asyncio.gather(*polling)
        late = [
            next((when - pressed for shown, when in seen[phone] if shown == step and when > pressed), 2 * every)
            for pressed, step in presses for phone in self.guests
        ]  # fmt: skip
        return {"requests": requests, "late": sorted(late)}

    def end(self) -> None:
        if self.load.watching:
            self.load.watching.cancel()
        for page in self.room.readers:
            page.end()
