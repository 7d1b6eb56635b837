"""The worker makes one mail for each person of all that is due for them; the words come when it is sent."""

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from common import clock
from notifications.mail import can_be_mailed
from notifications.models import Inbox, Notification, OutgoingMail

BATCH = 100  # rows of news to look at in one transaction


def collect_next() -> bool:
    """Make the mails of the next people who have news to mail. Return False if there are none.

    The mails and what they tell are one transaction: a worker that is killed leaves no news without a mail, and makes
    no mail twice. Several workers share the people. It reads before it locks, because on SQLite a lock makes others
    wait.
    """
    now = clock.now()
    due = Notification.objects.filter(mail_due__lte=now)
    users = set(due.order_by("mail_due").values_list("inbox_id", flat=True)[:BATCH])
    if not users:
        return False
    with transaction.atomic():
        free = Inbox.objects.filter(pk__in=users).order_by("pk").select_for_update(skip_locked=True, no_key=True)
        held = list(free.values_list("pk", flat=True))
        theirs = due.filter(inbox__in=held)
        people = User.objects.filter(pk__in=theirs.values("inbox"), is_active=True)
        mails = [OutgoingMail.of_news(user) for user in people if can_be_mailed(user.email)]
        readers = {mail.user_id: mail.pk for mail in OutgoingMail.objects.bulk_create(mails)}
        own_mail = OutgoingMail.objects.filter(pk__in=readers.values(), user=OuterRef("inbox"))
        theirs.exclude(inbox__in=readers).update(mail_due=None)  # who left, or has no mailbox
        theirs.filter(inbox__in=readers).update(mail=Subquery(own_mail.values("pk")[:1]), mail_due=None)
        Inbox.objects.filter(pk__in=readers).update(mailed_at=now)
    return bool(held)
