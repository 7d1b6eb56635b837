"""Template tags for questions. `{% load questions %}`"""

from typing import Any

from django import template
from django.utils import timezone

from challenges import page, rules, words
from challenges.models import Challenge
from challenges.models.answering import answering_of
from ideas.models import Idea
from labs.models import Lab, Membership, Neighbourhood, Visitor

register = template.Library()
register.filter("until_words", words.until_words)
register.filter("count_words", words.count_words)
register.filter("level_steps", words.level_steps)
register.filter("level_words", words.level_words)
register.filter("question", page.question_of)
register.filter("question_revision", page.idea_revision)
MOST_FOUND = 3
GROUNDS = ("on4 cut", "on5 cut--b", "on3 cut--c", "on6 cut")
DECORATIONS = (("boog", 1), ("wier", 3), ("zon", 1), ("trap", 3))


@register.filter
def ground(challenge: Challenge) -> str:
    """The CSS classes of its card: a colour and an edge, always the same for a question."""
    return GROUNDS[challenge.pk % len(GROUNDS)]


@register.simple_tag
def decoration(challenge: Challenge) -> dict[str, Any]:
    """The shape on its card."""
    name, colour = DECORATIONS[challenge.pk % len(DECORATIONS)]
    return {"name": name, "colour": colour}


@register.simple_tag
def may_attach(member: Membership | Visitor, idea: Idea) -> bool:
    return rules.can_attach(member, idea) and (
        answering_of(idea) is not None or Challenge.objects.filter(lab=idea.lab_id).open(timezone.localdate()).exists()
    )


@register.simple_tag
def questions_found(lab: Lab, words: str, village: Neighbourhood | None) -> dict[str, Any]:
    """Return the questions with these words, and those that an idea from this village answers. One query."""
    if not words and not village:
        return {}
    found = Challenge.objects.filter(lab=lab).shown().found(words)
    if village:
        found = found.from_village(village)
    shown = list(found.open_first(timezone.localdate())[: MOST_FOUND + 1])
    for challenge in shown:
        challenge.lab = lab
    return {"questions": shown[:MOST_FOUND], "are_more": len(shown) > MOST_FOUND}
