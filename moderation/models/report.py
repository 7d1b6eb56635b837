"""A report: what one person says is wrong with a thing, with an account or with only a mailbox."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models.user import MAILBOX_LENGTH
from common import clock
from labs.models import HidingReason, Membership, Visitor
from moderation.models.states import URGENT

if TYPE_CHECKING:
    from moderation.models.case import Case
    from moderation.models.review import Review

KEPT = timedelta(days=183)  # an address and the words, after the case of a report without an account ended


class ReportQuerySet(models.QuerySet["Report"]):
    def of(self, member: Membership) -> "ReportQuerySet":
        """Return what this person reported, also signed out with the same mailbox."""
        theirs = Q(by=member.pk)
        if member.user:
            theirs |= Q(mailbox=member.user.mailbox)
        return self.filter(theirs)

    def to_forget(self, now: datetime) -> "ReportQuerySet":
        """Return the reports without an account whose case ended KEPT ago."""
        return self.exclude(mailbox="").filter(case__decided_at__lte=now - KEPT)

    def forget(self) -> int:
        """Remove the addresses and the words. Return how many reports."""
        return self.update(email="", mailbox="", language="", words="", of_words="")


class Report(models.Model):
    """Somebody says what is wrong with a thing. Only moderators read who that was. `of_words`: its words_key then.

    Without an account it has an `email`, whose `mailbox` was proven, until some months after the case ended.
    """

    case = models.ForeignKey("moderation.Case", on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=16, choices=HidingReason.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    of_words = models.CharField(max_length=64, blank=True, default="", db_default="")
    email = models.EmailField(blank=True, default="", db_default="")
    mailbox = models.CharField(max_length=MAILBOX_LENGTH, blank=True, default="", db_default="")
    language = models.CharField(max_length=5, blank=True, default="", db_default="")
    review: "Review | None" = None  # what they asked since, set by reviewing.set_review
    may_ask = False

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["mailbox"], condition=~Q(mailbox=""), name="reports_by_mail")]
        constraints = [
            models.UniqueConstraint(fields=["case", "by"], name="one_report_per_person_and_case"),
            models.UniqueConstraint(
                fields=["case", "mailbox"], condition=~Q(mailbox=""), name="one_report_per_mailbox_and_case"
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk} of case {self.case_id}: {self.reason}"

    def get_absolute_url(self) -> str:
        """Return where the reporter reads about it; without an account that path is secret."""
        if self.mailbox:
            facts = {"lab_slug": self.case.lab.slug, "report_pk": self.pk, "secret": self.secret}
            return reverse("report_by_mail", kwargs=facts)
        return reverse("reports", kwargs={"lab_slug": self.case.lab.slug}) + f"#report-{self.pk}"

    @property
    def is_urgent(self) -> bool:
        return self.reason in URGENT

    @property
    def secret(self) -> str:
        """The secret in the URL of a report without an account; not stored."""
        return salted_hmac("moderation.Report", str(self.pk), algorithm="sha256").hexdigest()[:32]

    def is_secret(self, secret: str) -> bool:
        return constant_time_compare(self.secret, secret)

    def is_of(self, member: Membership | Visitor) -> bool:
        """Did this person report it, with their account or signed out with the same mailbox?"""
        if self.mailbox:
            return member.user is not None and member.user.mailbox == self.mailbox
        return member.pk is not None and self.by_id == member.pk


def reporters_of(case: "Case") -> set[int]:
    """Return the memberships of who reported it, also of who did signed out, in any lab. At most two queries."""
    reported = list(case.reports.values_list("by_id", "mailbox"))
    mailboxes = [mailbox for _by, mailbox in reported if mailbox]
    signed_out = (
        Membership.objects.filter(user__mailbox__in=mailboxes).values_list("pk", flat=True) if mailboxes else ()
    )
    return {by for by, _mailbox in reported if by} | set(signed_out)
