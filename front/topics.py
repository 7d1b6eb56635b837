"""A lab as something to follow: its revision moves when an idea or gathering appears or vanishes.

Views: `news`, the pulse on its home; `ideas` and `gatherings`, the lists, which only say how many are new; under the
latter stands a month, which is told anew.
"""

from collections.abc import Iterable
from functools import partial

from django.template.loader import render_to_string

from events.topics import new_tickets
from front.pulse import appeared
from ideas.models import Idea
from labs.models import Lab
from realtime.topics import Part, Wish

MOST_PARTS = 200


class LabTopic:
    name = "lab"
    views = ("news", "ideas", "gatherings")

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        return dict(Lab.objects.filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Everybody may read every lab."""
        there = set(Lab.objects.filter(pk__in={id for _user, id in wishes}).values_list("pk", flat=True))
        return {wish for wish in wishes if wish[1] in there}

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        """Ideas that appeared or were hidden since; the list hears only of the first, its cards follow the ideas.

        One that was taken back whole left no row to tell of: those pages fetch themselves again.
        """
        if view == "gatherings":
            return new_tickets(id, after)
        if after >= 0 and Lab.objects.filter(pk=id, taken_back_revision__gt=after).exists():
            return None
        ideas = Idea.objects.filter(lab=id, lab_revision__gt=after).order_by("lab_revision")
        ideas = (
            ideas.shown().with_card()
            if view == "ideas"
            else ideas.filter(source="").select_related("lab", "author__user", "behalf")
        )
        found = list(ideas[: MOST_PARTS + 1])
        if len(found) > MOST_PARTS:
            return None
        return [_card(idea) if view == "ideas" else _happening(idea) for idea in found]


def _card(idea: Idea) -> Part:
    context = {"idea": idea, "lab": idea.lab}
    render = partial(render_to_string, "ideas/_idea_card.html", context)
    return Part(f"card-{idea.pk}", idea.words_revision, render, at=idea.lab_revision)


def _happening(idea: Idea) -> Part:
    def render() -> str:
        context = {"idea": idea, "lab": idea.lab, "happening": None if idea.is_hidden else appeared(idea)}
        return render_to_string("front/_happening.html", context)

    return Part(f"happening-{idea.pk}", idea.lab_revision, render)
