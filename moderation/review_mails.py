"""The readers and mails of the notices about reviews (models/letters.py). The words of their news: news.py."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from common.http import origin
from labs.models import Membership
from moderation import mails
from moderation import news as lines
from moderation.models import Case, DecisionKind, Review, ReviewOutcome
from moderation.models.reviewing import is_stuck, uninvolved
from notifications.groups import ROLES
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, OnPage, Readers


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
    return mails.moderators(news) if is_stuck(news.case) else mails.without_actor(may, news)


def handed(notice: Notice) -> Review | None:
    """Return None if it was decided since."""
    return lines.reviews().filter(pk=notice.about_id).exclude(neighbour=None).first()


def neighbour(review: Review) -> QuerySet[User]:
    return User.objects.filter(memberships=review.neighbour_id)


def review_of(review: Review) -> Review:
    return review


def askers(news: News) -> QuerySet[User]:
    theirs = User.objects.filter(memberships__in=[one.asked_by_id for one in news.reviews if one.asked_by_id])
    return theirs.exclude(pk=news.by.user_id) if news.by and news.by.user_id else theirs


def mailed(news: News) -> QuerySet[User]:
    """Return who asked, unless it is back: the mail about the thing itself tells its writer."""
    is_back = news.reviews[0].outcome == ReviewOutcome.RESTORE
    return User.objects.none() if is_back else askers(news)


def deciders(news: News) -> QuerySet[User]:
    """Return the moderators who decided the case."""
    theirs = User.objects.filter(pk__in=news.case.decisions.values("by__user"))
    return theirs.exclude(pk=news.by.user_id) if news.by and news.by.user_id else theirs


def case_of(news: News | mails.News) -> Case:
    return news.case


def to_asker(news: News, user: User) -> OutgoingMail | None:
    review = news.reviews[0]
    is_hidden = review.decision.kind == DecisionKind.HIDE
    facts = {
        "reader": user.name,
        "lab": news.case.lab,
        "review": review,
        "day": timezone.localdate(review.asked_at),
        "is_hidden": is_hidden,
        "address": origin() + news.case.path_to_ask,
    }
    return mail_to(user, "moderation/mail_reviewed.txt", facts)


KINDS = (
    Kind("review_asked", asked, page=OnPage(reviewers, case_of, lines.to_review), group=ROLES),
    Kind("review_handed", handed, page=OnPage(neighbour, review_of, lines.handed), group=ROLES),
    Kind("reviewed", ended, (Readers(mailed, to_asker),), OnPage(askers, case_of, lines.reviewed, mailed=mailed)),
    Kind("review_ended", ended, page=OnPage(deciders, case_of, lines.review_ended), group=ROLES),
)
