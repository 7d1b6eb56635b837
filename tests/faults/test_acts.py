"""Each update that open pages can get is caused by an act of the rig, and each of its forms is the one of the page."""

import asyncio
import json
import random
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from common import rate_limits
from evenings import mails
from evenings.parts import REHEARSAL
from notifications.models import Notice
from realtime.parts import PartKind
from realtime.topics import find
from tests.faults import afterwards
from tests.faults import evenings as during
from tests.faults.page import Page
from tests.faults.people import Answer
from tests.faults.reader import number
from tests.faults.rig import Rig
from tests.faults.scene import Scene
from tests.faults.web import Web
from tests.faults.world import make
from tests.faults.writes import VERBS
from tests.mails import work_off

RENEWS = {during.close_and_open: set(), afterwards.rehearse: {REHEARSAL.name}}
"""Acts that give every part of their evening a new revision, with what only they change."""

# What no act causes yet, and why. Nothing of evenings belongs here
OLDER = {
    "challenge": "no act hides a question",
    "challenge-story": "no act closes one",
    "challenge-report": "the same",
    "slip": "which ideas the home of the site shows is not promised",
}
NOTICES = {kind.name for kind in mails.KINDS if kind.page}  # of evenings, on the page *Nieuw voor jou*
MOST_ROUNDS = 12


class Inside(Web):
    """The site in this process: no server, and no fault."""

    def __init__(self):
        self.origins = ["http://localhost"]

    async def ask(self, method, url, body, headers, at):
        kind, cookie = headers.get("Content-Type", ""), headers.get("Cookie", "")
        own = {"HTTP_COOKIE": cookie, "REMOTE_ADDR": headers["X-Forwarded-For"]}
        own |= {"HTTP_HX_REQUEST": "true"} if "HX-Request" in headers else {}
        response = Client().generic(method, url, body, kind, **own)
        return response.status_code, response.content.decode(), response.headers


class Told:
    """What the pages of the rig are told, part by part."""

    def __init__(self, pages):
        self.cursors = {}
        for page in pages:
            for section in page.sections():
                if after := section.attrs.get("data-after"):
                    self.cursors[section.attrs["data-follow"], section.attrs["data-view"]] = number(after)

    def now(self):
        """Return the kinds of the parts that changed since the last time."""
        found = set()
        for (name, view), after in self.cursors.items():
            topic, id = find(name)
            head = topic.heads([id]).get(id, after)
            if head > after:
                self.cursors[name, view] = head
                found |= {kind_of(part.key) for part in topic.parts(id, view, after) or ()}
        return found


def kind_of(key):
    return key.rstrip("-0123456789")


def all_kinds():
    """Return the name of each kind of part that an app declares."""
    modules = [import_module(f"{app.name}.parts") for app in apps.get_app_configs() if find_spec(f"{app.name}.parts")]
    values = [value for module in modules for value in vars(module).values()]
    kinds = [kind for value in values for kind in ([value] if isinstance(value, PartKind) else of(value))]
    return {kind.name for kind in kinds}


def of(value):
    return [one for one in value if isinstance(one, PartKind)] if isinstance(value, tuple) else []


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="what an act causes doesn't depend on the database")
def test_each_update_is_caused_by_an_act_and_each_act_succeeds(scene, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    acts = Acts(scene)
    for _ in range(MOST_ROUNDS):
        acts.do_all()
        if acts.is_whole:
            break
    assert all_kinds() - acts.caused == set(OLDER)
    assert NOTICES - acts.notices == set()
    assert [verb.__name__ for verb in VERBS if verb not in acts.done] == []
    assert acts.refused == set()


class Acts:
    """What the acts caused, done one after the other."""

    def __init__(self, scene):
        self.scene, rig = scene, Rig(1, "sqlite")
        rig.scene = scene
        pages = [Page(asyncio.run(scene.web.get(*page))[1]) for page in sorted(set(rig.pages()))]
        self.told, self.caused, self.notices, self.done = Told(pages), set(), set(), set()

    @property
    def refused(self):
        """The forms that were never acknowledged."""
        verbs = self.scene.ledger.verbs
        return {verb for verb, _ in verbs} - {verb for verb, answer in verbs if answer == Answer.ACKNOWLEDGED.value}

    @property
    def is_whole(self):
        is_told = all_kinds() - self.caused == set(OLDER) and self.notices >= NOTICES
        return is_told and self.done >= set(VERBS) and not self.refused

    def do_all(self):
        """Do each act once, in their order: some end what others need."""
        for verb in VERBS:
            self.do(verb)
        self.notices |= set(Notice.objects.values_list("kind", flat=True))
        work_off()
        self.caused |= self.told.now()

    def do(self, verb):
        """Let the first person act who has something to send."""
        answers = self.scene.ledger.answers
        before, acknowledged = answers.total(), answers[Answer.ACKNOWLEDGED]
        people = self.scene.may(VERBS[verb][1])
        for person in self.scene.rng.sample(people, len(people)):
            if answers.total() > before:
                break
            rate_limits.forget()
            person.rests_until = 0
            asyncio.run(verb(self.scene, person))
        changed = self.told.now()
        self.caused |= changed & RENEWS.get(verb, changed)
        if answers[Answer.ACKNOWLEDGED] > acknowledged:
            self.done.add(verb)


@pytest.fixture
def scene(transactional_db):
    world = json.loads(json.dumps(make(1)))
    return Scene(Inside(), world, 0, random.Random(1), VERBS)
