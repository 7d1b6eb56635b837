"""What a person is told on their page, and the counter that their pages follow."""

from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from common import clock
from common.prepared import Prepared
from notifications import live
from notifications.subjects import SUBJECTS
from realtime.models import Followed

MOST = 99  # the counter goes no further
ROW = ("kind", "about_kind", "joins")


class Inbox(Followed):
    """The news of one person, in all labs. Its revision rises when they are told something, or read it,
    and when their pages must ask what is their own (`touch`).

    The first news creates it. `user` has no database constraint, so that erasing an account waits for no worker; the
    rows of a deleted account are deleted each day.
    """

    user = models.OneToOneField(
        User, primary_key=True, on_delete=models.CASCADE, db_constraint=False, related_name="+"
    )
    has_new = models.BooleanField(default=False)  # False: certainly nothing to read; most pages then count nothing
    mailed_at = models.DateTimeField(null=True)  # when the last mail of its news was made

    def __str__(self) -> str:
        return f"inbox {self.pk}"

    @transaction.atomic
    def read_all(self, until: int) -> bool:
        """Mark as read what is not newer than the news with the id `until`, the newest that was on the screen.

        Return True if that changed anything.
        """
        return self._read(self.news.filter(pk__lte=until))

    @transaction.atomic
    def read_row(self, newest: int) -> bool:
        """Mark one row as read, of which `newest` is the id of the newest news. Return True if that changed it."""
        row = self.news.filter(pk=newest).values(*ROW).first()
        return bool(row) and self._read(self.news.filter(pk__lte=newest, **row))

    def _read(self, news: "NotificationQuerySet") -> bool:
        held = Inbox.objects.select_for_update(no_key=True).filter(pk=self.pk).values("pk")  # before its rows
        if not held or not news.unread().update(read_at=clock.now()):
            return False
        self.advance(has_new=self.news.unread().exists())
        live.news_changed([self.pk])
        return True

    @property
    def unread(self) -> int:
        """Return the number of rows to read, at most one more than MOST. A query, unless there is certainly none."""
        if not self.has_new:
            return 0
        return len(self.news.unread().shown().order_by().values_list(*ROW).distinct()[: MOST + 1])


INBOX = Prepared(lambda user: Inbox.objects.filter(pk=user))


def inbox_of(user: User) -> Inbox:
    """Return the inbox of this person; an unsaved one if they were never told anything. One query, compiled once."""
    return INBOX.find(user.pk) or Inbox(user=user)


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def shown(self) -> "NotificationQuerySet":
        """Leave out what is about a thing that is hidden or gone."""
        readable = (
            Q(Exists(subject.readable().filter(pk=OuterRef("about_id"))), about_kind=subject.label)
            for subject in SUBJECTS
        )
        return self.filter(reduce(or_, readable, Q(pk=None)))

    def rows(self) -> "models.QuerySet[Notification, dict[str, Any]]":
        """Join what is shown as one row: what was told of one thing, and read at the same time. Newest first."""
        joined = self.order_by().values(*ROW, "read_at").annotate(newest=Max("pk"), times=Count("pk"))
        return joined.order_by("-newest")


class Notification(models.Model):
    """One act that one person is told on their page. It holds no words: these are read when it is shown."""

    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, related_name="news", db_index=False)
    act = models.BigIntegerField()  # the id of its notice: nobody is told an act twice
    kind = models.CharField(max_length=40)  # a name in notices.KINDS
    about_kind = models.CharField(max_length=60)  # a label in subjects.SUBJECTS
    about_id = models.BigIntegerField()
    joins = models.BigIntegerField()  # unread news of one kind with the same number is one row
    told_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    group = models.CharField(max_length=20, blank=True, default="", db_default="")  # in groups.GROUPS; "": no mail
    mail_due = models.DateTimeField(null=True)  # when a mail of it must be made
    mail = models.BigIntegerField(null=True)  # the id of the OutgoingMail that tells it

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "act"], name="an_act_is_told_once")]
        indexes = [
            models.Index(fields=["inbox"], condition=Q(read_at=None), name="news_unread"),
            models.Index(fields=["told_at"], name="news_by_age"),
            models.Index(fields=["mail_due"], condition=Q(mail_due__isnull=False), name="news_to_mail"),
            models.Index(fields=["mail"], condition=Q(mail__isnull=False), name="news_of_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.about_kind} {self.about_id}"


class About(NamedTuple):
    """What a notice is about, on the page: a thing in SUBJECTS, and the number of what is joined with it."""

    label: str
    pk: int
    joins: int
