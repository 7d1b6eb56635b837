"""The readers and mails of the notices about answers (models/letters.py). The worker writes the mails.

Nobody is told of their own act, and nobody of a hidden idea.
"""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from accounts.models import User
from answers import news as lines
from answers import weekly_mails
from answers.models import Answer, Because, Note, Terms
from answers.models.absence import with_deputy
from answers.models.approval import aldermen_of
from answers.models.team import servants_of
from answers.news import joined_titles
from answers.reading import (
    News,
    cleared,
    date_chosen,
    given,
    moved,
    noted,
    of_draft,
    on_time,
    owed,
    still_owed,
    unclear,
)
from common.http import address_of, origin
from ideas.models import Idea, IdeaSubscription
from ideas.models.letters import writing_member
from ideas.news import people_of
from labs.models import Membership, RoleKind
from labs.models.subscriptions import without_stopped
from notifications.groups import ANSWERS, ROLES
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail, without_daily
from notifications.notices import Kind, OnPage, Readers
from notifications.subjects import Line


class Contact(NamedTuple):
    """Whom a lab reaches when an answer stays away: an address without an account."""

    name: str
    email: str
    language: str = "nl"


# Telling: in each group a person stands once


def servants(news: News) -> QuerySet[User]:
    """Return the people who may answer for the municipality in this lab."""
    held = {"memberships__lab": news.idea.lab, "memberships__roles__kind": RoleKind.CIVIL_SERVANT}
    return _others(news, User.objects.filter(is_active=True, **held).distinct())


def author(news: News) -> QuerySet[User]:
    """Return the author, or the person who wrote it down, unless they stopped hearing of this idea.

    Of an answer to several ideas: the authors of all of them.
    """
    those = Q(pk=None)
    for one in news.answers:
        member = writing_member(one.idea)
        if member and member.user_id:
            wishes = IdeaSubscription.objects.filter(idea=one.idea)
            those |= Q(pk__in=without_stopped(User.objects.filter(pk=member.user_id), wishes).values("pk"))
    return _others(news, User.objects.filter(those))


def author_who_asks(news: News) -> QuerySet[User]:
    """Return the author, unless they work for the municipality and are told so already."""
    return author(news).exclude(pk__in=servants(news).values("pk"))


def servants_and_author(news: News) -> QuerySet[User]:
    return User.objects.filter(Q(pk__in=servants(news).values("pk")) | Q(pk__in=author(news).values("pk")))


def people(news: News) -> QuerySet[User]:
    """Return all who read it on their page: the people of the idea, and who answers for the municipality."""
    those = Q(pk__in=people_of(news.idea).values("pk")) | Q(pk__in=servants(news).values("pk"))
    return _others(news, User.objects.filter(those))


def others(news: News) -> QuerySet[User]:
    """Return the people of the idea, or of all these ideas, and who asked for these answers."""
    those = Q(pk=None)
    for one in news.answers:
        those |= Q(pk__in=people_at(one).values("pk"))
    return _others(news, User.objects.filter(those))


def people_at(answer: Answer) -> QuerySet[User]:
    """Return the people of its idea, and who asked for it."""
    asker, people = answer.asked_by, Q(pk__in=people_of(answer.idea).values("pk"))
    if asker and asker.user_id and answer.because != Because.ALONG:
        wishes = IdeaSubscription.objects.filter(idea=answer.idea)
        people |= Q(pk__in=without_stopped(User.objects.filter(pk=asker.user_id), wishes).values("pk"))
    return User.objects.filter(people)


def own_answers(news: News, users: Collection[int]) -> dict[int, Answer]:
    """Return of which answer each of these accounts reads: that of the first idea that concerns them."""
    own: dict[int, Answer] = {}
    for one in reversed(news.answers) if news.also else ():
        own |= dict.fromkeys(people_at(one).filter(pk__in=users).values_list("pk", flat=True), one)
    return own


def colleagues(news: News) -> QuerySet[User]:
    """Return the colleague who was asked or got the answer, or else the team, and who stands in for them today."""
    note: Note = news.words["note"]
    here = servants_of(news.idea.lab)
    if note.to_id:
        told = here.filter(pk__in=with_deputy(news.idea.lab, note.to_id))
    else:
        told = here.filter(teams=note.team_id)
    return _others(news, User.objects.filter(pk__in=told.order_by().values("user")))


