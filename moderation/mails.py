"""The readers and mails of the notices about cases (models/letters.py). The worker writes the mails.

Nobody but a moderator is told who reported something, and the writer hears nothing of a case without a consequence.
"""

from functools import partial
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from common.http import address_of, origin
from labs.models import Membership, Role
from moderation import news as lines
from moderation.models import Case, Decision, DecisionKind, Report, ReviewOutcome
from moderation.models.report import reporters_of
from notifications.groups import ROLES
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, OnPage, Readers


class Mailbox(NamedTuple):
    """Somebody without an account who reported something."""

    email: str
    language: str


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


def urgent(notice: Notice) -> News | None:
    """Return None if it was decided since, or folded: another notice tells that."""
    news = opened(notice)
    return news if news and bool(news.case.folded_at) == notice.facts["folded"] else None


def folded(notice: Notice) -> News | None:
    """Return None if a moderator looked since."""
    news = opened(notice)
    return news if news and news.case.is_folded else None


def unfolded(notice: Notice) -> News | None:
    """Return None if it was hidden or taken away since."""
    news = decided(notice)
    thing = news.case.thing if news else None
    return news if news and thing and not thing.is_hidden and not news.case.is_gone else None


def decided(notice: Notice) -> News | None:
    news = news_of(notice)
    return news if news and news.decision else None


def asked(notice: Notice) -> News | None:
    """Return None if it was decided since, or taken away, or hidden."""
    news = opened(notice)
    thing = news.case.thing if news else None
    return news if thing and not thing.is_hidden and not (news and news.case.is_gone) else None


def without(people: QuerySet[User], by: Membership | None) -> QuerySet[User]:
    """Leave out who did it."""
    return people.exclude(pk=by.user_id) if by and by.user_id else people


def moderators(news: News) -> QuerySet[User]:
    """Return the moderators who may see it: not who wrote it, nor who works for the municipality."""
    roles = Role.objects.that_decide(news.case.lab).exclude(membership__in=news.case.writers)
    return without(User.objects.filter(pk__in=roles.values("membership__user")), news.by)


def deciders(news: News) -> QuerySet[User]:
    """Return the moderators who can decide it: not who reported it either."""
    return moderators(news).exclude(memberships__in=reporters_of(news.case))


def reporters(news: News) -> QuerySet[User]:
    return without(User.objects.filter(pk__in=news.case.reports.values("by__user")), news.by)


def writers(news: News) -> QuerySet[User]:
    """Return who reads what was decided about their words: only if something came of it.

    Who asked to look again at what they must change, and needn't, reads that.
    """
    heard = {one.asked_by_id for one in news.case.reviews if one.outcome == ReviewOutcome.STAYS}
    return without(User.objects.filter(memberships__in=news.case.readers - heard).distinct(), news.by)


def all_writers(news: News) -> QuerySet[User]:
    """Return who wrote it, whether or not something comes of it: they see that it is closed."""
    return without(User.objects.filter(memberships__in=news.case.writers).distinct(), news.by)


def told(news: News) -> QuerySet[User]:
    """Return all who read on their page how it ended."""
    people = reporters(news).values("pk"), writers(news).values("pk")
    return User.objects.filter(pk__in=people[0]) | User.objects.filter(pk__in=people[1])


def mail_reporters(news: News) -> QuerySet[Report]:
    """Return the reports of people without an account."""
    return news.case.reports.exclude(mailbox="")


def case_of(news: News) -> Case:
    return news.case


def facts_of(news: News, reader: User | Mailbox, report: Report | None = None) -> dict[str, Any]:
    """Return what the mail of a case says to each reader; to a reporter also of their report."""
    facts = {"lab": news.case.lab, "case": news.case, "origin": origin()}
    facts["reader"] = reader.name if isinstance(reader, User) else ""
    if report:
        report.case = news.case
        facts |= {"day": timezone.localdate(report.at), "address": address_of(report)}
    return facts


def to_reporter(news: News, user: User) -> OutgoingMail | None:
    report = news.case.reports.filter(by__user=user).first()
    return ended_mail(news, report, user) if report else None


def to_mail_reporter(news: News, report: Report) -> OutgoingMail | None:
    return ended_mail(news, report, Mailbox(report.email, report.language))


def ended_mail(news: News, report: Report, reader: User | Mailbox) -> OutgoingMail | None:
    if news.decision is None:
        return None
    facts = {
        "decision": news.decision,
        "is_hidden": news.decision.kind == DecisionKind.HIDE,
        "is_gone": news.decision.kind == DecisionKind.GONE,
        "is_paused": news.decision.kind == DecisionKind.PAUSE,
        "is_closed": news.decision.kind == DecisionKind.CLOSE,
    }
    return mail_to(reader, "moderation/mail_ended.txt", facts_of(news, reader, report) | facts)


def put_back(notice: Notice) -> News | None:
    """Return None if it was hidden again since, or taken away."""
    news = decided(notice)
    return news if news and news.case.is_back and not news.case.is_gone else None


def back_to_reporter(news: News, user: User) -> OutgoingMail | None:
    report = news.case.reports.filter(by__user=user).first()
    return back_mail(news, report, user) if report else None


