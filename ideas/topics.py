"""Ideas can be followed: their page, and their card in a list. Everything here is the same for whoever reads."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.template.loader import render_to_string

from common.prepared import Prepared
from ideas import page
from ideas.models import Comment, Idea
from realtime import limits
from realtime.topics import Part, Wish

PAGE = {
    "status": ("status_revision", "ideas/_status.html"),
    "idea-title": ("named_revision", "ideas/_title.html"),
    "idea-author": ("named_revision", "ideas/_author.html"),
    "idea-cover": ("words_revision", "ideas/_cover.html"),
    "idea-words": ("words_revision", "ideas/_words.html"),
    "tally": ("tally_revision", "ideas/_tally.html"),
    "support-words": ("tally_revision", "ideas/_support_words.html"),
    "need": ("need_revision", "ideas/_need.html"),
    "helpers": ("helpers_revision", "ideas/_helpers.html"),
    "story": ("story_revision", "ideas/_story.html"),
    "talk": ("talk_revision", "ideas/_talk_count.html"),
}
CARD = {name: PAGE[name] for name in ("status", "idea-title", "tally", "support-words")}
CARD["talk"] = ("card_talk_revision", "ideas/_talk_count.html")
CARD["card-cover"] = ("words_revision", "ideas/_card_cover.html")
CARD["card-where"] = ("named_revision", "ideas/_card_where.html")
CARD["card-words"] = ("words_revision", "ideas/_card_words.html")  # on the wide card only; others leave it
FACTS: dict[str, Callable[[Idea], dict[str, Any]]] = {
    "need": page.need_facts,
    "helpers": page.help_facts,
    "story": lambda idea: {"story": page.story_of(idea)},
}
WHOLE = Prepared(lambda pk: Idea.objects.with_page().select_related("lab").filter(pk=pk))
MORE: list[Callable[[Idea, int], list[Part]]] = []  # what higher apps show on an idea's page: (idea, after)


class IdeaTopic:
    name = "idea"
    views: tuple[str, ...] = ("page", "card")

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        return dict(Idea.objects.filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Whoever can read the page: everybody. Of a hidden idea they get its tombstone, and never its words."""
        there = self.heads({id for _user, id in wishes})
        return {wish for wish in wishes if wish[1] in there}

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        idea = WHOLE.find(id)
        if idea is None:
            return []
        if idea.is_hidden:
            return [part for part in [gone(idea, view)] if part.revision > after]
        if 0 <= after < idea.restored_revision:  # perhaps a tombstone stands there, with nothing to put pieces in
            return None
        if idea.is_open and 0 <= after < idea.status_revision and after < idea.reopened_revision():
            return None  # perhaps opened while it was closed, with no button to press
        if view == "card":
            return pieces(idea, CARD, after, is_card=True)
        comments = changed_comments(idea, after)
        more = [part for found in MORE for part in found(idea, after)]
        return None if comments is None else [*pieces(idea, PAGE, after), *more, *comments]


def pieces(idea: Idea, kinds: dict[str, tuple[str, str]], after: int, is_card: bool = False) -> list[Part]:
    """The pieces of page or card whose revision is newer."""
    changed = [(name, getattr(idea, moved), template) for name, (moved, template) in kinds.items()]
    return [
        Part(f"{name}-{idea.pk}", revision, partial(piece, idea, name, template, is_card))
        for name, revision, template in changed
        if revision > after
    ]


def piece(idea: Idea, name: str, template: str, is_card: bool) -> str:
    facts = FACTS[name](idea) if name in FACTS else {}
    return render_to_string(template, {"idea": idea, "is_card": is_card} | facts)


def changed_comments(idea: Idea, after: int) -> list[Part] | None:
    """One query when nothing changed; None when it is more than can be caught up one by one."""
    changed = idea.comments.changed_since(after)
    if idea.revision - after > limits.BEHIND_PARTS and changed[limits.BEHIND_PARTS :].exists():
        return None
    found = list(changed.with_words().order_by("revision", "pk")[: limits.BEHIND_PARTS + 1])
    if len(found) > limits.BEHIND_PARTS:
        return None
    return [Part(f"comment-{comment.pk}", comment.revision, partial(said, idea, comment)) for comment in found]


def said(idea: Idea, comment: Comment) -> str:
    comment.idea = idea
    return render_to_string("ideas/_comment.html", {"idea": idea, "comment": comment})


def gone(idea: Idea, view: str) -> Part:
    """In the place of everything: what a fresh page would show, too."""
    if view == "card":
        return Part(f"card-{idea.pk}", idea.words_revision, partial(card, idea))
    return Part(f"idea-{idea.pk}", idea.named_revision, partial(tombstone, idea))


def tombstone(idea: Idea) -> str:
    return render_to_string("ideas/_idea_gone.html", {"idea": idea, "hiding": page.hiding_of(idea)})


def card(idea: Idea) -> str:
    return render_to_string("ideas/_idea_card.html", {"idea": idea, "lab": idea.lab})
