"""The day before a gathering, from ten o'clock on, everybody with seats is reminded, once."""

from datetime import timedelta

import pytest
from django.db import transaction

from events.chores import remind
from events.models import Gathering
from labs.models.moderation import fold, unfold
from notifications.models import OutgoingMail, inbox_of
from notifications.rows import rows_of
from tests.events.factories import enter, make_draft, make_gathering, utc
from tests.mails import forget, send_all, told, work_off
from tests.standing import standing_at

START, END = utc(2026, 12, 5, 18, 30), utc(2026, 12, 5, 20, 30)
BEFORE, TEN = utc(2026, 12, 4, 8, 59), utc(2026, 12, 4, 9)  # in Amsterdam it is an hour later
SUBJECT = "Morgen: Open tafel"
ONCE = [("bram@example.org", SUBJECT), ("tinus@example.org", SUBJECT)]
LATER = {"starts_at": utc(2026, 12, 12, 18, 30), "ends_at": utc(2026, 12, 12, 20, 30)}
AN_HOUR_LATER = {"starts_at": START + timedelta(hours=1), "ends_at": END + timedelta(hours=1)}


@pytest.fixture
def evening(anna, bram, chaima):
    """Bram has a seat, Chaima waits; a guest has a seat and a mail address."""
    with standing_at(utc(2026, 11, 24, 9)):
        evening = make_gathering(anna, "Open tafel", starts_at=START, ends_at=END, capacity=2)
        evening.sign_up(bram)
        enter(evening, anna, "Tinus", mail="tinus@example.org")
        evening.sign_up(chaima)
        told()
        forget()
    return evening


def fresh(evening):
    return Gathering.objects.get(pk=evening.pk)


def reminded(at):
    """Let the worker come, and return all reminders until now."""
    with standing_at(at):
        remind()
        return sorted((address, subject) for address, subject in told() if subject[:8] in ("Morgen: ", "Vandaag:"))


def lines_of(member, at):
    with standing_at(at):
        return [row.line.text for row in rows_of(inbox_of(member.user).news.shown().rows())]


def test_who_has_seats_is_reminded_once_from_ten_o_clock_on(evening):
    assert reminded(BEFORE) == []
    assert reminded(TEN) == ONCE
    assert reminded(utc(2026, 12, 4, 15)) == ONCE
    assert reminded(utc(2026, 12, 5, 9)) == ONCE


def test_the_mail_says_when_and_how_to_pass_a_seat_on(evening, mailoutbox):
    with standing_at(TEN):
        remind()
        send_all()
    mail = next(mail for mail in mailoutbox if mail.to == ["bram@example.org"])
    assert "Morgen om 19.30 uur. Er is een plek voor je." in mail.body
    assert "Kom je toch niet? Geef je plek door:\nhttp" in mail.body
    assert evening.get_absolute_url() in mail.body


def test_a_worker_that_was_away_says_today(evening):
    assert {subject for _address, subject in reminded(utc(2026, 12, 5, 8))} == {"Vandaag: Open tafel"}


def test_a_mail_that_is_written_the_next_day_says_today(evening):
    with standing_at(TEN):
        assert remind() == 1
    with standing_at(utc(2026, 12, 5, 8)):
        assert [subject for _address, subject in told()] == ["Vandaag: Open tafel"] * 2


def test_what_has_begun_is_not_reminded_of(evening):
    assert reminded(START) == []


def test_a_worker_that_was_away_for_two_days_writes_no_reminder_of_what_has_begun(evening):
    with standing_at(TEN):
        assert remind() == 1
    assert reminded(START + timedelta(days=1)) == []


def test_who_signs_up_on_the_day_before_is_not_reminded(evening, anna, fleur):
    """Also before ten o'clock, or while the worker is away: that mail says when it is."""
    with standing_at(utc(2026, 12, 3, 23, 30)):
        fresh(evening).change(None, capacity=4, by=anna)  # Chaima moves up
        fresh(evening).sign_up(fleur)
        told()
        forget()
    assert reminded(utc(2026, 12, 4, 15)) == ONCE


def test_who_moved_up_the_day_before_that_is_reminded(evening, anna):
    with standing_at(utc(2026, 12, 3, 22, 30)):
        fresh(evening).change(None, capacity=4, by=anna)
        told()
        forget()
    assert reminded(TEN) == sorted([*ONCE, ("chaima@example.org", SUBJECT)])


def test_who_moves_up_before_the_worker_writes_gets_one_mail(evening, bram):
    with standing_at(TEN):
        assert remind() == 1
        evening.party_of(bram).withdraw()
        addresses = [address for address, _subject in told()]
    assert addresses.count("chaima@example.org") == 1


def test_a_gathering_that_moves_is_reminded_of_again(evening, anna):
    assert reminded(TEN) == ONCE
    with standing_at(utc(2026, 12, 4, 10)):
        fresh(evening).change(None, reason="Sneeuw.", by=anna, **LATER)
    forget()
    assert reminded(utc(2026, 12, 11, 9)) == ONCE


def test_a_move_of_that_day_is_reminder_enough(evening, anna):
    assert reminded(TEN) == ONCE
    with standing_at(utc(2026, 12, 4, 10)):
        fresh(evening).change(None, reason="Sneeuw.", by=anna, **AN_HOUR_LATER)
    forget()
    assert reminded(utc(2026, 12, 4, 10, 1)) == []
    assert reminded(utc(2026, 12, 5, 9)) == []


