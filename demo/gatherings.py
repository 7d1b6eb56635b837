"""Build the places and gatherings of an example lab with the same verbs that people use, and set past dates."""

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from common.times import span
from demo import evenings, shapes
from demo.people import People
from evenings.models import LabPlan, Session
from evenings.plans import plans
from events.models import Aloud, Attendance, AttendanceState, Gathering
from events.models.aloud import note_aloud
from labs.models import Lab, Membership
from places.models import Place, Room, Stop

TOLD_AHEAD = timedelta(days=25)  # from the creation of a gathering to its beginning


def build(content: shapes.Lab, lab: Lab, now: datetime) -> None:
    """Create what isn't there yet, identified by name or title."""
    places = set(lab.places.values_list("name", flat=True))
    titles = set(lab.gatherings.values_list("title", flat=True))
    missing_places = [one for one in content.places if one.name not in places]
    missing = [(number, told) for number, told in enumerate(content.gatherings) if told.title not in titles]
    if not missing_places and not missing:
        return
    people = People(lab)
    for place in missing_places:
        _place(place, people.member(content.host), now)
    for number, told in missing:
        _Telling(told, lab, people, now, number).happen()


def _place(told: shapes.Place, host: Membership, now: datetime) -> None:
    lab, today = host.lab, timezone.localdate(now)
    villages = {village.name: village for village in lab.neighbourhoods.all()}
    words = {"kind": told.kind, "neighbourhood": villages.get(told.village)} | told.words
    place = Place.make(host, name=told.name, **words)
    place.set_rooms(told.rooms)
    place.set_hours((day, time.fromisoformat(opens), time.fromisoformat(closes)) for day, opens, closes in told.hours)
    place.set_stops(
        [
            Stop(
                first_day=today + timedelta(days=first),
                last_day=today + timedelta(days=last),
                address=address,
                neighbourhood=villages.get(village),
            )
            for first, last, address, village in told.stops
        ]
    )


