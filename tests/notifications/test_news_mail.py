"""The mail of news: its words in plain text and HTML, what belongs together, and what is not mailed any more."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from common import clock
from front.erasure import erase
from ideas.models import Status
from ideas.models.onbehalf import write_down_idea
from labs.models import RESIDENT_VOICE, RoleKind
from notifications import collecting
from notifications.collecting import collect_next
from notifications.groups import GROUPS, IDEAS, Mail
from notifications.models import Inbox, Notification, OutgoingMail, choose, inbox_of, stop
from notifications.working_off import work_off_next
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.mails import later, mailed, run, work_off
from tests.news import decide, start_anew
from tests.standing import standing_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


# What it says


def test_a_mail_holds_the_words_twice_and_says_who_said_them(idea, bram, mo):
    idea.set_status(mo, RESIDENT_VOICE, Status.TALKING, "We bellen <b>morgen</b>.", "Dan een afspraak.")
    (message,) = run()
    html = message.alternatives[0].content
    assert (message.to, message.subject) == (["bram@example.org"], "Pluktuin: we praten erover")
    for words in (
        "Hallo Bram,",
        "Pluktuin: we praten erover",
        "Mo (bewoner)",
        "Hoe het verdergaat: Dan een afspraak.",
    ):
        assert words in message.body
    assert f"http://testserver{idea.get_absolute_url()}" in message.body
    assert "We bellen <b>morgen</b>." in message.body
    assert "We bellen &lt;b&gt;morgen&lt;/b&gt;." in html
    assert f'href="http://testserver{idea.get_absolute_url()}"' in html
    assert "Dan een afspraak." in html
    assert "<style" in html, "the rule for dark"
    assert 'style="' in html, "the style of each element"
    assert not re.search(r"<img|src=|@import|url\(", html), "nothing to load"


def test_the_mail_is_in_the_language_of_its_reader(idea, bram, mo):
    bram.user.language = "en"
    bram.user.save()
    decide(idea, mo)
    (message,) = run()
    assert message.subject == "Pluktuin: we are talking about it"
    assert "Hello Bram," in message.body
    assert "Stop these mails" in message.body
    html = message.alternatives[0].content
    assert '<html lang="en"' in html
    assert 'lang="nl"' in html, "what people wrote is marked"


def test_many_changes_are_one_mail_by_thing_the_newest_first(idea, anna, bram, mo):
    other = make_idea(anna, "Rozenpad")
    other.support(bram)
    comment = make_comment(idea, bram)
    start_anew()
    decide(idea, mo)
    decide(other, mo, Status.DOING, "De eerste roos staat.")
    make_comment(idea, mo, "Mooi.", comment)
    make_comment(idea, anna, "Goed.", comment)
    decide(idea, mo, Status.DOING, "De schep is er.")
    messages = [message for message in run() if message.to == ["bram@example.org"]]
    (message,) = messages
    assert message.subject == "Pluktuin: mensen zijn bezig, en nog 2"
    lines = [line for line in message.body.splitlines() if line.startswith(("Pluktuin", "Rozenpad", "2 reacties"))]
    assert lines == ["Pluktuin: mensen zijn bezig", "2 reacties op jou bij Pluktuin", "Rozenpad: mensen zijn bezig"]
    assert message.body.index("Goed.") < message.body.index("Mooi."), "all replies, with their words"
    assert "3 dingen voor jou" in message.alternatives[0].content


def test_who_wrote_it_down_for_somebody_is_asked_to_pass_it_on_and_nobody_else(lab, bram, mo):
    eva = make_member(lab, "Eva")
    choose(eva.user, dict.fromkeys(GROUPS, Mail.NOW))
    idea = write_down_idea(bram, RESIDENT_VOICE, "Tineke", uuid.uuid4(), "Bank", "Fijn.").thing
    idea.support(eva)
    decide(idea, mo)
    says = {message.to[0]: "Je schreef dit op voor Tineke. Vertel het door." in message.body for message in run()}
    assert says == {"bram@example.org": True, "eva@example.org": False}


# Its headers


def test_the_headers_say_which_lab_who_gets_the_answers_and_how_to_stop(idea, bram, mo):
    decide(idea, mo)
    (message,) = run()
    sent = message.message()
    assert sent["From"] == "Stadslab Proefdorp <stadslab@testserver>"
    assert sent["Reply-To"] == "lab@gemeente.example"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = sent["List-Unsubscribe"].strip("<>")
    assert link.startswith("http://testserver/stop/")
    assert link in message.body
    assert link in message.alternatives[0].content


def test_mails_about_one_thing_stand_together_and_about_several_they_do_not(idea, anna, bram, mo):
    decide(idea, mo)
    (first,) = run()
    comment = make_comment(idea, bram)
    make_comment(idea, anna, "Mooi.", comment)
    with later(11):
        (second,) = run()
    assert (
        first.extra_headers["References"] == second.extra_headers["References"] == f"<ideas.Idea.{idea.pk}@testserver>"
    )
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]
    other = make_idea(anna, "Rozenpad")
    other.support(bram)
    decide(idea, mo, Status.DOING)
    decide(other, mo)
    with later(25):
        messages = [message for message in run() if message.to == ["bram@example.org"]]
    assert ["References" in message.extra_headers for message in messages] == [False]


def test_mails_about_two_labs_come_from_the_site(idea, bram, mo):
    elsewhere = make_lab("elders")
    eva = make_member(elsewhere, "Eva")
    other = make_idea(eva, "Rozenpad")
    other.support(elsewhere.memberships.create(user=bram.user))
    start_anew()
    decide(idea, mo)
    decide(other, make_member(elsewhere, "Piet", "moderator"))
    message = next(message for message in run() if message.to == ["bram@example.org"])
    assert (message.from_email, message.reply_to) == ("stadslab@testserver", [])


# When


def test_after_a_mail_it_is_quiet_for_ten_minutes_and_then_one_mail_has_the_rest(idea, bram, mo):
    decide(idea, mo)
    assert mailed() == [("bram", "Pluktuin: we praten erover")]
    decide(idea, mo, Status.DOING)
    decide(idea, mo, Status.DONE)
    assert mailed() == []
    with later(9):
        assert mailed() == []
    with later(11):
        assert mailed() == [("bram", "Pluktuin: gelukt")]


@pytest.mark.parametrize(
    ("told_at", "mailed_at"),
    [
        ("2026-11-24T09:00+01:00", "2026-11-24T17:00+01:00"),
        ("2026-11-24T16:59+01:00", "2026-11-24T17:00+01:00"),
        ("2026-11-24T17:00+01:00", "2026-11-25T17:00+01:00"),
        ("2026-10-24T20:00+02:00", "2026-10-25T17:00+01:00"),  # that night the clock goes back
        ("2026-03-28T20:00+01:00", "2026-03-29T17:00+02:00"),  # and here ahead
    ],
)
def test_the_mail_of_once_a_day_comes_at_five(lab, idea, bram, mo, told_at, mailed_at):
    choose(bram.user, {"ideas": Mail.DAILY})
    due = timezone.datetime.fromisoformat(mailed_at)
    with standing_at(timezone.datetime.fromisoformat(told_at)):
        decide(idea, mo)
        assert mailed() == []
    with standing_at(due - timedelta(minutes=1)):
        assert mailed() == []
    with standing_at(due):
        assert ("bram", "Pluktuin: we praten erover") in mailed()
        assert mailed() == []


def test_another_choice_counts_for_what_waits(idea, bram, mo):
    choose(bram.user, {"ideas": Mail.DAILY})
    decide(idea, mo)
    assert mailed() == []
    choose(bram.user, {"ideas": Mail.NOW})
    assert mailed() == [("bram", "Pluktuin: we praten erover")]


def test_saving_the_same_choice_does_not_put_off_what_waits(idea, bram, mo):
    choose(bram.user, {"ideas": Mail.DAILY})
    decide(idea, mo)
    work_off()
    due = list(Notification.objects.values_list("mail_due", flat=True))
    with later(60 * 24):
        choose(bram.user, {"ideas": Mail.DAILY})
    assert list(Notification.objects.values_list("mail_due", flat=True)) == due


# What is not mailed any more


def hide(idea, bram, mo):
    idea.hide(mo, "spam")


def read(idea, bram, mo):
    inbox_of(bram.user).read_all(Notification.objects.latest("pk").pk)


def stop_it(idea, bram, mo):
    stop(bram.user, [IDEAS])


def never(idea, bram, mo):
    choose(bram.user, {"ideas": Mail.NEVER})


def leave(idea, bram, mo):
    erase(bram.user, keep_words=True)


def deactivate(idea, bram, mo):
    bram.user.is_active = False
    bram.user.save()


@pytest.mark.parametrize("made", [False, True], ids=["before the mail is made", "before it is sent"])
@pytest.mark.parametrize("change", [hide, read, stop_it, never, leave, deactivate])
def test_what_is_hidden_read_or_unwanted_meanwhile_is_not_mailed(idea, bram, mo, change, made):
    decide(idea, mo)
    work_off()
    if not made:
        OutgoingMail.objects.all().delete()
        Notification.objects.filter(inbox=bram.user_id).update(mail=None, mail_due=clock.now())
    change(idea, bram, mo)
    assert [one for one in mailed() if "verborgen" not in one[1]] == []
    assert not OutgoingMail.objects.filter(is_news=True).exists(), "it waits for nothing"


def test_control_without_such_a_change_it_is_mailed(idea, bram, mo):
    decide(idea, mo)
    work_off()
    assert mailed() == [("bram", "Pluktuin: we praten erover")]


def test_what_is_put_back_before_the_daily_mail_is_in_it(idea, bram, mo):
    choose(bram.user, {"ideas": Mail.DAILY})
    decide(idea, mo)
    work_off()
    idea.hide(mo, "spam")
    idea.restore(mo, "Toch niet.")
    with later(60 * 25):
        assert ("bram", "Pluktuin: we praten erover") in mailed()


def test_a_role_is_mailed_at_once_and_a_taken_role_is_not(lab, anna, mo):
    admin = make_member(lab, "Piet", "lab_admin")
    anna.give_role(RoleKind.CONNECTOR, "", admin, "Zij wil dat.")
    assert mailed() == [("anna", "Je rol in stadslab Proefdorp: verbinder")]
    role = mo.give_role(RoleKind.CONNECTOR, "", admin, "Hij wil dat.")
    work_off()
    mo.take_role(role, admin, "Toch niet.")
    assert mailed() == []


def test_people_of_example_labs_get_no_mail_where_mails_are_sent(idea, bram, mo, settings):
    settings.MAIL_IS_SENT = True
    bram.user.email = "bram@voorbeeld.invalid"
    bram.user.save()
    decide(idea, mo)
    assert mailed() == []
    assert not Notification.objects.filter(inbox=bram.user_id, mail_due__isnull=False).exists()


# Cost


def test_all_who_have_news_are_collected_in_batches_each_once(lab, idea, mo, monkeypatch):
    monkeypatch.setattr(collecting, "BATCH", 4)
    for number in range(10):
        buur = make_member(lab, f"Buur{number}")
        choose(buur.user, {"ideas": Mail.NOW})
        idea.support(buur)
    decide(idea, mo)
    while work_off_next():
        pass
    assert [collect_next() for _batch in range(4)] == [True, True, True, False]
    assert OutgoingMail.objects.filter(is_news=True).count() == 11
    assert not Notification.objects.filter(mail_due__lte=clock.now()).exists()
    assert Inbox.objects.exclude(mailed_at=None).count() == 11
