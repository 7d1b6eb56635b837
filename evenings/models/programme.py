"""When each step begins, and the programme on the page of the gathering: of each step its time and title, no more.

The programme is the text that the gathering has anyhow. Putting a plan there is a copy, as if somebody typed it.
"""

from datetime import datetime, timedelta

from django.db import transaction

from common.times import AMSTERDAM
from evenings.models.session import Session
from evenings.models.step import Step
from events.words import programme_steps
from ideas.models import Moved
from labs.models import Membership


def timetable(session: Session) -> list[tuple[Step, datetime | None]]:
    """Return each step in order, with when it begins if the gathering has a date; no query after `with_steps`."""
    begins, table = session.gathering.starts_at, []
    for step in session.plan_steps:
        table.append((step, begins))
        begins = begins + timedelta(minutes=step.minutes) if begins else None
    return table


def programme_of(session: Session) -> str:
    """Return the lines for the page. They are in Dutch, as all words on it."""
    lines = [
        f"{begins.astimezone(AMSTERDAM):%H.%M} {step.title}" if begins else step.title
        for step, begins in timetable(session)
    ]
    return "\n".join(lines)


def is_on_page(session: Session) -> bool:
    """Has the page these times and titles? It may explain them in more words."""
    shown, planned = (
        [(step.hour, step.minute, step.title) for step in programme_steps(text)]
        for text in (session.gathering.programme, programme_of(session))
    )
    return bool(shown) and shown == planned


@transaction.atomic
def put_on_page(session: Session, by: Membership, seen: int, words_seen: int) -> bool:
    """Make the plan the programme on the page of the gathering; return False if it was there to the letter.

    `seen`: the version of the plan that was on the screen, `words_seen`: the gathering's `words_revision`. Raises
    Moved if one of them is another by now, or if the gathering was cancelled or hidden.
    """
    gathering = session.gathering
    gathering.hold_with_table()
    now = Session.objects.with_steps().get(pk=session.pk)
    now.gathering = gathering
    if now.version != seen:
        raise Moved(session)
    return bool(gathering.change(gathering.room, seen=words_seen, by=by, programme=programme_of(now)))


@transaction.atomic
def take_off_page(session: Session, by: Membership, words_seen: int) -> bool:
    """Let the page of the gathering have no programme; return False if it had none. Raises Moved as `put_on_page`."""
    gathering = session.gathering
    return bool(gathering.change(gathering.room, seen=words_seen, by=by, programme=""))
