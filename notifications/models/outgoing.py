"""The mails that the worker writes, and sends."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import User
from accounts.models.user import MAILBOX_LENGTH


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

    def overtaken_by(self, mails: "Iterable[OutgoingMail]") -> "OutgoingMailQuerySet":
        """Return the reminders of the same things to the same people that still wait: `mails` say how it is now."""
        newer = list(mails)
        same = {"thread__in": {mail.thread for mail in newer}, "mailbox__in": {mail.mailbox for mail in newer}}
        return self.waiting().filter(useless_at__isnull=False, **same)

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
    is_news = models.BooleanField(default=False, db_default=False)  # of the rows of a page: written when it is sent
    groups = models.CharField(
        max_length=200, blank=True, default="", db_default=""
    )  # of groups.GROUPS: what Stop stops
    while_shown = models.BooleanField(default=False, db_default=False)  # not sent once its thing is hidden
    language = models.CharField(max_length=5, blank=True, default="", db_default="")
    sender = models.CharField(max_length=120, blank=True, default="", db_default="")  # the name of the lab
    reply_to = models.EmailField(blank=True, default="", db_default="")  # of the lab
    thread = models.CharField(max_length=80, blank=True, default="", db_default="")  # the thing, like "ideas.Idea.42"
    written_at = models.DateTimeField(default=timezone.now)
    useless_at = models.DateTimeField(null=True)  # from then on its words are wrong: it is deleted, not sent
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

    @classmethod
    def of_news(cls, user: User) -> "OutgoingMail":
        """Return a mail, not saved, of what this person is told on their page."""
        return cls(user=user, mailbox=user.mailbox, address=user.email, is_news=True)
