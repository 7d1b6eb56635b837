"""The questions of an example lab, with the verbs that people use: asked, answered by ideas, closed and reported."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from challenges.models import Asker, Challenge, State, Step, attach
from demo import shapes
from demo.people import People
from labs.models import Lab


def build(content: shapes.Lab, lab: Lab, now: datetime) -> None:
    """Ask what isn't asked yet, identified by title."""
    there = set(lab.challenges.values_list("title", flat=True))
    missing = [told for told in content.questions if told.title not in there]
    people = People(lab) if missing else None
    for told in missing:
        assert people
        _ask(told, lab, people, now)


def _ask(told: shapes.Question, lab: Lab, people: People, now: datetime) -> None:
    member, today = people.member(told.by), timezone.localdate(now)
    until, opened_at = today + timedelta(days=told.until), now - timedelta(days=told.days)
    is_municipal = bool(told.level)
    voice = people.voice(told.by, as_resident=not is_municipal)
    words = {"title": told.title, "background": told.why, "until": max(until, today)}
    if is_municipal:
        promise = {"level": told.level, "decides": told.decides, "fixed": told.fixed, "promise": told.promise}
        words |= promise | {"asker": Asker.MUNICIPALITY, "state": State.DRAFT}
    else:
        words |= {"asker": Asker.NEIGHBOURS}
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{lab.slug}/{told.title}")
    challenge = Challenge.ask(member, voice, key, **words).thing
    challenge.publish(member, voice)
    for idea in lab.ideas.filter(title__in=told.ideas).order_by("pk"):
        attach(idea, challenge)
    if told.stance:
        challenge.take_stance(told.stance)
    _move(challenge, Step.Kind.OPENED, opened_at)
    Challenge.objects.filter(pk=challenge.pk).update(created_at=opened_at, until=until)
    if until < today:
        challenge.close_on_time()
        _move(challenge, Step.Kind.CLOSED, now + timedelta(days=told.until + 1))
    if told.outcome:
        challenge.report(member, voice, told.outcome, told.follow_up)
        reported_at = now - timedelta(days=told.reported)
        _move(challenge, Step.Kind.REPORTED, reported_at)
        Challenge.objects.filter(pk=challenge.pk).update(reported_at=reported_at)


def _move(challenge: Challenge, kind: str, at: datetime) -> None:
    """Set the time of a step, as if it was taken then."""
    challenge.story.filter(kind=kind).update(at=at)