def back_to_mail_reporter(news: News, report: Report) -> OutgoingMail | None:
    return back_mail(news, report, Mailbox(report.email, report.language))


def back_mail(news: News, report: Report, reader: User | Mailbox) -> OutgoingMail | None:
    return mail_to(reader, "moderation/mail_put_back.txt", facts_of(news, reader, report))


class Received(NamedTuple):
    """A report of somebody without an account."""

    report: Report


def received(notice: Notice) -> Received | None:
    """Return None once the case is decided: another mail tells that."""
    report = Report.objects.exclude(mailbox="").filter(pk=notice.facts["report"]).first()
    if report is None:
        return None
    report.case = lines.cases().get(pk=report.case_id)
    return Received(report) if report.case.is_open else None


def itself(news: Received) -> QuerySet[Report]:
    return Report.objects.filter(pk=news.report.pk)


def to_who_reported(news: Received, _row: Report) -> OutgoingMail | None:
    report = news.report
    day = timezone.localdate(report.at)
    facts = {"lab": report.case.lab, "case": report.case, "day": day, "address": address_of(report)}
    facts["is_urgent"] = report.is_urgent
    return mail_to(Mailbox(report.email, report.language), "moderation/mail_received.txt", facts)


def to_writer(news: News, user: User) -> OutgoingMail | None:
    if news.case.asked is None:
        return None
    return mail_to(user, "moderation/mail_asked.txt", facts_of(news, user) | {"decision": news.case.asked})


def of_fold(template: str, news: News, user: User) -> OutgoingMail | None:
    return mail_to(user, template, facts_of(news, user) | {"decision": news.decision})


def at_once(news: News, user: User) -> OutgoingMail | None:
    return by_clock("folded" if news.case.is_folded else "urgent", news, user)


def talk_closed(notice: Notice) -> News | None:
    """Return None if the idea is hidden since, whose title the mail names; also if it is open again: another mail."""
    news = decided(notice)
    return news if news and news.case.talk and not news.case.talk.is_hidden else None


def to_talk(template: str, news: News, user: User) -> OutgoingMail | None:
    decision = news.case.decisions.filter(kind=TALK_MAILS[template]).select_related("by__user").last()
    if decision is None or news.case.talk is None:
        return None
    facts = {
        "reader": user.name,
        "lab": news.case.lab,
        "idea": news.case.talk,
        "decision": decision,
        "address": origin() + news.case.path_for_writer,
    }
    return mail_to(user, template, facts)


TALK_MAILS = {
    "moderation/mail_talk_closed.txt": DecisionKind.CLOSE,
    "moderation/mail_talk_opened.txt": DecisionKind.OPEN,
}


def by_clock(step: str, news: News, user: User) -> OutgoingMail | None:
    return clock_mail(news.case, step, address_of(news.case), user)


def clock_mail(case: Case, step: str, address: str, user: User) -> OutgoingMail | None:
    facts = {"reader": user.name, "lab": case.lab, "case": case, "day": timezone.localdate(case.opened_at)}
    return mail_to(user, "moderation/mail_clock.txt", facts | {"step": step, "address": address})


KINDS: tuple[Kind[Any], ...] = (
    Kind("case_opened", opened, page=OnPage(moderators, case_of, lines.opened), group=ROLES),
    Kind(
        "case_urgent",
        urgent,
        (Readers(deciders, at_once),),
        OnPage(deciders, case_of, lines.urgent, mailed=deciders),
    ),
    Kind(
        "words_folded",
        folded,
        (Readers(all_writers, partial(of_fold, "moderation/mail_folded.txt")),),
        OnPage(all_writers, case_of, lines.folded),
    ),
    Kind(
        "words_unfolded",
        unfolded,
        (Readers(all_writers, partial(of_fold, "moderation/mail_unfolded.txt")),),
        OnPage(all_writers, case_of, lines.unfolded),
    ),
    Kind("case_asked", asked, (Readers(writers, to_writer),), OnPage(writers, case_of, lines.asked)),
    Kind("case_changed", opened, page=OnPage(moderators, case_of, lines.changed), group=ROLES),
    Kind(
        "case_decided",
        decided,
        (Readers(reporters, to_reporter), Readers(mail_reporters, to_mail_reporter)),
        OnPage(reporters, case_of, lines.ended),
    ),
    Kind(
        "case_put_back",
        put_back,
        (Readers(reporters, back_to_reporter), Readers(mail_reporters, back_to_mail_reporter)),
        OnPage(reporters, case_of, lines.ended),
    ),
    Kind("report_received", received, (Readers(itself, to_who_reported),)),
    Kind(
        "case_reminder",
        opened,
        (Readers(deciders, partial(by_clock, "reminded")),),
        OnPage(deciders, case_of, lines.due_soon, mailed=deciders),
    ),
    Kind(
        "case_late",
        opened,
        (Readers(deciders, partial(by_clock, "late")),),
        OnPage(deciders, case_of, lines.late, mailed=deciders),
    ),
    *(
        Kind(kind, talk_closed, (Readers(writers, partial(to_talk, template)),))
        for kind, template in zip(("talk_closed", "talk_opened"), TALK_MAILS, strict=True)
    ),
    Kind("words_hidden", decided, page=OnPage(writers, case_of, lines.hidden)),
)
