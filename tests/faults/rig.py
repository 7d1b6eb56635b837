"""Runs processes, pages and people together, and records the outcome of each fault."""

import asyncio
import contextlib
import json
import os
import random
import secrets
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urldefrag, urljoin

from tests import services
from tests.faults.compare import differences, in_the_range_of
from tests.faults.ledger import FRESH
from tests.faults.page import Page
from tests.faults.people import Answer
from tests.faults.reader import NEXT, Reader
from tests.faults.scene import AUTHOR, KEEPER, LEADER, MODERATOR, READERS, SERVANT, Scene
from tests.faults.web import PATIENCE, Web, an_address
from tests.faults.writes import VERBS
from tests.smtp_sink import sink

SETTLES_IN = 75  # seconds; a page that failed often retries within 30 s, and once more
BEFORE = AFTER = 1.5  # seconds of writes around the fault
PROCESSES = {"postgres": (2, 1), "sqlite": (1,)}  # web processes of each machine


class Unsound(Exception):
    """A page is wrong after the time limit."""


@dataclass
class Outcome:
    """The outcome of one fault."""

    fault: str
    answers: Counter = field(default_factory=Counter)
    verbs: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)  # acknowledged and lost, doubled, or present although refused
    differing: list = field(default_factory=list)  # pages that don't equal a fresh one
    too_late: int = 0  # posts to a healthy machine without a response within PATIENCE
    seconds: float = 0
    settled: float = 0
    closed: Counter = field(default_factory=Counter)

    @property
    def is_sound(self):
        return not self.wrong and not self.differing

    def row(self):
        counts = [self.answers[answer] for answer in Answer]
        codes = ", ".join(f"{code}: {n}" for code, n in sorted(self.closed.items()))
        return (
            f"{self.fault:<28}" + "".join(f"{n:>14}" for n in counts)
            + f"{self.too_late:>10}{len(self.wrong):>8}{len(self.differing):>11}{self.settled:>10.1f} s   {codes}"
        )  # fmt: skip


HEAD = (
    f"{'fault':<28}"
    + "".join(f"{answer.value:>14}" for answer in Answer)
    + "  too late   wrong  differing   settled   closed"
)


