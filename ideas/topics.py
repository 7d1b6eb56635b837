"""The live topic of ideas: their page, and their card in a list. All of it is the same for every reader."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.template.loader import render_to_string

from common.joins import ExtensionPoint
from common.prepared import Prepared
from ideas import page
from ideas.models import Comment, Idea, under_title
from ideas.parts import COMMENT, PARTS_IN, WHOLE_CARD, WHOLE_PAGE
from realtime import limits
from realtime.parts import Kinds, PartKind
from realtime.topics import Part, Wish

FACTS: dict[str, Callable[[Idea], dict[str, Any]]] = {
    "need": page.need_facts,
    "helpers": page.pledge_facts,
    "story": page.story_facts,
}
WHOLE = Prepared(lambda pk: Idea.objects.with_page().select_related("lab").filter(pk=pk))
MORE: ExtensionPoint[Callable[[Idea, int], list[Part]]] = ExtensionPoint(
    "ideas.topics.MORE", "The parts of higher apps on the page of an idea: those that changed after a revision."
)


class IdeaTopic:
    name = "idea"
    kinds: Kinds = {
        "page": (*PARTS_IN["page"], COMMENT, WHOLE_PAGE),
        "card": (*PARTS_IN["card"], WHOLE_CARD),
    }
    views: tuple[str, ...] = tuple(kinds)

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        return dict(Idea.objects.filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Everybody may follow. For a hidden idea the update is its tombstone, never its text."""
        there = self.heads({id for _user, id in wishes})
        return {wish for wish in wishes if wish[1] in there}

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        idea = WHOLE.find(id)
        if idea is None:
            return []
        if idea.is_hidden:
            return [part for part in [gone(idea, view)] if part.revision > after]
        if 0 <= after < idea.restored_revision:  # the page may show a tombstone, which has no parts to replace
            return None
        if idea.is_open and 0 <= after < idea.status_revision and after < idea.reopened_revision():
            return None  # the page may have been opened while it was closed, without buttons
        if view == "page" and was_closed(idea, after):
            return None  # the same, without a form for comments
        if view == "card":
            return [*pieces(idea, "card", after), *under_title.changed(idea, after, True)]
        comments = changed_comments(idea, after)
        more = [part for found in MORE for part in found(idea, after)]
        more += under_title.changed(idea, after, False)
        return None if comments is None else [*pieces(idea, "page", after), *more, *comments]


def was_closed(idea: Idea, after: int) -> bool:
    """Did a moderator open the conversation again after that revision? A query only if something did."""
    is_new = 0 <= after < idea.closing_revision and not idea.talk_closed_at
    return is_new and idea.talk_closings.exists()


def pieces(idea: Idea, view: str, after: int) -> list[Part]:
    """Return the parts of the page or card that changed after that revision."""
    is_card = view == "card"
    changed = [kind for kind in PARTS_IN[view] if kind.revision(idea) > after]
    return [kind.part(idea, partial(piece, idea, kind, is_card)) for kind in changed]


def piece(idea: Idea, kind: PartKind, is_card: bool) -> str:
    facts = FACTS[kind.name](idea) if kind.name in FACTS else {}
    return render_to_string(kind.template, {"idea": idea, "is_card": is_card} | facts)


def changed_comments(idea: Idea, after: int) -> list[Part] | None:
    """Return the comments that changed; None if these are too many to send one by one. Without changes: one query."""
    changed = idea.comments.changed_since(after)
    if idea.revision - after > limits.BEHIND_PARTS and changed[limits.BEHIND_PARTS :].exists():
        return None
    found = list(changed.with_words().order_by("revision", "pk")[: limits.BEHIND_PARTS + 1])
    if len(found) > limits.BEHIND_PARTS:
        return None
    return [COMMENT.part(comment, partial(said, idea, comment)) for comment in found]


def said(idea: Idea, comment: Comment) -> str:
    comment.idea = idea
    return render_to_string(COMMENT.template, {"idea": idea, "comment": comment})


def gone(idea: Idea, view: str) -> Part:
    """Replace all parts by what a fresh page would show."""
    if view == "card":
        return WHOLE_CARD.part(idea, partial(card, idea))
    return WHOLE_PAGE.part(idea, partial(tombstone, idea))


def tombstone(idea: Idea) -> str:
    return render_to_string(WHOLE_PAGE.template, {"idea": idea, "hiding": page.hiding_of(idea)})


def card(idea: Idea) -> str:
    return render_to_string(WHOLE_CARD.template, {"idea": idea, "lab": idea.lab})
