"""The words of a mail of news. They are read when it is sent: what is hidden, read or stopped by then isn't mailed."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.http import origin
from common.unseen import seen_only
from notifications import stopping
from notifications.groups import GROUPS, Group, Mail
from notifications.mail import Words, around, as_html, thread_of
from notifications.models import Notification, OutgoingMail, all_wishes
from notifications.notices import KINDS
from notifications.rows import things_of
from notifications.subjects import SUBJECTS, Line

MOST = 100  # news in one mail; the page has the others


class Told(NamedTuple):
    """News of one kind about one thing: a line for all, and what was said in each, newest first."""

    line: Line
    said: list[Line]
    thing: Any
    group: str


def words_of(mail: OutgoingMail, user: User) -> Words | None:
    """Return the mail to `user`, in their language; None if there is nothing to say any more."""
    wanted = [group for group, wish in all_wishes(user).items() if wish != Mail.NEVER]
    news = Notification.objects.filter(mail=mail.pk, group__in=wanted).unread()
    newest = list(news.order_by("-pk")[:MOST])
    language = user.language or settings.LANGUAGE_CODE
    with translation.override(language):
        told = told_of(newest)
        if not told:
            return None
        groups = [group for group in GROUPS.values() if any(one.group == group.name for one in told)]
        subject = subject_of(told)
        context = {"user": user, "subject": subject, "language": language, "sections": sections(told), "told": told}
        context |= {"groups": groups, "stop": stopping.link(user.pk, [group.name for group in groups])}
        about = headers(told)
        context |= {
            "sender": about.get("sender", ""),
            "origin": origin(),
            "all": origin() + reverse("news"),
            "choose": origin() + reverse("news_wishes"),
        }
        body = seen_only(render_to_string("notifications/mail_news.txt", context)).strip() + "\n"
        html = as_html("notifications/mail_news.html", context)
    return Words(subject, body, html, names(groups), language, **about)


def names(groups: Iterable[Group]) -> str:
    return " ".join(group.name for group in groups)


def told_of(newest: list[Notification]) -> list[Told]:
    """Join what is joined on the page. Leave out hidden things, and kinds that this version does not know."""
    things = {subject.label: things_of(subject, newest) for subject in SUBJECTS}
    joined: dict[tuple[Any, ...], list[Notification]] = {}
    for news in newest:
        joined.setdefault((news.kind, news.about_kind, news.joins), []).append(news)
    told = []
    for (kind_name, label, _joins), rows in joined.items():
        kind, subject = KINDS.find(kind_name), SUBJECTS.find(label)
        found = dict.fromkeys(news.about_id for news in rows if news.about_id in things.get(label, {}))
        if found and subject and kind and kind.page and kind.page.line:
            abouts = [things[label][pk] for pk in found]
            said = [kind.page.line(about, 1) for about in abouts]
            line = kind.page.line(abouts[0], sum(news.about_id in found for news in rows))
            told.append(Told(line, said, subject.thing(abouts[0]), rows[0].group))
    return told


def sections(told: list[Told]) -> list[list[Told]]:
    """Return what was told of each thing, the thing with the newest first."""
    things: dict[str, list[Told]] = {}
    for one in told:
        things.setdefault(thread_of(one.thing), []).append(one)
    return list(things.values())


def subject_of(told: list[Told]) -> str:
    first, more = told[0].line.text, len(told) - 1
    words = _("%(first)s, and %(more)d more") % {"first": first, "more": more} if more else first
    return " ".join(seen_only(words).split())  # no line break ever reaches a header


def headers(told: list[Told]) -> dict[str, str]:
    """Return the lab if it is one, and the thing if it is one: mail programs show the mails about it together."""
    labs = {one.line.lab.pk: one.line.lab for one in told}
    things = {thread_of(one.thing): one.thing for one in told}
    return around(next(iter(labs.values())) if len(labs) == 1 else None, told[0].thing if len(things) == 1 else None)
