"""The readers and mails of the notices about reviews (models/letters.py). The words of their news: news.py."""

from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from common.http import address_of, origin
from labs.models import Membership
from moderation import mails
from moderation import news as lines
from moderation.again import ended_words, subject
from moderation.models import FOR_WRITER, Case, DecisionKind, Report, Review, ReviewOutcome
from moderation.models.reviewing import is_stuck, uninvolved
from notifications.groups import ROLES
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, OnPage, Readers
from notifications.subjects import itself

STILL_ASKED = DecisionKind.ASK, ReviewOutcome.CONFIRM


class News(NamedTuple):
    """The reviews of a case that were asked, or that ended together; `by` is not told."""

    case: Case
    by: Membership | None
    reviews: list[Review]


def asked(notice: Notice) -> mails.News | None:
    """Return None if it was decided since."""
    news = mails.news_of(notice)
    return news if news and news.case.review and news.case.review.is_open else None


def ended(notice: Notice) -> News | None:
    news = mails.news_of(notice)
    reviews = Review.objects.filter(pk__in=notice.facts["reviews"]).exclude(decided_at=None)
    found = list(reviews.select_related("asked_by", "decided_by__user", "decision"))
    return News(news.case, news.by, found) if news and found else None


def reviewers(news: mails.News) -> QuerySet[User]:
    """Return the moderators who may decide; if nobody may, all of them: somebody must be found."""
    may = User.objects.filter(pk__in=uninvolved(news.case).values("membership__user"))
    return mails.moderators(news) if is_stuck(news.case) else mails.without(may, news.by)


def handed(notice: Notice) -> Review | None:
    """Return None if it was decided since."""
    return lines.reviews().filter(pk=notice.about_id).exclude(neighbour=None).first()


def neighbour(review: Review) -> QuerySet[User]:
    return User.objects.filter(memberships=review.neighbour_id)


def askers(news: News) -> QuerySet[User]:
    """Return who asked; nobody when their pause ended, because that itself tells them."""
    if news.reviews[0].outcome == ReviewOutcome.END_PAUSE:
        return User.objects.none()
    theirs = User.objects.filter(memberships__in=[one.asked_by_id for one in news.reviews if one.asked_by_id])
    return mails.without(theirs, news.by)


def mailed(news: News) -> QuerySet[User]:
    """Return who asked, unless another mail tells them: that it is back, or what it ended in instead."""
    return askers(news) if subject(news.reviews[0]) else User.objects.none()


def deciders(news: News) -> QuerySet[User]:
    """Return the moderators who decided the case."""
    theirs = User.objects.filter(pk__in=news.case.decisions.values("by__user"))
    return mails.without(theirs, news.by)


def mailboxes(news: News) -> QuerySet[Report]:
    """Return the reports of people without an account who asked."""
    reports = [one.report_id for one in news.reviews if one.report_id and subject(one)]
    return Report.objects.filter(pk__in=reports).exclude(mailbox="")


def case_of(news: News | mails.News) -> Case:
    return news.case


def to_asker(news: News, user: User) -> OutgoingMail | None:
    return ended_mail(news, news.reviews[0], user, origin() + news.case.path_to_ask)


def to_mailbox(news: News, report: Report) -> OutgoingMail | None:
    report.case = news.case
    review = next(one for one in news.reviews if one.report_id == report.pk)
    return ended_mail(news, review, mails.Mailbox(report.email, report.language), address_of(report))


def ended_mail(news: News, review: Review, reader: User | mails.Mailbox, address: str) -> OutgoingMail | None:
    decision = review.decision
    facts = {
        "reader": reader.name if isinstance(reader, User) else "",
        "lab": news.case.lab,
        "review": review,
        "day": timezone.localdate(review.asked_at),
        "subject": subject(review),
        "words": ended_words(review),
        "until": decision.until if (decision.kind, review.outcome) == STILL_ASKED else None,
        "is_writer": decision.kind in FOR_WRITER,
        "address": address,
    }
    return mail_to(reader, "moderation/mail_reviewed.txt", facts)


def by_clock(step: str, news: mails.News, user: User) -> OutgoingMail | None:
    case = news.case
    if case.review is None:
        return None
    facts = {"reader": user.name, "lab": case.lab, "review": case.review, "step": step, "address": address_of(case)}
    facts["day"] = timezone.localdate(case.review.asked_at)
    return mail_to(user, "moderation/mail_review_clock.txt", facts)


KINDS = (
    Kind(
        "review_reminder",
        asked,
        (Readers(reviewers, partial(by_clock, "reminded")),),
        OnPage(reviewers, case_of, lines.review_due_soon, mailed=reviewers),
    ),
    Kind(
        "review_late",
        asked,
        (Readers(reviewers, partial(by_clock, "late")),),
        OnPage(reviewers, case_of, lines.review_late, mailed=reviewers),
    ),
    Kind("review_asked", asked, page=OnPage(reviewers, case_of, lines.to_review), group=ROLES),
    Kind("review_handed", handed, page=OnPage(neighbour, itself, lines.handed), group=ROLES),
    Kind(
        "reviewed",
        ended,
        (Readers(mailed, to_asker), Readers(mailboxes, to_mailbox)),
        OnPage(askers, case_of, lines.reviewed, mailed=mailed),
    ),
    Kind("review_ended", ended, page=OnPage(deciders, case_of, lines.review_ended), group=ROLES),
)
