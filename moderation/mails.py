"""The readers and mails of the notices about cases (models/letters.py). The worker writes the mails.

Nobody but a moderator is told who reported something, and the writer hears nothing of a case without a consequence.
"""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from common.http import address_of, origin
from labs.models import Membership, Role, RoleKind
from labs.models.people import OF_MUNICIPALITY
from moderation import news as lines
from moderation.models import Case, Decision, DecisionKind
from notifications.groups import ROLES
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, OnPage, Readers


class News(NamedTuple):
    """What happened to a case, and who did it, who is not told. `decision`: what ended it."""

    case: Case
    by: Membership | None
    decision: Decision | None


def news_of(notice: Notice) -> News | None:
    case = lines.cases().filter(pk=notice.about_id).first()
    if case is None:
        return None
    return News(case, Membership.objects.filter(pk=notice.facts["by"]).first(), case.outcome)


def opened(notice: Notice) -> News | None:
    """Return None if it was decided since."""
    news = news_of(notice)
    return news if news and news.case.is_open else None


def decided(notice: Notice) -> News | None:
    news = news_of(notice)
    return news if news and news.decision else None


def without_actor(people: QuerySet[User], news: News) -> QuerySet[User]:
    return people.exclude(pk=news.by.user_id) if news.by and news.by.user_id else people


def moderators(news: News) -> QuerySet[User]:
    """Return the moderators who may decide: not who wrote or reported it, nor who works for the municipality."""
    lab = news.case.lab
    roles = Role.objects.that_count().filter(membership__lab=lab, kind=RoleKind.MODERATOR)
    roles = roles.exclude(membership__in=news.case.writers)
    municipal = Role.objects.filter(membership__lab__municipality=lab.municipality_id, kind__in=OF_MUNICIPALITY)
    people = User.objects.filter(pk__in=roles.values("membership__user"))
    return without_actor(people.exclude(pk__in=municipal.values("membership__user")), news)


def reporters(news: News) -> QuerySet[User]:
    return without_actor(User.objects.filter(pk__in=news.case.reports.values("by__user")), news)


def writers(news: News) -> QuerySet[User]:
    """Return who reads what was decided about their words: only if something came of it."""
    is_hidden = news.decision and news.decision.kind == DecisionKind.HIDE
    theirs = User.objects.filter(memberships__in=news.case.writers if is_hidden else ())
    return without_actor(theirs.distinct(), news)


def told(news: News) -> QuerySet[User]:
    """Return all who read on their page how it ended."""
    people = reporters(news).values("pk"), writers(news).values("pk")
    return User.objects.filter(pk__in=people[0]) | User.objects.filter(pk__in=people[1])


def case_of(news: News) -> Case:
    return news.case


def to_reporter(news: News, user: User) -> OutgoingMail | None:
    report = news.case.reports.filter(by__user=user).first()
    if report is None or news.decision is None:
        return None
    report.case = news.case
    facts = {
        "reader": user.name,
        "lab": news.case.lab,
        "case": news.case,
        "day": timezone.localdate(report.at),
        "decision": news.decision,
        "is_hidden": news.decision.kind == DecisionKind.HIDE,
        "is_gone": news.decision.kind == DecisionKind.GONE,
        "address": address_of(report),
        "origin": origin(),
    }
    return mail_to(user, "moderation/mail_ended.txt", facts)


KINDS = (
    Kind("case_opened", opened, page=OnPage(moderators, case_of, lines.opened), group=ROLES),
    Kind(
        "case_decided",
        decided,
        (Readers(reporters, to_reporter),),
        OnPage(reporters, case_of, lines.ended),
    ),
    Kind("words_hidden", decided, page=OnPage(writers, case_of, lines.hidden)),
)
