"""Telling people an act on their page, and when they get a mail of it."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from common import clock
from notifications import live
from notifications.groups import Group, due_of
from notifications.models.inbox import About, Inbox, Notification
from notifications.models.wish import wishes_of

if TYPE_CHECKING:
    from notifications.models.notice import Notice


def tell(
    abouts: Mapping[int, About],
    notice: "Notice",
    group: Group | None = None,
    mailed: Collection[int] = (),
    replaced: Q | None = None,
) -> None:
    """Tell these accounts (ids) one act, each about a thing, once. `group` is whose setting decides about mails.

    Call it in a transaction. `mailed` get a mail of its own. Their unread news that is `replaced` goes.

    An account that is erased at this moment has no inbox any more, and gets nothing.
    """
    held = _raise(abouts, has_new=True)
    told = {"act": notice.pk, "kind": notice.kind, "told_at": notice.told_at}
    news = [Notification(inbox=inbox, **told) for inbox in held]
    for one in news:
        one.about_kind, one.about_id, one.joins = abouts[one.inbox_id]
    if group:
        wishes, now = wishes_of([inbox.pk for inbox in held], group), clock.now()
        for one in [one for one in news if one.inbox_id not in mailed]:
            one.group = group.name
            one.mail_due = due_of(wishes[one.inbox_id], one.inbox.mailed_at, now)
    Notification.objects.bulk_create(news, ignore_conflicts=True)
    if replaced is not None:
        Notification.objects.unread().filter(replaced, inbox__in=held).delete()
    live.news_changed(inbox.pk for inbox in held)


def touch(users: Collection[int]) -> None:
    """Let the open pages of these accounts (ids) ask what is their own now. Call it in a transaction."""
    live.news_changed(inbox.pk for inbox in _raise(users))


def _raise(users: Collection[int], **values: Any) -> list[Inbox]:
    """Lock these inboxes in order of id, before their rows, and raise their revisions. Return which are there."""
    Inbox.objects.bulk_create([Inbox(user_id=user) for user in sorted(users)], ignore_conflicts=True)
    there = Inbox.objects.filter(pk__in=users)
    held = list(there.order_by("pk").select_for_update(no_key=True))
    there.filter(pk__in=[inbox.pk for inbox in held]).update(revision=F("revision") + 1, **values)
    return held
