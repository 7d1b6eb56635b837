"""All mails of a hundred events and more, for each wish and language, as a table: mails.txt says who reads what.

The world is made once; each event happens in a transaction of its own, which is rolled back.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.db import transaction

from notifications.groups import GROUPS, Mail
from notifications.models import Notification, OutgoingMail
from notifications.sending import send_next
from tests.mails import work_off
from tests.notifications.other_happenings import EVENTS
from tests.notifications.village import BEFORE, INTERNAL, MORNING, REPLY, WISHES, Village
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
FIVE, LATER = MORNING.replace(hour=16, minute=0), MORNING.replace(day=2, hour=16, minute=0)  # 17 hours here
MOMENTS = {"at once": MORNING, "at five": FIVE, "later": LATER}
TABLE = Path(__file__).with_name("mails.txt")


def table():
    """Return the lines of each event: the reader, when, and the subjects in Dutch and English."""
    lines = defaultdict(list)
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            event, *said = [word.strip() for word in line.split("|")]
            lines[event] += [said] if said != ["nobody"] else []
    return lines


def moment_of(setting, wish):
    """Return when somebody with this wish gets a mail; None if never. A name of WISHES."""
    group, _comma, only = setting.partition(", ")
    if group == "always":
        return "at once"
    wanted = {"default": GROUPS[group].mail, "stopped": Mail.NEVER}.get(wish, WISHES[wish])
    if wanted == Mail.NEVER or wanted != {"if at once": Mail.NOW, "if daily": Mail.DAILY}.get(only, wanted):
        return None
    return "at five" if wanted == Mail.DAILY and only != "at once" else "at once"


def expected(lines, village):
    mails = []
    brams = {(wish, language): bram.name for (wish, language), bram in village.brams.items()}
    for reader, setting, *subjects in lines:
        times, is_many, dutch = subjects[0].partition(" × ")
        readers = brams if reader == "Bram" else {("now", "nl"): reader}
        for (wish, language), name in readers.items():
            if moment := moment_of(setting, wish):
                subject = subjects[1] if language == "en" else dutch if is_many else subjects[0]
                mails += [(name, moment, setting.partition(", ")[0], subject)] * int(times if is_many else 1)
    return sorted(mails)


def sent(internal):
    """Let the day pass, and return each mail: the reader, when, whose setting decides, and its subject.

    Those with words that are for colleagues only are added to `internal`.
    """
    mails = []
    for name, moment in MOMENTS.items():
        django_mail.outbox.clear()
        with standing_at(moment):
            work_off()
            while send_next():
                pass
        for message in django_mail.outbox:
            said = [message.subject, message.body, *(part.content for part in message.alternatives)]
            internal += [message.subject] if INTERNAL in " ".join(said) else []
            assert message.reply_to == [REPLY], message.subject
            reader = message.to[0].partition("@")[0].capitalize()
            mails.append((reader, name, group_of(message), message.subject))
    return sorted(mails)


def group_of(message):
    pk = message.extra_headers["Message-ID"].split(".")[1]
    mail = OutgoingMail.objects.get(pk=pk)
    if not mail.is_news:
        return mail.groups or "always"
    return " ".join(sorted(set(Notification.objects.filter(mail=pk).values_list("group", flat=True))))


@pytest.fixture(scope="module")
def village(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with standing_at(BEFORE):
            village = Village()
        yield village
        transaction.set_rollback(True)


AMONG_COLLEAGUES = {"work: passed to our team", "work: a colleague asks", "work: a reader finds it unclear"}


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_mails_these_people_then_and_nobody_else(village, event):
    with standing_at(MORNING):
        EVENTS[event](village)
    internal = []
    assert sent(internal) == expected(table()[event], village)
    assert {subject for subject in internal if event not in AMONG_COLLEAGUES} == set()
    assert internal or event not in AMONG_COLLEAGUES, "there is something to find"


def test_the_table_has_a_hundred_events_and_each_kind_that_mails():
    assert set(table()) == set(EVENTS)
    assert len(EVENTS) >= 100
