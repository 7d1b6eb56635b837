"""Gatherings for tests: far enough ahead, unless a test says otherwise."""

import uuid
from datetime import UTC, datetime, time, timedelta
from typing import Any

from common import clock
from common.times import day_of, wall_clock
from events.models import Attendance, Gathering
from labs.models import Membership

IN_NINE_DAYS = timedelta(days=9)
AN_EVENING = timedelta(hours=2)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc]


def in_nine_days() -> datetime:
    """Half past seven in the evening: never in a skipped or repeated hour, and over before midnight."""
    return wall_clock(day_of(clock.now() + IN_NINE_DAYS), time(19, 30))


def make_draft(member: Membership, title: str = "Kansen ophalen in Horst", **words: Any) -> Gathering:
    starts_at = words.pop("starts_at", in_nine_days())
    words = {"starts_at": starts_at, "ends_at": starts_at + AN_EVENING if starts_at else None} | words
    return Gathering.make(member, words.pop("key", None) or uuid.uuid4(), title=title, **words)


def make_gathering(member: Membership, title: str = "Kansen ophalen in Horst", **words: Any) -> Gathering:
    """Create and publish a gathering of `member`."""
    gathering = make_draft(member, title, **words)
    gathering.publish()
    return gathering


def enter(gathering: Gathering, organiser: Membership, name: str, seats: int = 1, **who: Any) -> Attendance:
    return gathering.enter(organiser, uuid.uuid4(), name, seats, **who).party


def line_of(gathering: Gathering) -> list[str]:
    return [party.shown_name for party in gathering.attendances.waiting()]


def comers(gathering: Gathering) -> list[str]:
    return [party.shown_name for party in gathering.attendances.going()]
