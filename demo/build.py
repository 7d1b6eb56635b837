"""Build an example lab: call the same verbs that people use, in chronological order, and then set past dates."""

import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from answers.models import Terms
from answers.models.limits import Limits, set_limits
from common import clock
from demo import (
    answers,
    drafts,
    gatherings,
    hearing,
    looking_along,
    moderating,
    questions,
    reports,
    shapes,
    teams,
)
from demo.people import People, take_part
from ideas.models import Comment, Idea, NeedAnswer, Status, StatusChange, Support
from ideas.models.onbehalf import write_down_comment, write_down_idea
from ideas.models.status import CLOSED
from ideas.models.welcomes import welcome_by
from labs import villages
from labs.models import Lab, RoleKind
from notifications.notices import untold

PHOTOS = Path(__file__).parent / "photos"
CHANNEL = "https://omgevingswet.overheid.nl/"  # where people apply for permits in each municipality
LAB_AGE = timedelta(days=150)
COUNTED_SINCE = timedelta(days=9)
Event = tuple[datetime, Callable[[], None]]


class NotAnExample(Exception):
    """A lab that isn't an example uses this address."""


@transaction.atomic
def build(content: shapes.Lab) -> int:
    """Add all of `content` that the lab doesn't have yet; return how many ideas are new.

    Where mails are sent nobody is told: these people have no mailbox. It is one transaction of a second or two, in
    which nobody else can write to SQLite. Raises NotAnExample.
    """
    with untold() if settings.MAIL_IS_SENT else nullcontext():
        return _build(content)


def _build(content: shapes.Lab) -> int:
    lab, is_new = Lab.found(content.slug, content.municipality, **_texts(content))
    if not lab.is_demo:
        raise NotAnExample(content.slug)
    now = clock.now()
    if is_new:
        _furnish(lab, content, now)
    there = set(lab.ideas.values_list("title", flat=True))
    missing = [idea for idea in content.ideas if idea.title not in there]
    if missing:
        people = take_part(lab, content.people, content.crowd, now - LAB_AGE)
        teams.found(lab, content.teams, people, content.host)
        events = [event for idea in missing for event in _Telling(idea, lab, people, now).events()]
        with moderating.calm_mode_rests(lab):
            for _when, happen in sorted(events, key=lambda event: event[0]):
                happen()
    gatherings.build(content, lab, now)
    questions.build(content, lab, now)
    hearing.build(content, lab)
    if is_new:
        moderating.build(content, lab)
    looking_along.build(content, lab, now)
    return len(missing)


def _texts(content: shapes.Lab) -> dict:
    name, phone, hours = content.contact
    return content.words | {
        "intro": content.intro,
        "charter": content.charter,
        "house_rules": content.house_rules,
        "contact_name": name,
        "contact_phone": phone,
        "contact_hours": hours,
        "is_demo": True,
    }


def _furnish(lab: Lab, content: shapes.Lab, now: datetime) -> None:
    type(lab.municipality).objects.filter(pk=lab.municipality_id).update(theme=content.theme)
    Lab.objects.filter(pk=lab.pk).update(created_at=now - LAB_AGE)
    villages.load(lab, content.municipality)
    Terms.objects.get_or_create(lab=lab, defaults={"channel": CHANNEL, "approval": content.approval})
    is_alone = lab.municipality.labs.count() == 1  # a real lab of this municipality keeps its term
    if content.limits and is_alone:
        shortest, longest, reason = content.limits
        set_limits(lab.municipality, Limits(shortest, longest), reason)


def awake(at: datetime) -> datetime:
    """Move a time into 8:00 to 22:00 of the same day: earlier times stay earlier. Times of today don't move."""
    local = timezone.localtime(at)
    if local.date() >= timezone.localdate():
        return at
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=8) + (at - midnight) * 14 / 24


