"""*Nieuwe beoordeling*: somebody asks that another moderator looks again at a decision. Once each, for six months."""

from calendar import monthrange
from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from common import clock
from common.times import day_of
from labs.models import Lab, Membership, Visitor
from moderation.models.decision import Decision
from moderation.models.report import Report
from moderation.models.states import ReviewOutcome

MONTHS = 6  # in which a decision can be looked at again

type Asker = Membership | Report  # a report without an account asks for the person who reads its mailbox


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> "ReviewQuerySet":
        """Reviews that wait, the first due on top."""
        return self.filter(decided_at=None).order_by("due", "pk")

    def for_neighbour(self, member: Membership) -> "ReviewQuerySet":
        """Reviews of other labs that wait for this moderator, as long as they are the neighbour there."""
        return self.open().filter(neighbour=member, decision__case__lab__moderation__neighbour=member)


class Review(models.Model):
    """One person asks for another look at `decision`: whose words it hid, or who reported what stayed.

    `report`: of somebody without an account, who asked on its page. Without `decided_at` it waits for a moderator
    until `due`; one decision ends all that wait for the same decision. `neighbour`: a moderator of another lab who
    was asked, because nobody else here may decide.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="reviews")
    asked_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    report = models.ForeignKey(Report, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    due = models.DateField()
    neighbour = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    reminded_at = models.DateTimeField(null=True, editable=False)  # when the clock told the moderators
    late_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=ReviewOutcome.choices, blank=True)
    explanation = models.TextField(blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["due"], condition=Q(decided_at=None), name="review_due")]
        constraints = [
            models.UniqueConstraint(fields=["decision", "asked_by"], name="one_review_per_person_and_decision"),
            models.UniqueConstraint(fields=["decision", "report"], name="one_review_per_report_and_decision"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | ~Q(outcome="") & Q(decided_at__isnull=False),
                name="review_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk} of decision {self.decision_id}"

    def get_absolute_url(self) -> str:
        """Return the path of the page for the neighbour, in their own lab."""
        lab = self.neighbour.lab if self.neighbour else self.lab
        return reverse("review_neighbour", kwargs={"lab_slug": lab.slug, "case_pk": self.decision.case_id})

    @property
    def lab(self) -> Lab:
        return self.decision.case.lab

    def is_of(self, person: Asker | Visitor) -> bool:
        """Did this person ask, with their account or signed out with the same mailbox? No query after with_reviews."""
        if isinstance(person, Report):
            theirs = self.report_id == person.pk
            mailbox = person.mailbox
        else:
            theirs = person.pk is not None and self.asked_by_id == person.pk
            mailbox = person.user.mailbox if person.user else ""
        user = self.asked_by.user if self.asked_by else None
        of = {self.report.mailbox if self.report else "", user.mailbox if user else ""} - {""}
        return theirs or mailbox in of

    @property
    def is_open(self) -> bool:
        return self.decided_at is None


def last_day(at: datetime) -> date:
    """Return the last day on which somebody may ask for another look at what was decided `at` this moment."""
    day = day_of(at)
    years, month = divmod(day.month - 1 + MONTHS, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
