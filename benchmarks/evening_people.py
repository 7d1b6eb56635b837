"""What people do in the room: each has a device and a page, and remembers what the site told them."""

import asyncio
import random
import re
import time
import uuid
from collections import Counter
from typing import Any

from benchmarks.evening_device import CSRF, KEY, PATIENCE, Device
from benchmarks.evening_page import LivePage

GIVE = re.compile(r'id="more-(\d+)"\s+name="give"\s+value="(\d+)-(\d+)"[^>]*?(aria-disabled)?>')
LEAD = re.compile(r'data-seen="(\d+)"\s+data-to="(\d+)"\s+data-back="(\d+)"')
CHOICE = re.compile(r'name="step" value="(\d+)">\s*<input type="hidden" name="seen" value="(\d+)"')
COUNTS = re.compile(r'name="choice" value="(\d+)"')
TASK = re.compile(r"taken/(\d+)/terug/")
LISTED = re.compile(r'id="(waits|wall)-(\d+)"\s+data-revision="\d+"\s+(data-taken|data-gone)')


AT_TABLE = 4  # people at the device of a table
TRIES = 30  # until somebody gives up


class Ledger:
    """What was acknowledged: notes by their text, dots by who and what, what was counted, and who came in.

    `seats`: people at the devices of tables; `late`: answers to dots that came after closing.
    """

    def __init__(self) -> None:
        self.people: list[str] = []
        self.seats: dict[str, int] = {}
        self.notes: Counter[str] = Counter()
        self.paper = 0
        self.dots: dict[tuple[str, int], int] = {}
        self.counted: list[tuple[int, int]] = []
        self.piles: list[str] = []
        self.pledges: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.late: Counter[int] = Counter()


class Person:
    """Somebody with a device. `there`: what the codes of the evening lead to."""

    def __init__(self, room: Any, device: Device, there: dict[str, Any], ledger: Ledger, name: str) -> None:
        self.room, self.device, self.there, self.ledger, self.name = room, device, there, ledger, name
        self.url = there["url"]
        self.page: LivePage | None = None
        self.form = ""  # of what to choose, as the last answer showed it

    async def take_task(self, kind: str) -> None:
        """Scan the QR code of a task, and press."""
        url = f"{self.url}taak/{self.there['task_keys'][kind]}/"
        asked = await self.device.page(url)
        key = KEY.search(asked.html)
        answer = await self.device.send(url, key=key[1] if key else "", name=self.name)
        self.must(answer.status in (200, 302), f"took the task {kind}: {answer.status}")

    async def open(self, path: str = "") -> None:
        self.page = LivePage(self.room, self.device, f"{self.url}{path}")
        await self.page.open()

    def must(self, is_so: bool, words: str) -> None:
        if not is_so:
            raise RuntimeError(f"{self.name} {words}")


class Phone(Person):
    async def walk_in(self, is_table: bool = False) -> None:
        door = await self.device.page(self.there["door"])
        key = KEY.search(door.html)
        self.must(bool(key), f"can't walk in: {door.status}")
        deur = self.there["door"].partition("=")[2]
        answer = await self.device.send(self.url, key=key[1], name=self.name, door=deur)
        self.must(answer.status in (200, 302), f"isn't in: {answer.status}")
        self.ledger.people.append(self.name)
        await self.open()
        if is_table:
            answer = await self.device.send(f"{self.url}tafel/", people=AT_TABLE)
            self.must(answer.status in (200, 302), f"isn't a table: {answer.status}")
            self.ledger.seats[self.name] = AT_TABLE
            await self.page.fetch()

    async def write(self, text: str) -> None:
        """Write a note for the step on the page; if that is over, press again for the step of now."""
        key = uuid.uuid4()
        for _ in range(TRIES):
            step = self.page.step
            answer = await self.device.send(f"{self.url}briefje/", key=key, step=step, text=text)
            if answer.status in (200, 201):
                self.ledger.notes[text] += 1
                return
            self.ledger.refused[f"note {answer.status}"] += 1
            await asyncio.sleep(1 + random.random())

    async def give(self, dots: int, seconds: float) -> None:
        """Give so many dots within so many seconds, one by one, by the buttons on the page."""
        began, moments = time.monotonic(), sorted(random.uniform(0, seconds) for _ in range(dots))
        for moment in moments:
            await asyncio.sleep(max(0, began + moment - time.monotonic()))
            await self.give_one()

    async def give_one(self) -> None:
        for _ in range(TRIES):
            buttons = [found.groups() for found in GIVE.finditer(self.form or self.page.form or self.page.first)]
            may = [(int(option), int(dots)) for option, _pk, dots, off in buttons if not off]
            if may:
                option, dots = random.choice(may)
                answer = await self.device.send(f"{self.url}kies/", give=f"{option}-{dots}", person=1)
                self.form = answer.html if answer.status == 200 else ""
                if self.form:
                    self.ledger.dots[self.name, option] = dots
                    return
                self.ledger.refused[f"dot {answer.status}"] += 1
            await asyncio.sleep(1 + random.random())  # the page fetches its form

    async def give_late(self, option: int) -> None:
        """Press once more, when the choice is closed."""
        answer = await self.device.send(f"{self.url}kies/", give=f"{option}-1", person=1)
        self.ledger.late[answer.status] += 1

    async def bring(self, words: str) -> None:
        fields = {"key": uuid.uuid4(), "step": self.page.step, "kind": "time", "contact": "0573 12 34 56"}
        answer = await self.device.send(f"{self.url}bijdrage/", words=words, **fields)
        if answer.status in (200, 201):
            self.ledger.pledges[words] += 1
        else:
            self.ledger.refused[f"pledge {answer.status}"] += 1