class Rig:
    def __init__(self, seed, kind="postgres", readers=60, per_second=20, settles_in=SETTLES_IN, verbs=VERBS):
        self.rng, self.count, self.per_second, self.settles_in = random.Random(seed), readers, per_second, settles_in
        self.web, self.readers, self.kind = Web(*PROCESSES[kind]), [], kind
        self.postgres = self.redis = self.database = None
        self.verbs = verbs

    @contextlib.contextmanager
    def standing(self, rounds, folder, **environment):
        """Start a database with data for `rounds` faults, and Redis for several processes.

        The machines have production settings and quotas: a trusted proxy reports the addresses of people.
        """
        self.folder = folder
        with contextlib.ExitStack() as stack:
            ours = {
                "DJANGO_SETTINGS_MODULE": "stadslab.settings", "DEBUG": "0", "PYTHONWARNINGS": "ignore",
                "DJANGO_SECRET_KEY": secrets.token_urlsafe(50), "PUBLIC_ORIGIN": ",".join(self.web.origins),
                "MAIL_URL": stack.enter_context(sink()).url, "TRUSTED_PROXIES": "1", "VAR_DIR": str(folder),
            }  # fmt: skip
            if self.kind == "postgres":
                self.postgres = stack.enter_context(services.postgres())
                self.redis = stack.enter_context(services.redis())
                ours |= {"DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url}
            else:
                self.database = folder / "faults.sqlite3"
                ours |= {"DATABASE_URL": f"sqlite:///{self.database}", "REDIS_URL": ""}
            before = dict(os.environ)
            stack.callback(lambda: (os.environ.clear(), os.environ.update(before)))
            os.environ.pop("ALLOWED_HOSTS", None)
            os.environ.update(ours)
            make = f"import django; django.setup(); from tests.faults.world import main; main({rounds})"
            made = subprocess.run([sys.executable, "-c", make], check=True, stdout=subprocess.PIPE)
            self.world = json.loads(made.stdout)
            os.environ.update(environment)
            (folder / "media").mkdir()
            for number, machine in enumerate(self.web.machines):
                machine.folder = folder / f"machine-{number}"
                machine.folder.mkdir()
                (machine.folder / "media").symlink_to(folder / "media")  # shared, as docs/deploy.md says
            yield self

    async def run(self, faults, told=lambda outcome: None):
        """Play each fault in a separate lab; return the outcomes."""
        outcomes = []
        await self.web.start()
        try:
            for number, (name, fault) in enumerate(faults):
                outcomes.append(await self.play(name, fault, number))
                told(outcomes[-1])
        finally:
            await self.web.stop()
        return outcomes

    async def play(self, name, fault, number):
        outcome, began, late = Outcome(name), time.monotonic(), self.web.too_late
        self.scene = Scene(self.web, self.world, number, self.rng, self.verbs)
        await self._open_pages()
        done = asyncio.Event()
        writing = asyncio.create_task(self.scene.write(self.per_second, done))
        try:
            await asyncio.sleep(BEFORE)
            async for step in fault(self):
                if step is not None:
                    done.set()
                    await writing
                    await self._settle(outcome)
                    await step()
                    done = asyncio.Event()
                    writing = asyncio.create_task(self.scene.write(self.per_second, done))
            await asyncio.sleep(AFTER)
            done.set()
            await writing
            await self._settle(outcome)
        except Unsound:
            pass  # the outcome says why; after another fault it would be less clear
        finally:
            writing.cancel()
            await self._close_pages(outcome)
        outcome.too_late = self.web.too_late - late
        if outcome.too_late:
            outcome.wrong.append(f"{outcome.too_late} posts had no answer within {PATIENCE} s")
        outcome.wrong += sorted(set(self.scene.broken))
        outcome.answers, outcome.verbs = self.scene.ledger.answers, self.scene.ledger.verbs
        outcome.seconds = time.monotonic() - began
        return outcome

    # pages

    def addresses(self):
        """Return the addresses that people open, more often where more happens."""
        scene, slug = self.scene, self.scene.slug
        ideas = [scene.idea_url(pk) for pk in scene.lab["ideas"]]
        gatherings = [scene.gathering_url(name) for name in ("evening", "asked", "begun", "leaving")]
        ideas += [f"{scene.idea_url(scene.long)}?pagina={number}" for number in (2, 3, 4)]
        ideas.append(scene.calm_url)
        gatherings.append(scene.past.gathering_url)
        others = [f"/{slug}/ideeen/", f"/{slug}/", f"/{slug}/bijeenkomsten/", scene.place_url, "/agenda/"]
        questions = [f"/{slug}/vragen/", scene.question_url]
        return [*ideas, *ideas, *gatherings, gatherings[0], *questions, *others, *others[:3]]

    def pages(self):
        """Return the address, language and cookie of each page that is open."""
        scene, addresses, found = self.scene, self.addresses(), []
        for number in range(self.count):
            lang = "en" if number % 5 == 4 else "nl"
            person = scene.people[READERS[number // 4 % len(READERS)]]
            cookie = person.session if number % 4 == 3 else ""
            found.append((addresses[number % len(addresses)], lang, cookie))
        for who, slug in ((SERVANT, scene.slug), (MODERATOR, scene.slug), (MODERATOR, scene.lab["calm_slug"])):
            found.append((f"/{slug}/werk/", "nl", scene.people[who].session))
        found += scene.room.pages(scene.people[LEADER])
        return found + scene.past.pages(scene.people[KEEPER], scene.people[AUTHOR])

    async def _open_pages(self):
        self.readers, scene = [], self.scene
        owners = {person.session: person.address for person in scene.people if person.number not in READERS}
        for number, (url, lang, cookie) in enumerate(self.pages()):
            address = owners.get(cookie) or an_address(self.rng)
            self.readers.append(Reader(self.web, url, lang, cookie, number, address))
        kinds = {(one.url, one.lang, one.cookie) for one in self.readers}
        fresh = dict(zip(kinds, await asyncio.gather(*(self._fresh(*kind) for kind in kinds)), strict=True))
        for reader in self.readers:
            reader.load(fresh[reader.url, reader.lang, reader.cookie])
            reader.start()
        async with asyncio.timeout(30):
            while not all(topic["answered"] for one in self.readers for topic in one.topics.values()):
                await asyncio.sleep(0.05)

    async def _fresh(self, url, lang, cookie):
        status, html = await self.web.get(url, lang, cookie, self.rng.randrange(9), an_address(self.rng))
        if status != 200:
            raise RuntimeError(f"{url} answers {status}")
        return html

    async def _close_pages(self, outcome):
        for reader in self.readers:
            outcome.closed += reader.closed
            outcome.wrong += [f"{reader}: {fault}" for fault in reader.faults]
            await reader.close()

    # checks

    async def _settle(self, outcome):
        """Wait until all pages equal fresh ones and show the acknowledged writes; record those that don't in time."""
        began, wrong, differing = time.monotonic(), [], []
        left = list(self.readers)
        while left and time.monotonic() < began + self.settles_in:
            await asyncio.sleep(0.5)
            wrong, differing, left = await self._look(left)
        outcome.settled = max(outcome.settled, time.monotonic() - began)
        outcome.wrong += wrong
        outcome.differing += differing
        if left:
            raise Unsound

    async def _look(self, readers):
        wrong, differing, left = [], [], []
        kinds = {(one.url, one.lang, one.cookie) for one in readers}
        try:
            html = await asyncio.gather(*(self._fresh(*kind) for kind in kinds))
            talks = {lang: await self._whole_talk(lang) for lang in sorted({one.lang for one in readers})}
        except RuntimeError as error:
            return [str(error)], [], readers
        fresh = {kind: Page(one) for kind, one in zip(kinds, html, strict=True)}
        ledger, long = self.scene.ledger, self.scene.long
        unsound = [fault for (url, *_), page in fresh.items() for fault in ledger.faults(FRESH + url, page)]
        unsound += [fault for talk in talks.values() for fault in ledger.faults(self.scene.talk_of(long), talk)]
        wrong += unsound
        for reader in readers:
            like, address = fresh[reader.url, reader.lang, reader.cookie], reader.url.partition("?")[0]
            if address == self.scene.idea_url(long):
                like = in_the_range_of(reader.page, like, talks[reader.lang], f"comments-{long}")
            other = differences(reader.page, like)
            faults = ledger.faults(address, reader.page)
            if other:
                differing.append(f"{reader}: {'; '.join(other[:4])}")
            if faults:
                wrong.append(f"{reader}: {'; '.join(faults[:4])}")
            if other or faults or unsound:
                left.append(reader)
        return wrong, differing, left

    async def _whole_talk(self, lang):
        """Return all pages of the long comment list as one page."""
        url, id = self.scene.idea_url(self.scene.long), f"comments-{self.scene.long}"
        html = await self._fresh(url, lang, "")
        first, said = Page(html), []
        while True:
            said += Page(html).find(id).children
            link = NEXT.search(html)
            if not link:
                return first.holding(id, said)
            html = await self._fresh(urldefrag(urljoin(url, unescape(link[1]))).url, lang, "")