class _Telling:
    """One idea with its history, as events with a time."""

    def __init__(self, told: shapes.Idea, lab: Lab, people: People, now: datetime) -> None:
        self.told, self.lab, self.people, self.now = told, lab, people, now
        self.dice = random.Random(f"{lab.slug}/{told.title}")
        self.begin = self.ago(told.days)
        self.closes = next((self.ago(step.days) for step in told.story if step.status in CLOSED), now)
        self.idea: Idea

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def key(self, name: str) -> uuid.UUID:
        """Return a key that is the same in each run, as if the same form were sent again."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.lab.slug}/{self.told.title}/{name}")

    def events(self) -> Iterator[Event]:
        yield self.begin, self.propose
        yield from self.talk()
        for number, brought in enumerate(self.told.pledges):
            at = self.between(0.2 + 0.6 * number / len(self.told.pledges))
            yield at, partial(self.pledge, at, *brought)
        for step in self.told.story:
            yield self.ago(step.days), partial(self.step, step)
        for draft in self.told.drafts:
            yield self.ago(draft.days), partial(self.write_draft, draft)
        for stance in self.told.stances:
            yield self.ago(stance.days), partial(self.say_stance, stance)
        if self.told.was:
            yield self.between(0.15), self.mend_words
        yield self.between(0.98), self.count
        if self.told.hidden:
            yield self.between(0.99), partial(self.hide_idea, *self.told.hidden)

    def between(self, share: float) -> datetime:
        """Return a time while the idea was open: 0 is the beginning, 1 the end."""
        return self.begin + (self.closes - self.begin) * share

    # The idea itself

    def propose(self) -> None:
        told = self.told
        words: dict[str, Any] = {
            "title": told.title,
            "opportunity": told.was or told.could,
            "existing": told.there,
            "needed": told.needed,
            "place": told.place,
            "part": told.part,
            "neighbourhood": self.lab.neighbourhoods.get(name=told.village),
        }
        if told.photo:
            name, words["photo_alt"] = told.photo
            drawing = ContentFile((PHOTOS / f"{name}.webp").read_bytes())
            words["photo"] = default_storage.save(f"ideas/{self.key('photo').hex}.webp", drawing)
        member, voice, key = self.people.member(told.by), self.people.voice(told.by), self.key("idea")
        if told.behalf is None:
            self.idea = Idea.propose(member, voice, key, **words).thing
        else:
            self.idea = write_down_idea(member, voice, told.behalf, key, **words).thing
        dates: dict[str, Any] = {"created_at": awake(self.begin)}
        if self.idea.welcome_due:  # older ideas are from before anybody counted who got a welcome
            is_lately = self.begin > self.now - COUNTED_SINCE
            dates["welcome_due"] = welcome_by(self.begin, voice) if is_lately or self.has_welcome else None
        Idea.objects.filter(pk=self.idea.pk).update(**dates)

    @property
    def has_welcome(self) -> bool:
        return any(said.welcome for said in self.told.talk)

    def mend_words(self) -> None:
        at = awake(self.between(0.15))
        for edit in self.idea.edit(self.people.member(self.told.by), opportunity=self.told.could):
            self.idea.edits.filter(pk=edit.pk).update(at=at)
        Idea.objects.filter(pk=self.idea.pk).update(edited_at=at)

    def step(self, step: shapes.Step) -> None:
        member, voice, at = self.people.member(step.by), self.people.voice(step.by), awake(self.ago(step.days))
        today = timezone.localdate(self.now)
        day = shapes.near(today, step.on, step.weekday) if step.on is not None else None
        owed = self.idea.answers.owed().first()
        if step.status == Status.WITHDRAWN:
            self.idea.withdraw(member, voice, step.why)
        elif step.status == Status.WAITING and day:
            answers.owe(self.idea, owed, member, voice, step, day, at)
            return
        elif owed and voice.kind == RoleKind.CIVIL_SERVANT:
            answers.give(owed, member, voice, step, day, at, self.people)
        else:
            self.idea.set_status(member, voice, step.status, step.why, step.next, day, step.to)
        if newest := self.idea.story.last():
            StatusChange.objects.filter(pk=newest.pk).update(at=at)
        if step.status in CLOSED:
            Idea.objects.filter(pk=self.idea.pk).update(closed_at=at)

    def write_draft(self, told: shapes.Draft) -> None:
        if owed := self.idea.answers.owed().first():
            drafts.write(told, owed, self.people, self.now, awake(self.ago(told.days)))

    def say_stance(self, said: shapes.Stance) -> None:
        member, voice, at = self.people.member(said.by), self.people.voice(said.by), awake(self.ago(said.days))
        self.idea.set_stance(member, voice, said.stance, said.words)
        Idea.objects.filter(pk=self.idea.pk).update(stance_at=at)
        self.idea.stances.filter(pk=self.idea.stances.latest("pk").pk).update(at=at)

    def hide_idea(self, by: str, reason: str, explanation: str) -> None:
        self.idea.hide(self.people.member(by), reason, explanation)
        reports.date_directly(self.idea, awake(self.between(0.99)))

    # Comments

    def talk(self) -> Iterator[Event]:
        """Spread the comments evenly over the days, each reply soon after its comment."""
        end, count = self.ago(min(self.told.quiet, self.told.days / 10)), len(self.told.talk)
        pause = (end - self.begin) / (count + 1)
        for number, said in enumerate(self.told.talk, 1):
            place: list[Comment] = []
            at = self.begin + pause * number
            yield at, partial(self.say, said, at, place, f"{number}")
            for nth, reply in enumerate(said.replies, 1):
                later = at + pause * 0.8 * nth / len(said.replies)
                yield later, partial(self.say, reply, later, place, f"{number}.{nth}")
            if said.removed or said.hidden or said.reported:
                later = at + pause * 0.9
                yield later, partial(self.take_away, said, later, place)

    def say(self, said: shapes.Say, at: datetime, place: list[Comment], name: str) -> None:
        """Add a comment. `place` holds the comment that replies belong to; the first call sets it."""
        parent = place[0] if place else None
        member, voice = self.people.member(said.by), self.people.voice(said.by, said.resident)
        if said.behalf is None:
            words = (said.was or said.text, self.key(name), parent, said.welcome)
            comment = self.idea.post_comment(member, voice, *words).thing
        else:
            written = write_down_comment(self.idea, member, voice, said.behalf, said.text, self.key(name), parent)
            comment = written.thing
        place.append(comment)
        dates = {"created_at": awake(at)}
        if said.was:
            comment.edit(said.text)
            dates["edited_at"] = awake(at + timedelta(minutes=20))
            comment.edits.update(at=dates["edited_at"])
        Comment.objects.filter(pk=comment.pk).update(**dates)

    def take_away(self, said: shapes.Say, at: datetime, place: list[Comment]) -> None:
        """Let its author or a moderator remove it, after the replies: a tombstone stays."""
        if said.removed:
            place[0].remove()
            Comment.objects.filter(pk=place[0].pk).update(removed_at=awake(at))
        if said.reported:
            reports.tell(place[0], said, self.people, awake(at))
        elif said.hidden:
            by, reason, explanation = said.hidden
            place[0].hide(self.people.member(by), reason, explanation)
            reports.date_directly(place[0], awake(at))

    def pledge(self, at: datetime, by: str, kind: str, words: str) -> None:
        given = self.idea.pledge(self.people.member(by), self.people.voice(by), kind, words).thing
        self.idea.pledges.filter(pk=given.pk).update(created_at=awake(at))

    # Counters

    def count(self) -> None:
        """Add support and answers of that many different people in bulk: first the rows, then the counter."""
        others = self.people.others(self.told.by)
        said = [kind for kind, size in zip(("yes", "no", "unsure"), self.told.need, strict=True) for _ in range(size)]
        if max(self.told.support, len(said)) > len(others):
            raise ValueError(f"{self.told.title}: more voices than the {len(others)} people there are")
        if self.told.support:
            self.idea.supports.bulk_create(
                Support(idea=self.idea, person=person, created_at=awake(self.between(self.dice.random())))
                for person in self.dice.sample(others, self.told.support)
            )
            self.idea.advance(support_count=F("support_count") + self.told.support, tally_revision=F("revision") + 1)
        if said:
            voices = zip(self.dice.sample(others, len(said)), said, strict=True)
            self.idea.need_answers.bulk_create(
                NeedAnswer(idea=self.idea, person=who, answer=what) for who, what in voices
            )
            self.idea.advance(need_revision=F("revision") + 1)