class Paper(Person):
    async def type(self, text: str) -> None:
        step = self.there["steps"]["notes"]
        answer = await self.device.send(f"{self.url}muur/papier/", key=uuid.uuid4(), step=step, text=text)
        self.must(answer.status == 201, f"typed a note: {answer.status}")
        self.ledger.notes[text] += 1
        self.ledger.paper += 1


class Screener(Person):
    """Handles the wall."""

    def listed(self, place: str) -> list[str]:
        """Return the notes (their ids) that the page shows in this list."""
        found = LISTED.findall(self.page.html)
        state = {pk: words for there, pk, words in found if there == place}
        return [pk for pk, words in state.items() if words == "data-taken"]

    async def settle(self, until: asyncio.Event) -> None:
        """Put what waits on the wall, one by one, until the end and nothing waits."""
        done: set[str] = set()
        while True:
            waits = [pk for pk in self.listed("waits") if pk not in done]
            if not waits and until.is_set():
                return
            for pk in waits[:5]:
                await self.device.send(f"{self.url}muur/blik/", press=f"{pk}:waits:wall")
                done.add(pk)
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.2)

    async def go_through(self) -> None:
        await self.device.send(f"{self.url}muur/vanzelf/", on="1")

    async def lay_together(self, title: str, notes: list[str]) -> str:
        """Make a pile of these loose notes."""
        where = f"{self.url}muur/stapel/"
        chosen = [f"{pk}:0" for pk in notes]
        answer = await self.device.send(where, key=uuid.uuid4(), title=title, at="new", note=chosen)
        self.must(answer.status == 200, f"laid notes together: {answer.status}")
        self.ledger.piles.append(title)
        return answer.html


class Leader(Person):
    """Who leads. Its page says what a press is about."""

    pressed: tuple[str, ...] = ()

    async def go(self, do: str = "go") -> int:
        """Press a button, once the page shows the press before; return the step (its id) that it leads to."""
        until = time.monotonic() + PATIENCE
        while (found := LEAD.findall(self.page.html)[-1]) == self.pressed and time.monotonic() < until:
            await asyncio.sleep(0.02)
        self.pressed = seen, to, back = found
        answer = await self.device.send(f"{self.url}regie/", seen=seen, to=to, back=back, do=do)
        self.must(answer.status == 200, f"pressed {do}: {answer.status}")
        return int(to if do == "go" else back)

    async def choice(self, do: str) -> None:
        page = await self.device.page(f"{self.url}regie/")
        found = CHOICE.search(page.html)
        self.must(bool(found), "sees nothing to choose")
        answer = await self.device.send(f"{self.url}regie/keuze/", step=found[1], seen=found[2], do=do)
        self.must(answer.status == 200, f"pressed {do}: {answer.status}")

    async def count(self, option: int, number: int) -> None:
        page = await self.device.page(f"{self.url}tel/")
        found = COUNTS.search(page.html)
        self.must(bool(found), "has nothing to count")
        fields = {"key": uuid.uuid4(), "choice": found[1], f"number-{option}-0": number, "how": "hands"}
        answer = await self.device.send(f"{self.url}tel/", **fields)
        self.must(answer.status == 200, f"counted hands: {answer.status}")
        self.ledger.counted.append((option, number))

    async def replace(self, old: "Leader") -> None:
        """Lead from here on: the phone of the one before is lost, so its task is taken back."""
        await self.take_task("lead")
        tasks = await self.device.page(f"{self.url}taken/")
        first = TASK.findall(tasks.html)[0]
        asked = await self.device.page(f"{self.url}taken/{first}/terug/")
        self.must(bool(CSRF.search(asked.html)), "can't take a task back")
        await self.device.send(f"{self.url}taken/{first}/terug/")
        refused = await old.device.send(f"{self.url}regie/", seen=0, to=0, back=0, do="go")
        self.must(refused.status == 403, f"took the task back, and the old phone gets {refused.status}")
