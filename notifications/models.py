"""The notices that verbs write, and the mails that the worker makes of them and sends."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from accounts.models.user import MAILBOX_LENGTH


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self, now: datetime) -> "NoticeQuerySet":
        """Return the notices to work off now, in order of the number of batches already done, then oldest first.

        Of the notices about the same thing only the oldest is due.

        A notice that failed doesn't delay later notices about the same thing.
        """
        same = Notice.objects.filter(about_kind=OuterRef("about_kind"), about_id=OuterRef("about_id"))
        earlier = same.filter(pk__lt=OuterRef("pk"), due_at=None)
        is_time = Q(due_at=None) | Q(due_at__lte=now)
        return self.filter(is_time, ~Exists(earlier)).order_by("batches", "pk")

    def hold_all(self) -> None:
        """Lock all notices, in one order; wait for the workers that work on some of them."""
        list(self.order_by("pk").select_for_update(no_key=True).values_list("pk"))


class Notice(models.Model):
    """What a verb did. The worker works out whom it concerns, writes their mails, and deletes the notice.

    No foreign keys: the thing may be gone before the worker comes. `facts` holds ids, and what changes later, such as
    the time and the place of a gathering (which somebody typed, and may be a house). It holds no name, mail address or
    other text of a person: those are read when the mail is written.
    """

    kind = models.CharField(max_length=40)  # a name in notices.KINDS
    about_kind = models.CharField(max_length=60)  # its model, like "events.Gathering"
    about_id = models.BigIntegerField()
    lab = models.CharField(max_length=60)  # its slug
    facts = models.JSONField()
    told_at = models.DateTimeField(default=timezone.now)
    group = models.PositiveSmallIntegerField(default=0)  # the cursor: which of the kind's groups of readers,
    after = models.BigIntegerField(default=0)  # and the id of its last reader that was worked off
    batches = models.PositiveIntegerField(default=0)  # the number of mails that were made of it
    worked_at = models.DateTimeField(default=timezone.now)  # when the last of these mails was made
    tries = models.PositiveSmallIntegerField(default=0)  # failed tries since then
    due_at = models.DateTimeField(null=True)  # time of the next try; None: at once
    trouble = models.CharField(max_length=80, blank=True)  # the class of the last error

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["batches", "id"], name="notices_next"),
            models.Index(fields=["about_kind", "about_id", "id"], name="notices_about"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}: {self.kind} of {self.about_kind} {self.about_id}"


class State(models.TextChoices):
    WAITS = "waits"
    SENT = "sent"
    GIVEN_UP = "given_up"  # refused for good, or not sent for two days


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def to(self, user: User) -> "OutgoingMailQuerySet":
        """Return the mails to this person, also those to a guest with the same mailbox."""
        return self.filter(Q(user=user) | Q(mailbox=user.mailbox))

    def waiting(self) -> "OutgoingMailQuerySet":
        return self.filter(state=State.WAITS)

    def never_failed(self) -> "OutgoingMailQuerySet":
        """Return the mails that wait for their first try, or whose worker was killed during that try."""
        return self.waiting().filter(trouble="")

    def failing(self) -> "OutgoingMailQuerySet":
        """Return the mails that failed while no later mail was sent: then the cause is more than one mailbox."""
        failed = self.waiting().exclude(trouble="")
        last_sent = self.filter(state=State.SENT).aggregate(at=Max("done_at"))["at"]
        return failed.filter(written_at__gt=last_sent) if last_sent else failed


class OutgoingMail(models.Model):
    """One mail to one person. `user` and `mailbox` are the keys for deleting it with their account.

    `user` has no database constraint: a verb that mails a person while their account is being erased does not wait,
    and does not fail. The worker sends nothing to a deleted account.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    mailbox = models.CharField(max_length=MAILBOX_LENGTH, db_index=True)
    address = models.EmailField()
    subject = models.TextField()  # the text is deleted when it was sent
    body = models.TextField()
    calendar = models.TextField(blank=True)  # the attached iCalendar text
    written_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITS)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)  # time of the next try; None: at once
    done_at = models.DateTimeField(null=True)  # when it was sent or given up
    trouble = models.CharField(
        max_length=80, blank=True
    )  # error of the last try: its code or class, never the server's words

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state=State.WAITS), name="mails_due"),
            models.Index(fields=["state", "done_at"], name="mails_done"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}, {self.state}"