def former(news: News) -> QuerySet[User]:
    """Return who worked on it until a colleague gave it to somebody else."""
    told = servants_of(news.idea.lab).filter(pk=news.words["former"]).exclude(pk=news.words["note"].to_id)
    return _others(news, User.objects.filter(pk__in=told.order_by().values("user")))


def alderman(news: News) -> QuerySet[User]:
    """Return the alderman who was asked, while they are one, unless they did it: a colleague may be alderman too."""
    told = aldermen_of(news.idea.lab).filter(pk=news.words["note"].to_id)
    return _others(news, User.objects.filter(pk__in=told.order_by().values("user")))


def at_work(news: News) -> QuerySet[User]:
    """Return who works on it, and who stands in for them today; else the team; else all who may answer in the lab."""
    return workers(news.words["answer"])


def at_work_about(idea: Idea) -> QuerySet[User]:
    """Return who works on the answer that is owed about this idea; nobody if none is."""
    owed_one = idea.answers.owed().first()
    if owed_one is None:
        return User.objects.none()
    owed_one.idea = idea
    return workers(owed_one)


def workers(found: Answer) -> QuerySet[User]:
    here = servants_of(found.lab)
    told: QuerySet[Membership] = here.none()
    if found.owner_id:
        told = here.filter(pk__in=with_deputy(found.lab, found.owner_id))
    elif found.team_id:
        told = here.filter(teams=found.team_id)
    if not told.exists():
        told = here
    return User.objects.filter(pk__in=told.order_by().values("user"))


def contact(news: News) -> QuerySet[Terms]:
    """Return the terms of the lab, if they name whom to reach."""
    return Terms.objects.filter(lab=news.idea.lab).exclude(escalation_mail="")


def admins(news: News) -> QuerySet[User]:
    """Return who runs the lab, if it has no escalation contact: they can name one."""
    if contact(news).exists():
        return User.objects.none()
    held = {"memberships__lab": news.idea.lab, "memberships__roles__kind": RoleKind.LAB_ADMIN}
    return User.objects.filter(is_active=True, **held).distinct()


def at_work_on_question(news: News) -> QuerySet[User]:
    return at_work(news).exclude(pk=news.words["asked"].person.user_id)


def asker(news: News) -> QuerySet[User]:
    return _others(news, User.objects.filter(pk=news.words["asked"].person.user_id))


def at_once(find: Callable[[News], QuerySet[User]]) -> Callable[[News], QuerySet[User]]:
    """Let these people get a mail of their own, unless they want mails about answers once a day: that has it then."""
    return lambda news: without_daily(find(news), ANSWERS)


def promises(news: News) -> Q:
    """Return the news that these answers were going to come: the answer says it."""
    about = {"about_kind": Answer._meta.label, "about_id__in": [one.pk for one in news.answers]}
    return Q(kind__in=("answer_owed", "answer_date"), **about)


def answer(news: News) -> Answer:
    found: Answer = news.words["answer"]
    return found


def _others(news: News, users: QuerySet[User]) -> QuerySet[User]:
    told = users.exclude(pk__in=news.besides) if news.besides else users
    return told.exclude(pk=news.by.user_id) if news.by and news.by.user_id else told


def mail(template: str, news: News, user: User, **more: Any) -> OutgoingMail | None:
    facts = {"reader": user.name, "lab": news.idea.lab, "idea": news.idea, "origin": origin()}
    return mail_to(user, template, facts | {"address": address_of(news.idea)} | news.words | more)


def mail_of_answer(news: News, user: User) -> OutgoingMail | None:
    """Write to an author about their own idea, and name the others that got the same answer."""
    ideas = [one.idea for one in news.answers]
    mine = next((idea for idea in ideas if (who := writing_member(idea)) and who.user_id == user.pk), news.idea)
    also = joined_titles([idea for idea in ideas if idea != mine])
    return mail("answers/mail_given.txt", news._replace(idea=mine), user, also=also)


