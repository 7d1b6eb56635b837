"""All mails of an event, for each wish and language, as a table: who reads what, and when.

Bram takes part in everything, and has the wish and the language of the row. Anna made it all, and wants no mail.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail

from answers.models.answer import ask
from ideas.models import Status
from labs.models import RESIDENT_VOICE, RoleKind
from notifications.groups import GROUPS, Mail
from notifications.models import choose, stop
from notifications.sending import send_next
from tests.answers.conftest import voice_of
from tests.answers.conftest import words as answer_words
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.mails import work_off
from tests.news import start_anew
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
MORNING, FIVE = datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 12, 1, 16, tzinfo=UTC)  # 9 and 17 hours here
LATER = datetime(2026, 12, 2, 16, tzinfo=UTC)


class Village:
    """What everything happens to."""

    def __init__(self):
        lab = make_lab()
        self.anna, self.bram = make_member(lab, "Anna"), make_member(lab, "Bram")
        self.mo = make_member(lab, "Mo", "moderator", "lab_admin")
        self.fleur = make_member(lab, "Fleur", "civil_servant", label="team Groen")
        self.idea, self.brams = make_idea(self.anna), make_idea(self.bram, "Rozenpad")
        self.comment = make_comment(self.idea, self.bram)
        self.idea.support(self.bram)
        self.gathering = make_gathering(self.anna, "Soep", starts_at=MORNING + timedelta(days=9, hours=11))
        self.gathering.sign_up(self.bram)
        for member in (self.anna, self.mo, self.fleur):
            choose(member.user, dict.fromkeys(GROUPS, Mail.NEVER))

    def status(self):
        self.idea.set_status(self.mo, RESIDENT_VOICE, Status.DOING, "De schep is er.")

    def two_steps(self):
        self.idea.set_status(self.mo, RESIDENT_VOICE, Status.TALKING, "We bellen.")
        self.status()

    def reply(self):
        make_comment(self.idea, self.mo, "Mooi.", self.comment)

    def two_replies(self):
        self.reply()
        make_comment(self.idea, self.fleur, "Goed.", self.comment)

    def help(self):
        self.brams.pledge(self.mo, RESIDENT_VOICE, "things", "Een schep.")

    def discussed(self):
        self.gathering.put_on_table([self.idea])

    def outcome(self):
        self.discussed()
        start_anew()
        self.gathering.note_outcomes({self.idea.pk: "Er komt een bank."})

    def role(self):
        self.bram.give_role(RoleKind.CONNECTOR, "", self.mo, "Hij kent iedereen.")

    def owed(self):
        self.answer = ask(self.idea, self.mo, voice_of(self.mo), "Wij willen het weten.").thing

    def given(self):
        self.owed()
        start_anew()
        self.answer.give(self.fleur, voice_of(self.fleur), **answer_words())

    def hidden_meanwhile(self):
        self.status()
        work_off()
        self.idea.hide(self.mo, "spam")

    def own_act(self):
        self.brams.set_status(self.bram, RESIDENT_VOICE, Status.DOING, "Ik begin.")

    def left(self):
        self.status()
        work_off()
        self.bram.user.is_active = False
        self.bram.user.save()

    def cancelled(self):
        self.gathering.cancel("De zaal is dicht.", self.anna)

    def my_idea_hidden(self):
        self.brams.hide(self.mo, "spam")


# What happens: its group, and the subject for Bram in Dutch and English. Without a group nothing stops it.
EVENTS = {
    "status": ("ideas", "Pluktuin: mensen zijn bezig", "Pluktuin: people are working on it"),
    "two_steps": ("ideas", "Pluktuin: mensen zijn bezig", "Pluktuin: people are working on it"),
    "reply": ("replies", "Mo reageerde op jou bij Pluktuin", "Mo replied to you at Pluktuin"),
    "two_replies": ("replies", "2 reacties op jou bij Pluktuin", "2 replies to you at Pluktuin"),
    "help": ("replies", "Mo helpt mee met Rozenpad", "Mo helps with Rozenpad"),
    "discussed": ("ideas", "Pluktuin komt aan bod op Soep", "Pluktuin is on the table of Soep"),
    "outcome": ("ideas", "Wat kwam eruit op Soep voor Pluktuin", "What came out of Soep for Pluktuin"),
    "role": ("roles", "Je rol in stadslab Proefdorp: verbinder", "Your role in stadslab Proefdorp: connector"),
    "owed": (
        "answers",
        "De gemeente gaat antwoord geven over Pluktuin",
        "The municipality is going to answer about Pluktuin",
    ),
    "given": ("answers", "De gemeente geeft antwoord over Pluktuin", "The municipality answers about Pluktuin"),
    "hidden_meanwhile": ("ideas", "", ""),
    "own_act": ("ideas", "", ""),
    "left": ("ideas", "", ""),
    "cancelled": ("", "Gaat niet door: Soep", "Cancelled: Soep"),
    "my_idea_hidden": ("", "Je idee Rozenpad is verborgen", "Your idea Rozenpad is hidden"),
}
WISHES = {"now": Mail.NOW, "daily": Mail.DAILY, "never": Mail.NEVER, "stopped": None}
ROWS = [(event, wish, language) for event in EVENTS for wish in WISHES for language in ("nl", "en")]


def mails_at(moment):
    """Return the mails to Bram that go out then."""
    django_mail.outbox.clear()
    with standing_at(moment):
        work_off()
        while send_next():
            pass
    return [message.subject for message in django_mail.outbox if message.to == ["bram@example.org"]]


@pytest.mark.parametrize(("event", "wish", "language"), ROWS)
def test_table_of_events_wishes_and_languages(event, wish, language):
    group, *subjects = EVENTS[event]
    subject = subjects[language == "en"]
    with standing_at(MORNING):
        village = Village()
        user = village.bram.user
        user.language = language
        user.save()
        if wish == "stopped":
            choose(user, dict.fromkeys(GROUPS, Mail.NOW))
            stop(user, GROUPS.values())
        else:
            choose(user, dict.fromkeys(GROUPS, WISHES[wish]))
        start_anew()
        getattr(village, event)()
    said = [subject] if subject else []
    at = "now" if not group else wish
    expected = {"now": [said, [], []], "daily": [[], said, []]}.get(at, [[], [], []])
    assert [mails_at(moment) for moment in (MORNING, FIVE, LATER)] == expected


def test_the_table_has_a_hundred_rows_and_each_group_that_mails_come_of():
    assert len(ROWS) >= 100
    assert {group for group, *_subjects in EVENTS.values()} >= {"ideas", "replies", "roles", "answers", ""}
