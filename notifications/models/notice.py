"""What a verb did: one row, of which the worker makes mails."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone


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