def kind(
    name: str,
    read: Callable[[Notice], News | None],
    write: Callable[[News, User], OutgoingMail | None],
    line: Callable[[Answer, int], Line],
    replaces: Callable[[News], Q] | None = None,
) -> Kind[News]:
    """Return a kind with a mail of its own to the author; others read it on their page, and in a mail of news."""
    page = OnPage(others, answer, line, mailed=at_once(author), apart=own_answers, replaces=replaces)
    return Kind(name, read, (Readers(at_once(author), write),), page, ANSWERS)


def kind_of_draft(
    name: str, readers: Callable[[News], QuerySet[User]], line: Callable[[Answer, int], Line]
) -> Kind[News]:
    by_mail = (Readers(readers, partial(mail, "answers/mail_draft.txt")),)
    return Kind(name, of_draft, by_mail, OnPage(readers, answer, line, mailed=readers), while_shown=True)


def to_contact(news: News, terms: Terms) -> OutgoingMail | None:
    reached: Any = Contact(terms.escalation_name, terms.escalation_mail)
    return mail("answers/mail_escalated.txt", news, reached, is_contact=True)


KINDS = (
    Kind(
        "answer_owed",
        owed,
        (
            Readers(at_once(servants), partial(mail, "answers/mail_owed.txt", is_servant=True)),
            Readers(at_once(author_who_asks), partial(mail, "answers/mail_owed.txt", is_servant=False)),
        ),
        OnPage(people, answer, lines.owed, mailed=at_once(servants_and_author)),
        ANSWERS,
    ),
    kind("answer_date", date_chosen, partial(mail, "answers/mail_date.txt"), lines.date_chosen),
    kind("answer_given", given, mail_of_answer, lines.given, replaces=promises),
    kind("answer_corrected", given, mail_of_answer, lines.corrected),
    Kind(
        "answer_passed",
        noted,
        (Readers(colleagues, partial(mail, "answers/mail_note.txt")),),
        OnPage(colleagues, answer, lines.passed),
        while_shown=True,
    ),
    Kind("answer_handed", noted, (), OnPage(colleagues, answer, lines.passed), ROLES),
    Kind("answer_handed_on", moved, (), OnPage(former, answer, lines.handed_on)),
    Kind("answer_came_back", moved, (), OnPage(colleagues, answer, lines.came_back)),
    Kind(
        "answer_question",
        noted,
        (Readers(colleagues, partial(mail, "answers/mail_note.txt")),),
        OnPage(colleagues, answer, lines.asked),
        while_shown=True,
    ),
    kind_of_draft("answer_to_read", colleagues, lines.to_read),
    kind_of_draft("answer_to_approve", alderman, lines.to_approve),
    kind_of_draft("answer_fine", colleagues, lines.fine),
    kind_of_draft("answer_approved", colleagues, lines.approved),
    kind_of_draft("answer_noted", alderman, lines.noted),
    kind_of_draft("answer_remark", colleagues, lines.remark),
    kind_of_draft("answer_lapsed", colleagues, lines.lapsed),
    *weekly_mails.KINDS,
    Kind(
        "answer_reminder",
        on_time,
        (Readers(at_work, partial(mail, "answers/mail_reminder.txt")),),
        OnPage(at_work, answer, lines.reminder, mailed=at_work),
        while_shown=True,
    ),
    Kind(
        "answer_overdue",
        still_owed,
        (Readers(at_work, partial(mail, "answers/mail_overdue.txt")),),
        OnPage(at_work, answer, lines.overdue, mailed=at_work),
        while_shown=True,
    ),
    Kind(
        "answer_escalated",
        still_owed,
        (
            Readers(contact, to_contact),
            Readers(admins, partial(mail, "answers/mail_escalated.txt", is_contact=False)),
        ),
        while_shown=True,
    ),
    Kind(
        "answer_unclear",
        unclear,
        (Readers(at_work_on_question, partial(mail, "answers/mail_unclear.txt")),),
        OnPage(at_work_on_question, answer, lines.unclear, mailed=at_work_on_question),
        while_shown=True,
    ),
    Kind(
        "answer_cleared",
        cleared,
        (Readers(at_once(asker), partial(mail, "answers/mail_cleared.txt")),),
        OnPage(asker, answer, lines.cleared, mailed=at_once(asker)),
        ANSWERS,
    ),
)
