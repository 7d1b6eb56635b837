"""All mails of a hundred events and more, for each wish and language, as a table: mails.txt says who reads what.

The world is made once; each event happens in a transaction of its own, which is rolled back.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.db import transaction

from notifications.groups import GROUPS, Mail
from notifications.models import Notice, Notification, OutgoingMail
from notifications.notices import KINDS
from notifications.sending import send_next
from tests.mails import work_off
from tests.notifications.evening_happenings import EVENTS
from tests.notifications.village import BEFORE, DRAFT, INTERNAL, MORNING, REPLY, WISHES, Village
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
            assert DRAFT not in " ".join(said), message.subject
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


AMONG_COLLEAGUES = {
    "work: passed to our team",
    "work: a colleague asks",
    "work: a reader finds it unclear",
    "draft: asked to read along",
    "draft: a colleague has a remark",
    "draft: the alderman is asked",
    "draft: the alderman has a remark",
}
EVENT_OF_KIND = {  # one of its events, in which somebody gets a mail of it
    "answer_approved": "draft: the alderman approves",
    "answer_cleared": "my question about an answer",
    "answer_corrected": "answer corrected, supported",
    "answer_date": "new date, supported",
    "answer_escalated": "work: long late",
    "answer_fine": "draft: a colleague finds it fine",
    "answer_given": "answered, supported",
    "answer_handed": "work: handed to our team",
    "answer_lapsed": "draft: the approval is taken back",
    "answer_noted": "draft: noted in my name",
    "answer_overdue": "work: late",
    "answer_owed": "answer asked for, supported",
    "answer_passed": "work: passed to our team",
    "answer_question": "work: a colleague asks",
    "answer_remark": "draft: a colleague has a remark",
    "answer_reminder": "work: due in a day",
    "answer_to_approve": "draft: the alderman is asked",
    "answer_to_read": "draft: asked to read along",
    "answer_unclear": "work: a reader finds it unclear",
    "answered": "reply to a comment, talked",
    "appeared": "new at a place that I follow",
    "cancelled": "cancelled, coming",
    "case_asked": "my report: its writer is asked to change it",
    "case_changed": "my report: its writer changed it",
    "case_decided": "my report: it stays",
    "case_handed": "a case is late for two working days",
    "case_late": "a case is late",
    "case_opened": "a comment is reported",
    "case_reminder": "a case is due tomorrow",
    "cancelled_hidden": "gathering hidden, then cancelled",
    "commented": "comment, own",
    "date_chosen": "date chosen",
    "discussed": "on a table, own",
    "evening_gave": "an evening gave something, own",
    "freed_late": "a seat is free just before",
    "gathering_hidden": "gathering hidden",
    "gathering_outcome": "outcome, coming",
    "gathering_restored": "gathering restored",
    "hidden": "hidden, own",
    "idea_withdrawn": "withdrawn, helped",
    "late": "answer late, own",
    "moved": "moved, coming",
    "moved_up": "one seat is free",
    "name_hidden": "name hidden",
    "name_restored": "name hidden, and back",
    "neighbour_asked": "looking along: asked",
    "neighbour_no_more": "looking along: no longer asked",
    "neighbour_said": "looking along: yes",
    "note_taken_back": "a note is taken back that became an idea",
    "outcome": "outcome of a table, own",
    "photo_hidden": "photo hidden, own",
    "review_late": "another look: late",
    "review_reminder": "another look: due tomorrow",
    "case_put_back": "another look: my report is back",
    "review_asked": "another look: asked",
    "review_ended": "another look: it stays, my report",
    "review_handed": "another look: the neighbour is asked",
    "reviewed": "another look: it stays, my report",
    "photo_restored": "photo restored, own",
    "place_altered": "place that I follow changes",
    "place_changed": "another address",
    "pause_ended": "paused, and back",
    "paused": "paused",
    "pledge_asked": "what I bring at an evening: asked again",
    "pledged": "somebody helps, own",
    "question_closed": "closed, question",
    "question_hidden": "my question hidden",
    "question_reported": "reported, question",
    "question_restored": "my question restored",
    "report_remarked": "something is wrong in the report of my evening",
    "report_received": "a comment is reported without an account",
    "restored": "restored, own",
    "role_given": "role connector",
    "seats_changed": "more seats",
    "signed_up": "I come",
    "status_changed": "new status, own",
    "talk_closed": "a conversation is closed directly",
    "talk_opened": "a conversation is opened again",
    "tomorrow": "tomorrow",
    "withdrawn": "I do not come after all",
    "work_week": "work: Monday",
    "case_urgent": "something urgent is reported",
    "words_folded": "closed until a moderator looked",
    "words_unfolded": "closed until a moderator looked, and opened",
}


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_mails_these_people_then_and_nobody_else(village, event):
    with standing_at(MORNING):
        EVENTS[event](village)
    kinds = set(Notice.objects.values_list("kind", flat=True))
    internal = []
    assert sent(internal) == expected(table()[event], village)
    assert {subject for subject in internal if event not in AMONG_COLLEAGUES} == set()
    assert internal or event not in AMONG_COLLEAGUES, "there is something to find"
    assert {kind for kind, its in EVENT_OF_KIND.items() if its == event} <= kinds


def test_the_table_has_a_hundred_events_and_each_kind_that_mails():
    assert set(table()) == set(EVENTS)
    assert len(EVENTS) >= 100
    assert set(EVENT_OF_KIND) == {kind.name for kind in KINDS if kind.readers or kind.group_of_rows()}
    assert {event for event in EVENT_OF_KIND.values() if not table()[event]} == set()
