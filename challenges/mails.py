"""The readers and mails of the notices about questions (models/letters.py). The worker writes the mails."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from challenges import news as lines
from challenges.models import Challenge, ChallengeHiding
from common.http import address_of, origin
from labs.models import Membership
from labs.models.moderation import page_for_writer
from notifications.groups import IDEAS
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, OnPage, Readers


class News(NamedTuple):
    """What was done to a question, by whom, and the values for the template."""

    challenge: Challenge
    by: Membership | None
    words: dict[str, Any]


def hiding_of(notice: Notice) -> ChallengeHiding | None:
    hidings = ChallengeHiding.objects.select_related(
        "by__user", "restored_by__user", "challenge__lab", "challenge__author__user"
    )
    return hidings.filter(pk=notice.facts["hiding"], challenge=notice.about_id).first()


def hidden(notice: Notice) -> News | None:
    """Return the news also if it was restored since: another notice tells that."""
    hiding = hiding_of(notice)
    if hiding is None:
        return None
    words = f"{hiding.challenge.title}\n\n{hiding.challenge.background}"
    name = hiding.by.name if hiding.by else ""
    facts = {"hiding": hiding, "moderator": name, "words": words, "decision": page_for_writer(hiding.challenge)}
    return News(hiding.challenge, hiding.by, facts)


def restored(notice: Notice) -> News | None:
    """Return the news also if it was hidden again since: another notice tells that."""
    hiding = hiding_of(notice)
    if hiding is None:
        return None
    name = hiding.restored_by.name if hiding.restored_by else ""
    return News(hiding.challenge, hiding.restored_by, {"why": hiding.restored_why, "moderator": name})


def reported(notice: Notice) -> News | None:
    """Return None if the question is hidden or removed."""
    challenge = Challenge.objects.shown().select_related("lab", "author__user").filter(pk=notice.about_id).first()
    if challenge is None or challenge.reported_at is None:
        return None
    return News(challenge, Membership.objects.filter(pk=notice.facts["by"]).first(), {})


def closed(notice: Notice) -> News | None:
    """Return None if the question is hidden or removed, open again, or reported: that is told then."""
    challenge = Challenge.objects.shown().select_related("lab", "author__user").filter(pk=notice.about_id).first()
    if challenge is None or not challenge.is_over or challenge.reported_at:
        return None
    return News(challenge, Membership.objects.filter(pk=notice.facts["by"]).first(), {})


def hearers(news: News) -> QuerySet[User]:
    """Return who took part or follows it, each once, except the account that did it and those who stopped."""
    people = lines.hearers_of(news.challenge)
    return people.exclude(pk=news.by.user_id) if news.by and news.by.user_id else people


def question(news: News) -> Challenge:
    return news.challenge


def writer(news: News) -> QuerySet[User]:
    author = news.challenge.author
    if author is None or author.user_id is None or author == news.by:
        return User.objects.none()
    return User.objects.filter(pk=author.user_id)


def to_writer(template: str, news: News, user: User) -> OutgoingMail | None:
    facts = {
        "reader": user.name,
        "lab": news.challenge.lab,
        "challenge": news.challenge,
        "address": address_of(news.challenge),
        "origin": origin(),
    }
    return mail_to(user, template, facts | news.words)


def kind(name: str, template: str, read: Callable[[Notice], News | None]) -> Kind[News]:
    return Kind(name, read, (Readers(writer, partial(to_writer, template)),))


KINDS = (
    kind("question_hidden", "challenges/mail_hidden.txt", hidden),
    kind("question_restored", "challenges/mail_restored.txt", restored),
    Kind("question_closed", closed, page=OnPage(hearers, question, lines.closed), group=IDEAS),
    Kind("question_reported", reported, page=OnPage(hearers, question, lines.reported), group=IDEAS),
)
