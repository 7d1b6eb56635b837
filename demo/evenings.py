"""Play the past evening of an example lab by the verbs that people use, and keep a rehearsal open to join.

After the past one its notes go to an idea, and its report is online.
"""

import random
import uuid
from datetime import datetime, timedelta

from demo import shapes
from evenings.models import (
    Evening,
    EveningClosed,
    Note,
    NoteState,
    Participant,
    Pile,
    Session,
    Source,
    StepKind,
    choosing,
    counting,
)
from evenings.models.choice import CountedHow
from evenings.models.evening import OPEN_AT_MOST
from evenings.models.helping import NewHelper
from evenings.reporting import change, finish, publish
from labs.models import Membership

BEFORE = timedelta(minutes=20)  # people walk in
LOOKED = timedelta(days=1)  # after the evening its organisers say where the notes go
AT_TABLE = 4  # people at the device of a table
TOLD = timedelta(days=3)  # and then they put the report online


def rehearse(titles: dict[str, list[str]], now: datetime) -> list[Evening]:
    """Let the rehearsals of these gatherings, by the slug of their lab, go on for a day. Return those that do."""
    going = []
    for slug, those in titles.items():
        found = Session.objects.filter(gathering__lab__slug=slug, gathering__title__in=those)
        for session in found.select_related("gathering__lab").order_by("pk"):
            try:
                going.append(Evening.try_out(session, now, OPEN_AT_MOST))
            except EveningClosed:
                continue  # opened for real, or the demo is so old that it is over
    return going


class Played:
    """An evening that is over: who came, what they wrote and chose, what was told at the end, and what became of it.

    `by`: who organised it, and said where the notes go.
    """

    def __init__(self, session: Session, told: shapes.Evening, key: uuid.UUID, by: Membership) -> None:
        starts_at, ends_at = session.gathering.starts_at, session.gathering.ends_at
        assert starts_at
        assert ends_at
        self.session, self.told, self.key, self.by = session, told, key, by
        self.at, self.ends_at = starts_at - BEFORE, ends_at
        self.dice = random.Random(str(key))
        self.evening = Evening.open(session, self.at)

    def happen(self) -> None:
        people = [self.join(number, name) for number, name in enumerate(self.told.people)]
        new = NewHelper(self.own_key("helper"), self.told.helper)
        helper = self.evening.take_task(self.evening.task_keys["screen"], self.at, new)
        self.evening.take_task(self.evening.task_keys["paper"], self.at, helper)
        self.go(StepKind.NOTES)
        self.write(people)
        self.go(StepKind.GROUP)
        self.lay_together()
        self.go(StepKind.DOTS)
        self.choose(people)
        for name, role, words in self.told.promised:
            key = self.own_key(words)
            self.evening.note_promise(key, self.at, None, helper, name=name, role=role, words=words)
        next_on = self.ends_at + timedelta(days=self.told.back_in)
        tells = [{"who": who, "what": what, "to": to} for who, what, to in self.told.tells]
        report = finish(self.evening, next_on, tells, 0, self.ends_at)  # type: ignore[arg-type]
        self.say_where_notes_go()
        if self.told.intro:
            change(self.evening, report.version, intro=self.told.intro)
            report.refresh_from_db()
        publish(self.evening, report.version, self.ends_at + TOLD)

    def own_key(self, what: str) -> uuid.UUID:
        return uuid.uuid5(self.key, what)

    def join(self, number: int, name: str) -> Participant:
        person = self.evening.join(self.own_key(f"in {number}"), name, self.at)
        person.evening = self.evening
        return person

    def go(self, kind: StepKind) -> None:
        step = self.session.steps.on().filter(kind=kind).get()
        self.at += timedelta(minutes=10)
        self.evening.go(step.pk, self.evening.version, self.at)

    def write(self, people: list[Participant]) -> None:
        """Half of the notes come from phones, and half from paper."""
        step, texts = self.evening.step_id, [text for pile in self.told.piles for text in pile.notes]
        assert step
        for number, text in enumerate([*texts, *self.told.loose, *self.told.off]):
            who = people[number % len(people)] if number % 2 else None
            note = self.evening.write(step, text, self.own_key(text), self.at, who)
            to = NoteState.OFF if text in self.told.off else NoteState.WALL
            self.evening.settle(note.pk, to, note.state, self.at)

    def lay_together(self) -> None:
        for pile in self.told.piles:
            notes = self.evening.notes.filter(text__in=pile.notes).values_list("pk", flat=True)
            made = self.evening.lay_together(dict.fromkeys(notes, 0), pile.title, self.own_key(pile.title), self.at)
            if pile.is_kept:
                self.evening.keep(Pile, made.pk, True, self.at)
        for note in self.evening.notes.filter(text__in=self.told.picked).select_related("participant__evening"):
            assert note.participant
            choosing.seat(note.participant, AT_TABLE, self.at)
            self.evening.pick_note(note.pk, True, note.participant, self.at)
        for note in self.evening.notes.filter(text__in=self.told.kept):
            self.evening.keep(Note, note.pk, True, self.at)

    def choose(self, people: list[Participant]) -> None:
        """Everybody gives their dots on their phone; what was counted of paper comes with it."""
        step = self.evening.session.steps.on().get(kind=StepKind.DOTS)
        choosing.take_over(self.evening, step, self.at)
        choosing.open_choice(self.evening, step, step.choice.version, self.at)
        options = list(step.choice.options.all())
        for person in people:
            for option, dots in zip(self.dice.sample(options, 2), (2, 1), strict=True):
                choosing.pick(person, 1, option.pk, dots, self.at)
        on_paper = {(option.pk, 0): number for option, number in zip(options, self.told.by_hand, strict=True)}
        counting.count(self.evening, None, on_paper, CountedHow.PAPER, self.own_key("on paper"), self.at)
        counting.set_heads(self.evening, self.told.heads, self.at)
        choosing.close_choice(self.evening, step, self.at)
        choosing.show_result(self.evening, step, True, self.at)

    def say_where_notes_go(self) -> None:
        """Let the piles that the room took along be part of their idea, and the rest stand in the report."""
        at = self.ends_at + LOOKED
        idea = self.by.lab.ideas.get(title=self.told.to_idea)
        for pile in self.evening.piles.filter(is_kept=True).order_by("pk"):
            self.evening.put_at_idea(Source("pile", pile.pk), idea, self.by, at)
        self.evening.leave_rest_in_report(self.by, at)
