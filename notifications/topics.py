"""The live topic of a person's news, for nobody else: `inbox-7` of the account 7. It sends a number, never words."""

from collections.abc import Iterable
from functools import partial

from django.template.loader import render_to_string

from notifications.models import Inbox
from notifications.parts import COUNT
from realtime.parts import Kinds
from realtime.topics import Part, Wish


class InboxTopic:
    name = "inbox"
    kinds: Kinds = {"head": (COUNT,)}
    views: tuple[str, ...] = tuple(kinds)

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        """Return 0 for a person who was never told anything: their pages may follow it."""
        ids = list(ids)
        return dict.fromkeys(ids, 0) | dict(Inbox.objects.filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Only the person."""
        return {(user, id) for user, id in wishes if user == id}

    def parts(self, id: int, view: str, after: int) -> list[Part]:
        inbox = Inbox.objects.filter(pk=id, revision__gt=after).first()
        return [COUNT.part(inbox, partial(piece, inbox))] if inbox else []


def piece(inbox: Inbox) -> str:
    return render_to_string(COUNT.template, {"inbox": inbox})