@pytest.mark.parametrize("what", ["cancel", "withdraw", "move"])
def test_what_changed_before_the_worker_wrote_is_not_mailed(evening, anna, bram, what):
    with standing_at(TEN):
        assert remind() == 1
        if what == "cancel":
            evening.cancel("Storm.", by=anna)
        elif what == "withdraw":
            evening.party_of(bram).withdraw()
        else:
            fresh(evening).change(None, reason="Sneeuw.", by=anna, **LATER)
        addresses = [address for address, subject in told() if subject == SUBJECT]
    assert "bram@example.org" not in addresses
    assert ("tinus@example.org" in addresses) == (what == "withdraw")


def sent_at(at, mailoutbox):
    """What the mail server, which was down until now, gets of the worker."""
    with standing_at(at):
        send_all()
    return sorted((*mail.to, mail.subject) for mail in mailoutbox if mail.subject[:8] in ("Morgen: ", "Vandaag:"))


@pytest.fixture
def waiting_reminders(evening):
    """They were written at ten o'clock; the mail server is down."""
    with standing_at(TEN):
        remind()
        work_off()
    assert list(OutgoingMail.objects.order_by("address").values_list("address", "subject")) == ONCE


@pytest.mark.parametrize(
    ("at", "sent"),
    [(utc(2026, 12, 4, 22, 59), ONCE), (utc(2026, 12, 4, 23), []), (START, []), (END, [])],
)
@pytest.mark.usefixtures("waiting_reminders")
def test_a_reminder_that_waits_for_the_mail_server_goes_only_while_it_is_tomorrow(mailoutbox, at, sent):
    assert sent_at(at, mailoutbox) == sent
    assert OutgoingMail.objects.waiting().count() == 0


def test_a_reminder_of_the_day_itself_goes_until_it_begins(evening, mailoutbox):
    with standing_at(utc(2026, 12, 5, 8)):
        remind()
        work_off()
    bram = OutgoingMail.objects.get(address="bram@example.org")
    OutgoingMail.objects.filter(pk=bram.pk).update(due_at=START)
    assert [address for address, _subject in sent_at(START - timedelta(minutes=1), mailoutbox)] == [
        "tinus@example.org"
    ]
    assert len(sent_at(START, mailoutbox)) == 1


@pytest.mark.parametrize("what", ["cancel", "withdraw", "move", "place"])
@pytest.mark.usefixtures("waiting_reminders")
def test_a_reminder_that_waits_makes_way_for_what_changed_since(evening, anna, bram, mailoutbox, what):
    with standing_at(utc(2026, 12, 4, 10)):
        if what == "cancel":
            fresh(evening).cancel("Storm.", by=anna)
        elif what == "withdraw":
            evening.party_of(bram).withdraw()
        elif what == "move":
            fresh(evening).change(None, reason="Sneeuw.", by=anna, **AN_HOUR_LATER)
        else:
            fresh(evening).change(None, where="In de tuin", reason="Zon.", by=anna)
    left = [ONCE[1]] if what == "withdraw" else []
    assert sent_at(utc(2026, 12, 4, 10, 1), mailoutbox) == left
    assert "bram@example.org" in [mail.to[0] for mail in mailoutbox]


@pytest.mark.usefixtures("waiting_reminders")
def test_a_reminder_that_waits_stays_when_another_gathering_changes(anna, bram, mailoutbox):
    with standing_at(TEN):
        other = make_gathering(anna, "Repair Café", starts_at=START, ends_at=END)
        other.sign_up(bram)
        other.cancel("Storm.", by=anna)
    assert sent_at(utc(2026, 12, 4, 10), mailoutbox) == ONCE


def test_a_gathering_that_was_cancelled_or_is_a_draft_is_not_reminded_of(evening, anna):
    with standing_at(BEFORE):
        make_draft(anna, "Open dag", starts_at=START, ends_at=END)
        evening.cancel("Storm.", by=anna)
    assert reminded(TEN) == []


def test_two_workers_remind_once(evening):
    with standing_at(TEN):
        first, second = fresh(evening), fresh(evening)
        assert (first.remind(), second.remind()) == (True, False)


def test_the_reminder_holds_the_seats_and_the_place_of_that_moment(evening, anna):
    with standing_at(TEN):
        stale = fresh(evening)
        fresh(evening).change(None, where="In de tuin", reason="Zon.", by=anna)
        told()
        forget()
        stale.remind()
        work_off()
        assert "In de tuin" in OutgoingMail.objects.get(address="bram@example.org").body


def test_its_line_on_the_page_says_how_near_it_is(evening, bram, chaima):
    assert reminded(TEN) == ONCE
    assert lines_of(chaima, TEN) == []
    assert lines_of(bram, TEN) == ["Morgen: Open tafel"]
    assert lines_of(bram, utc(2026, 12, 5, 8)) == ["Vandaag: Open tafel"]
    assert lines_of(bram, END) == ["Open tafel is geweest"]


def test_its_line_on_the_page_says_when_it_moved_or_was_cancelled(evening, anna, bram):
    assert reminded(TEN) == ONCE
    with standing_at(TEN):
        fresh(evening).change(None, reason="Sneeuw.", by=anna, **LATER)
    assert lines_of(bram, TEN) == ["Binnenkort: Open tafel"]
    with standing_at(TEN):
        fresh(evening).cancel("Storm.", by=anna)
    assert lines_of(bram, TEN) == ["Open tafel gaat niet door"]


def test_what_was_closed_for_a_moderator_to_look_is_reminded_of_when_it_is_open_again(evening, anna):
    with standing_at(BEFORE), transaction.atomic():
        fold(fresh(evening))
    assert reminded(TEN) == []
    with standing_at(utc(2026, 12, 4, 15)), transaction.atomic():
        assert unfold(fresh(evening), anna, "Dit mag.")
    assert reminded(utc(2026, 12, 4, 15, 1)) == ONCE
    assert reminded(utc(2026, 12, 5, 9)) == ONCE
