"""What becomes of mails of news when the worker is killed."""

import pytest
from django.core import mail as django_mail

from notifications import collecting, sending
from notifications.groups import Mail
from notifications.models import OutgoingMail, State, choose
from notifications.sending import send_next
from tests.factories import make_member
from tests.mails import later, run, work_off
from tests.news import decide, start_anew

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


class Killed(BaseException):
    """The worker ends here."""


STEPS = {  # where it is killed, how often the mail then goes out
    "before the mail is made": (collecting.OutgoingMail.objects, "bulk_create", 0, 1),
    "after the mail is made": (collecting.OutgoingMail.objects, "bulk_create", 1, 1),
    "before the mail server has it": (sending, "hand_over", 0, 1),
    "after the mail server has it": (sending, "hand_over", 1, 2),
    "before it is marked as sent": (sending, "end", 0, 2),
    "after it is marked as sent": (sending, "end", 1, 1),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", STEPS)
def test_a_killed_worker_repeats_at_most_one_mail_with_the_same_id(idea, bram, mo, monkeypatch, step):
    where, name, is_after, times = STEPS[step]
    does = getattr(where, name)

    def killed(*args, **kwargs):
        done = does(*args, **kwargs) if is_after else None
        monkeypatch.setattr(where, name, does)
        raise Killed(done)

    decide(idea, mo)
    monkeypatch.setattr(where, name, killed)
    django_mail.outbox.clear()
    with pytest.raises(Killed):
        work_off()
        send_next()
    sent = list(django_mail.outbox)
    with later(11):
        sent += run()
    with later(30):
        sent += run()
    assert [message.to[0] for message in sent] == ["bram@example.org"] * times
    assert len({message.extra_headers["Message-ID"] for message in sent}) == 1
    assert OutgoingMail.objects.get().state == State.SENT


def test_a_killed_worker_at_any_of_many_mails_leaves_nobody_out(lab, idea, mo, monkeypatch):
    monkeypatch.setattr(collecting, "BATCH", 3)
    for number in range(8):
        buur = make_member(lab, f"Buur{number}")
        choose(buur.user, {"ideas": Mail.NOW})
        idea.support(buur)
    start_anew()
    decide(idea, mo)
    sent, kills = [], 0
    hand_over = sending.hand_over

    def killed_at_each_third(message):
        hand_over(message)
        if len(django_mail.outbox) % 3 == 0:
            raise Killed

    monkeypatch.setattr(sending, "hand_over", killed_at_each_third)
    django_mail.outbox.clear()
    for minute in range(0, 120, 11):
        with later(minute):
            try:
                work_off()
                while send_next():
                    pass
            except Killed:
                kills += 1
    sent = [(message.to[0], message.extra_headers["Message-ID"]) for message in django_mail.outbox]
    assert (len(set(sent)), len(sent)) == (9, 9 + kills)
    assert kills == 4
