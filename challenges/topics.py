"""The live topic of questions. All of it is the same for every reader, and drafts don't exist in it."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.template.loader import render_to_string

from challenges import page
from challenges.models import Challenge
from challenges.models.answering import answering_of
from challenges.page import idea_revision
from challenges.parts import CHALLENGE_CARD, ON_IDEA, PARTS_IN, WHOLE_PAGE
from ideas.models import Idea
from ideas.parts import WHOLE_CARD
from realtime import limits
from realtime.parts import Kinds, PartKind
from realtime.topics import Part, Wish

ANSWERS = "answers"  # the id of the list of ideas on a page
FACTS: dict[str, Callable[[Challenge], dict[str, Any]]] = {
    "challenge-story": lambda challenge: {"story": page.story_of(challenge)},
}


class ChallengeTopic:
    name = "challenge"
    kinds: Kinds = {"page": (*PARTS_IN["page"], WHOLE_PAGE, WHOLE_CARD), "card": PARTS_IN["card"]}
    views: tuple[str, ...] = tuple(kinds)

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        return dict(Challenge.objects.public().filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Everybody may follow a question, except a draft. For a hidden one the update is its tombstone."""
        there = self.heads({id for _user, id in wishes})
        return {wish for wish in wishes if wish[1] in there}

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        challenge = Challenge.objects.public().with_card().filter(pk=id).first()
        if challenge is None:
            return []
        if challenge.is_hidden:
            return [part for part in [gone(challenge, view)] if part.revision > after]
        if 0 <= after < challenge.restored_revision:  # the page may show a tombstone, which has no parts to replace
            return None
        if view == "page" and 0 <= after < challenge.left_revision:  # an idea that left has no card to send
            return None
        changed = [kind for kind in PARTS_IN[view] if kind.revision(challenge) > after]
        parts = [kind.part(challenge, partial(piece, challenge, kind)) for kind in changed]
        if view == "card":
            return parts
        cards = new_ideas(challenge, after)
        return None if cards is None else [*parts, *cards]


def piece(challenge: Challenge, kind: PartKind) -> str:
    facts = FACTS[kind.name](challenge) if kind.name in FACTS else {}
    return render_to_string(kind.template, {"challenge": challenge, "lab": challenge.lab} | facts)


def question_of(idea: Idea, after: int, is_card: bool) -> list[Part]:
    """Return the question that an idea answers, if that changed."""
    answering = answering_of(idea)
    if answering is None or idea_revision(idea) <= after:
        return []
    context = {"idea": idea, "is_card": is_card}
    return [
        Part(f"{kind.name}-{idea.pk}", idea_revision(idea), partial(render_to_string, kind.template, context))
        for kind in ON_IDEA
    ]


def gone(challenge: Challenge, view: str) -> Part:
    """Replace all parts by what a fresh page would show."""
    kind = CHALLENGE_CARD if view == "card" else WHOLE_PAGE
    facts = {} if view == "card" else {"hiding": page.hiding_of(challenge)}
    context = {"challenge": challenge, "lab": challenge.lab} | facts
    return kind.part(challenge, partial(render_to_string, kind.template, context))


def new_ideas(challenge: Challenge, after: int) -> list[Part] | None:
    """Return the cards of the ideas that were attached since; None if these are too many. One query."""
    new = page.ideas_of(challenge).filter(answering__lined_up__gt=after).select_related("answering")
    found = list(new.order_by("answering__lined_up")[: limits.BEHIND_PARTS + 1])
    if len(found) > limits.BEHIND_PARTS:
        return None
    return [WHOLE_CARD.part(idea, partial(card, idea), at=idea.answering.lined_up) for idea in found]


def card(idea: Any) -> str:
    """Render a card for the list of ideas on the page of any question: rendered parts are kept without the topic."""
    context = {"idea": idea, "lab": idea.lab, "card_list": ANSWERS, "card_key": f"{idea.answering.lined_up:012}"}
    return render_to_string(WHOLE_CARD.template, context)


def new_cards(lab: int, after: int) -> list[Part]:
    """Return the questions of a lab (its id) that appeared, for the lab's topic. One query."""
    found = Challenge.objects.shown().filter(lab=lab, lab_revision__gt=after).with_card().order_by("lab_revision")
    return [CHALLENGE_CARD.part(one, partial(piece, one, CHALLENGE_CARD), at=one.lab_revision) for one in found]