class _Telling:
    """One gathering with its history."""

    def __init__(self, told: shapes.Gathering, lab: Lab, people: People, now: datetime, number: int) -> None:
        self.told, self.lab, self.people, self.now = told, lab, people, now
        self.key = uuid.uuid5(uuid.NAMESPACE_URL, f"{lab.slug}/{told.title}/{number}")
        self.dice = random.Random(f"{lab.slug}/{told.title}/{number}")
        self.place = lab.places.filter(name=told.place).first()

    def happen(self) -> None:
        gathering = self.make()
        if self.told.plan:
            self.prepare(gathering)
        self.sign_up(gathering)
        self.end(gathering)
        since = (gathering.starts_at or self.now) - TOLD_AHEAD
        since = min(since, self.now - timedelta(days=2))
        Gathering.objects.filter(pk=gathering.pk).update(created_at=since, changed_at=since + timedelta(hours=20))

    def prepare(self, gathering: Gathering) -> None:
        """Begin its evening with a plan, which the lab may have kept without some of its steps."""
        session = Session.begin(gathering, plans()[self.told.plan], 0)
        for step in session.steps.filter(title__in=self.told.without):
            session.take_off(step)
        if self.told.kept_as:
            name, goal = self.told.kept_as
            plan = LabPlan.keep(session, self.people.member(self.told.by), self.key, name, goal)
            LabPlan.objects.filter(pk=plan.pk).update(kept_at=gathering.ends_at)
        if self.told.added:
            kind, title, minutes, sentence = self.told.added
            words = {"kind": kind, "title": title, "minutes": minutes, "sentence": sentence}
            step = session.add_step(uuid.uuid5(self.key, title), task="", may_skip=False, **words)
            session.arrange(session.version, {}, (step.pk, -1))
        session.set_who(session.who, self.told.language, session.has_under_16)
        for step in session.steps.filter(title__in=self.told.translations):
            translations = {self.told.language: self.told.translations[step.title]}
            session.change_step(step, step.state, translations=translations)
        for evening in self.told.evening:
            evenings.Played(session, evening, self.key, self.people.member(self.told.by)).happen()
        if self.told.is_rehearsed:
            evenings.rehearse({self.lab.slug: [gathering.title]}, self.now)

    def times(self, on: int, weekday: int | None = None) -> tuple[datetime, datetime]:
        day = shapes.near(timezone.localdate(self.now), on, weekday)
        return span(day, time.fromisoformat(self.told.starts), time.fromisoformat(self.told.ends))

    @property
    def room(self) -> Room | None:
        return self.place.rooms.get(name=self.told.room) if self.place and self.told.room else None

    def make(self) -> Gathering:
        told, member = self.told, self.people.member(self.told.by)
        starts_at, ends_at = self.times(told.on, told.weekday)
        early = timedelta(days=told.moved)
        words = {
            name: getattr(told, name) for name in ("title", "about", "programme", "where", "entry", "capacity", "link")
        }
        words |= {"place": self.place, "starts_at": starts_at - early, "ends_at": ends_at - early}
        if told.dates:
            words |= {"starts_at": None, "ends_at": None}
        gathering = Gathering.make(member, self.key, None if told.dates else self.room, **words)
        gathering.put_on_table(self.lab.ideas.filter(title__in=told.table))
        if told.dates:
            gathering.ask_dates(self.times(on) for on in told.dates)
            return gathering
        gathering.publish()
        if told.moved:
            gathering.change(self.room, starts_at=starts_at, ends_at=ends_at, reason=told.reason)
        return gathering

    def sign_up(self, gathering: Gathering) -> None:
        """Add parties of one or two in bulk: first the rows, then the counters."""
        told = self.told
        if told.dates:
            self.answer(gathering)
        if not told.going:
            return
        others = self.people.others(told.by)
        self.dice.shuffle(others)
        sizes = list(self.sizes(told.going)) + [1] * told.waiting
        if len(sizes) > len(others):
            raise ValueError(f"{told.title}: more parties than the {len(others)} people there are")
        rows = [
            Attendance(
                gathering=gathering,
                person=person,
                seats=seats,
                line=number,
                state=AttendanceState.GOING if number <= len(sizes) - told.waiting else AttendanceState.WAITING,
            )
            for number, (person, seats) in enumerate(zip(others, sizes, strict=False), 1)
        ]
        begin = min(self.now, gathering.starts_at or self.now)
        for number, row in enumerate(rows):
            row.came_at = begin - TOLD_AHEAD * (len(rows) - number) / (len(rows) + 1)
        Attendance.objects.bulk_create(rows)
        gathering.advance(taken=told.going, waiting=told.waiting, seats_revision=F("revision") + 1)

    def sizes(self, seats: int) -> Iterator[int]:
        """Yield party sizes with this total."""
        while seats:
            size = 2 if seats > 1 and self.dice.random() < 0.25 else 1
            yield size
            seats -= size

    def answer(self, gathering: Gathering) -> None:
        """Let six people say which dates suit them."""
        options = list(gathering.date_options.all())
        for person in self.dice.sample(self.people.others(self.told.by), 6):
            some = self.dice.sample(options, self.dice.randint(1, len(options)))
            gathering.answer_dates(
                person, {option.pk: self.dice.choice(["yes", "yes", "if_needed"]) for option in some}
            )

    def end(self, gathering: Gathering) -> None:
        told = self.told
        if told.off:
            gathering.cancel(told.off)
        outcomes = {title: words for title, words in told.table.items() if words}
        if outcomes:
            ids = dict(self.lab.ideas.filter(title__in=outcomes).values_list("title", "pk"))
            gathering.note_outcomes({ids[title]: words for title, words in outcomes.items()})
        if told.outcome:
            gathering.close(told.outcome)
        for said in told.said:
            self.note(gathering, said)

    def note(self, gathering: Gathering, said: shapes.Said) -> None:
        """Note what was said aloud, and that it was otherwise, on its own day."""
        member, idea = self.people.member(said.by), self.lab.ideas.get(title=said.idea)
        noted = note_aloud(
            gathering, member, self.people.voice(said.by), idea, name=said.name, role=said.role, words=said.words
        ).thing
        at = self.now - timedelta(days=said.days)
        if said.otherwise:
            name, reason = said.otherwise
            noted.deny(self.people.member(name), reason)
            Aloud.objects.filter(pk=noted.pk).update(settled_at=at + (self.now - at) / 2)
        Aloud.objects.filter(pk=noted.pk).update(noted_at=at)
