"""The same evening once by phone, and once all on paper and typed in the next day: the reports are the same."""

import uuid
from datetime import timedelta

from django.urls import reverse

from common import clock
from evenings import reporting
from evenings.models import Evening, Option, Participant, Report, Session, counting
from evenings.models import choosing as verbs
from evenings.models.choice import CountedHow
from evenings.plans import plans
from evenings.record import Record, record_of
from events.models import Gathering
from tests.evenings.test_choosing import THREE, give
from tests.evenings.test_doors import read
from tests.evenings.test_report import DOTS, GROUP, NOTES, again, at
from tests.events.factories import make_gathering
from tests.ideas.conftest import browser
from tests.standing import standing_at

TEXTS = ["Een bank", "Een boom", "Een kip", "Een fietspomp"]
GIVEN = [[2, 1, 0], [1, 1, 1], [2, 0, 1], [0, 2, 1]]  # by each of four people, to each option


def an_evening(anna):
    starts_at = clock.now() + timedelta(days=9)
    gathering = make_gathering(anna, "Kansen ophalen", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    return Session.begin(gathering, plans()["kansen"], 0)


def opened(session, moment):
    """Open the evening, and go through all its steps but the last; return it and those of notes, piles and dots."""
    evening = Evening.open(session, moment)
    return evening, [evening.session.plan_steps[place] for place in (NOTES, GROUP, DOTS)]


def go(evening, step):
    now = again(evening)
    now.go(step.pk, now.version, clock.now())


def lay(evening, notes):
    """Lay the first two together and take them along, as the room did."""
    pile = again(evening).lay_together({note.pk: 0 for note in notes[:2]}, "Groen", uuid.uuid4(), clock.now())
    again(evening).keep(type(pile), pile.pk, True, clock.now())


def options_of(evening, step):
    go(evening, step)
    verbs.prepare(step, 0, THREE, 3, 2)
    verbs.open_choice(again(evening), step, 1, clock.now())
    return list(Option.objects.filter(choice__step=step))


def ended(evening, step):
    verbs.close_choice(again(evening), step, clock.now())
    counting.set_heads(again(evening), 4, clock.now())
    reporting.finish(again(evening), None, [], 0, clock.now())
    return again(evening)


def by_phone(session):
    evening, (notes, group, dots) = opened(session, clock.now())
    people = [again(evening).join(uuid.uuid4(), "", clock.now()) for _ in TEXTS]
    people = list(Participant.objects.filter(evening=evening).select_related("evening").order_by("pk"))
    go(evening, notes)
    again(evening).let_through(True, clock.now())
    written = [
        again(evening).write(notes.pk, text, uuid.uuid4(), clock.now(), who)
        for text, who in zip(TEXTS, people, strict=True)
    ]
    go(evening, group)
    lay(evening, written)
    options = options_of(evening, dots)
    for who, theirs in zip(people, GIVEN, strict=True):
        for option, number in zip(options, theirs, strict=True):
            if number:
                give(who, option, number)
    return ended(evening, dots)


def on_paper(session):
    """Nobody had a phone; the next day the organiser opens the evening, and types over what is on the sheets."""
    evening, (notes, group, dots) = opened(session, clock.now())
    written = [again(evening).write(notes.pk, text, uuid.uuid4(), clock.now()) for text in TEXTS]
    go(evening, group)
    lay(evening, written)
    options = options_of(evening, dots)
    sheet = {(one.pk, 0): sum(got) for one, got in zip(options, zip(*GIVEN, strict=True), strict=True)}
    counting.count(again(evening), None, sheet, CountedHow.PAPER, uuid.uuid4(), clock.now())
    return ended(evening, dots)


def as_told(record: Record):
    """Return what must be the same: without how much came by phone, and how rows are called."""
    chosen = [
        [(line["text"], line["key"], line["phone"] + line["hand"]) for line in one["lines"]]
        for one in record["chosen"]
    ]
    asked = [(one["kind"], one["title"], one["sentence"], one["number"]) for one in record["asked"]]
    piles = [(pile["title"], [note["text"] for note in pile["notes"]]) for pile in record["piles"]]
    figures = [record[name] for name in ("people", "notes", "dots")]
    return figures, asked, chosen, piles


def test_played_by_phone_and_on_paper_the_reports_are_the_same(anna):
    live, paper = an_evening(anna), an_evening(anna)
    tonight = live.gathering.starts_at + timedelta(minutes=5)
    with standing_at(tonight):
        first = by_phone(live)
    with standing_at(tonight + timedelta(hours=14)):
        second = on_paper(paper)
        records = [record_of(evening, Report.objects.get(evening=evening).picked) for evening in (first, second)]
        assert as_told(records[0]) == as_told(records[1])
        figures = [[record[name] for name in ("phones", "paper", "dots_by_hand")] for record in records]
        assert figures == [[4, 0, 0], [0, 4, 12]]
        pages = [read(browser(anna).get(at(evening))) for evening in (first, second)]
        for said in ("4 briefjes", "1 stapel", "12 stippen", "Groen", THREE[0]):
            assert [said in page for page in pages] == [True, True]


def test_what_is_still_on_paper_can_be_typed_in_until_a_day_after_the_gathering(anna):
    session = an_evening(anna)
    hers = browser(anna)
    with standing_at(session.gathering.starts_at + timedelta(minutes=5)):
        evening = by_phone(session)
    with standing_at(session.gathering.ends_at + timedelta(hours=20)):
        assert "Open de avond weer, en typ het over" in read(hers.get(at(evening)))
        Evening.open(session, clock.now())
        again(evening).write(evening.session.plan_steps[NOTES].pk, "Een vijfde", uuid.uuid4(), clock.now())
        reporting.finish(again(evening), None, [], 1, clock.now())
        assert record_of(again(evening), None)["notes"] == 5
    with standing_at(session.gathering.ends_at + timedelta(hours=25)):
        assert "typ het over" not in read(hers.get(at(evening)))


def test_once_the_gathering_is_over_its_page_says_how_paper_is_typed_over(evening, hers):
    page = reverse("evening", kwargs={"lab_slug": evening.gathering.lab.slug, "pk": evening.gathering.pk})
    again(evening).close(clock.now())
    assert "typ over wat op de bladen staat" not in read(hers.get(page))
    times = {"starts_at": clock.now() - timedelta(hours=3), "ends_at": clock.now() - timedelta(hours=1)}
    Gathering.objects.filter(pk=evening.gathering.pk).update(**times)
    assert "typ over wat op de bladen staat" in read(hers.get(page))
