"""What happens in the village after an evening; joins EVENTS."""

import uuid
from datetime import timedelta

from common import clock
from evenings import reporting
from evenings.chores import ask_again
from evenings.models import Evening, Note, Session, Source
from evenings.plans import plans
from ideas.models import Idea
from labs.models import RESIDENT_VOICE
from notifications.notices import untold
from tests.notifications.happenings import at_ideas
from tests.notifications.review_happenings import EVENTS
from tests.notifications.village import Village


def asked_again(village: Village) -> None:
    """Bea brought something in two days ago, and left an address; Mo left a phone number."""
    with untold():
        session = Session.begin(village.coming, plans()["kansen"], 0)
        evening = Evening.open(session, clock.now())
        for name, contact in (("Bea", "bea@example.org"), ("Mo", "06 12 34 56 78")):
            evening.bring(None, "Een aanhanger", uuid.uuid4(), clock.now(), kind="things", name=name, contact=contact)
        evening.close(clock.now())
    Evening.objects.update(closes_at=clock.now() - timedelta(days=2))
    ask_again()


def gave(village: Village, idea: Idea) -> None:
    """A note of yesterday belongs to it, and the report of the evening is online, twice. Ruud did it."""
    now = clock.now()
    evening = Evening.objects.first()
    if evening is None:
        evening = Evening.open(Session.begin(village.coming, plans()["kansen"], 0), now)
        evening.close(now)
    words = {
        "text": f"Een bank bij {idea.title}",
        "source": "paper",
        "state": "wall",
        "written_at": now,
        "revision": 1,
    }
    note = evening.notes.create(number=evening.notes.count() + 1, key=uuid.uuid4(), **words)
    evening.put_at_idea(Source("note", note.pk), idea, village.ruud, now)
    for _ in range(2):
        report = reporting.begin(evening, now)
        reporting.publish(evening, report.version, now, village.ruud)
        report.refresh_from_db()
        reporting.take_offline(evening)
        reporting.publish(evening, report.version + 1, now, village.ruud)


at_ideas("an evening gave something", gave, "own", "supported", "posted", "stopped")


def was_there(village: Village) -> tuple[Evening, Note]:
    """An evening of Anna is over; Bea wrote a note there by phone."""
    now = clock.now()
    evening = Evening.open(Session.begin(village.coming, plans()["kansen"], 0), now)
    bea = evening.join(uuid.uuid4(), "Bea", now)
    words = {"text": "Een bank", "source": "phone", "state": "wall", "written_at": now, "revision": 1, "number": 1}
    note = evening.notes.create(participant=bea, key=uuid.uuid4(), **words)
    evening.close(now)
    return evening, note


def remarked(village: Village) -> None:
    """Bea says twice what is wrong in the report."""
    evening, note = was_there(village)
    report = reporting.begin(evening, clock.now())
    reporting.let_read(evening, report.version, clock.now())
    for text in ("We waren met meer.", "Het regende."):
        reporting.remark(evening, note.participant, text, uuid.uuid4(), clock.now())


def taken_back(village: Village) -> None:
    """Bea takes back a note that Ruud made an idea of."""
    evening, note = was_there(village)
    words = {"title": "Een bank", "opportunity": "Een bank."}
    evening.make_idea(Source("note", note.pk), village.ruud, RESIDENT_VOICE, uuid.uuid4(), clock.now(), **words)
    evening.withdraw(note.pk, note.participant)


EVENTS |= {
    "what I bring at an evening: asked again": asked_again,
    "something is wrong in the report of my evening": remarked,
    "a note is taken back that became an idea": taken_back,
}
