"""What an evening asks of the database doesn't grow with its rows: each page, and each part that open pages follow."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from evenings.models import Counted, Evening, Helper, Note, Option, Participant, Pick, Pile, Pledge, Task
from evenings.models.choosing import open_choice, prepare, show_result
from evenings.topics import EveningTopic
from realtime.topics import TOPICS
from tests.evenings.test_doors import walk_in
from tests.ideas.conftest import browser

LEADS = (
    "live_lead",
    "live_wall",
    "live_tasks",
    "live_help",
    "live_brought",
    "live_count",
    "live_close",
    "live_screen",
)
KINDS = ("talk", "notes", "group", "dots", "bring")


@pytest.fixture
def evening(session):
    step = next(step for step in session.plan_steps if step.kind == "dots")
    prepare(step, 0, ["Een bank", "Een boom"], 3, 3)
    return Evening.open(session, clock.now())


def step_of(evening, kind):
    return next(step for step in evening.session.plan_steps if step.kind == kind)


def fill(evening, number):
    """Add so many rows of each kind that hangs on an evening."""
    now, last = clock.now(), Note.objects.count()
    steps = {kind: step_of(evening, kind).pk for kind in KINDS}
    people = Participant.objects.bulk_create(
        Participant(evening=evening, name=f"Anna {n}", word=f"{uuid.uuid4()}", key=uuid.uuid4()) for n in range(number)
    )
    piles = Pile.objects.bulk_create(
        Pile(evening=evening, title=f"Stapel {n}", key=uuid.uuid4(), revision=2) for n in range(number)
    )
    for place, state in enumerate(("waits", "wall", "wall", "off")):
        Note.objects.bulk_create(
            Note(evening=evening, step_id=steps["notes"], participant=people[n], text=f"Een bank {n}", source="phone",
                 state=state, number=last + place * number + n + 1 if state == "wall" else None, key=uuid.uuid4(),
                 written_at=now, pile=piles[n] if place == 2 else None, revision=2)
            for n in range(number)
        )  # fmt: skip
    options = list(Option.objects.filter(choice__step=steps["dots"]))
    Pick.objects.bulk_create(Pick(option=one, participant=who, dots=1) for one in options for who in people)
    Counted.objects.bulk_create(
        Counted(option=options[0], how="hands", number=1, key=uuid.uuid4()) for _ in range(number)
    )
    for may_show, is_passed in ((True, True), (True, False), (None, False)):
        Pledge.objects.bulk_create(
            Pledge(evening=evening, step_id=steps["bring"], participant=who, name=who.name, kind="time",
                   words="Een uur", may_show=may_show, is_passed=is_passed, key=uuid.uuid4(), given_at=now)
            for who in people
        )  # fmt: skip
    helpers = Helper.objects.bulk_create(
        Helper(evening=evening, name=f"Mo {n}", key=uuid.uuid4()) for n in range(number)
    )
    Task.objects.bulk_create(
        Task(helper=one, kind=kind, taken_at=now) for one in helpers for kind in ("lead", "paper")
    )
    Evening.objects.filter(pk=evening.pk).update(revision=2, people=Participant.objects.count())


def queries_of(work):
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def asked(evening, leads, phone):
    """Return the number of queries of each page and each topic, in each kind of step."""
    pages = [(leads, name) for name in LEADS] + [(phone, "live_phone"), (phone, "live_screen")]
    found = {}
    for kind in KINDS:
        now = Evening.objects.with_page().get(pk=evening.pk)
        now.go(step_of(now, kind).pk, now.version, clock.now())
        for client, name in pages:
            address = reverse(name, kwargs={"lab_slug": evening.gathering.lab.slug, "code": evening.code})
            assert client.get(address).status_code == 200, name
            found[kind, name, client is phone] = queries_of(lambda c=client, a=address: c.get(a))
        for topic in [one for one in TOPICS if isinstance(one, EveningTopic)]:
            for view in topic.views:
                found[kind, topic.name, view] = queries_of(lambda t=topic, v=view: [
                    part.render() for part in t.parts(evening.pk, v, 0)
                ])  # fmt: skip
    return found


def test_queries_do_not_grow_with_what_hangs_on_an_evening(evening, anna):
    leads, phone = browser(anna), walk_in(evening)
    step, now = step_of(evening, "dots"), clock.now()
    Evening.objects.get().go(step.pk, Evening.objects.get().version, now)
    open_choice(Evening.objects.get(), step, step.choice.version, now)
    show_result(Evening.objects.get(), step, True, now)
    fill(evening, 2)
    few = asked(evening, leads, phone)
    fill(evening, 30)
    many = asked(evening, leads, phone)
    assert {what: (few[what], count) for what, count in many.items() if count > few[what]} == {}
