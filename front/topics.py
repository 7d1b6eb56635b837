"""A lab as something to follow: its revision moves when an idea or gathering appears or vanishes.

Views: `news`, the pulse on its home, and the names there; `ideas` and `gatherings`, the lists, which only say how many
are new; under the latter stands a month, which is told anew.
"""

from collections.abc import Iterable
from functools import partial

from django.template.loader import render_to_string

from events.topics import new_tickets
from front.pulse import Happening, appeared, happenings
from ideas.models import Idea
from labs.models import Lab, Neighbourhood
from labs.people import people, roles_of
from realtime.topics import Part, Wish

MOST_PARTS = 200
MET = 8  # of the people who hold a role
NAMED = 20  # happenings: those that are on pages which opened some time ago


class LabTopic:
    name = "lab"
    views: tuple[str, ...] = ("news", "ideas", "gatherings")

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
        lab = Lab.objects.filter(pk=id).first()
        if lab is None or 0 <= after < lab.taken_back_revision:
            return None if lab else []
        ideas = Idea.objects.filter(lab=id, lab_revision__gt=after).order_by("lab_revision")
        ideas = (
            ideas.shown().with_card()
            if view == "ideas"
            else ideas.filter(source="").select_related("lab", "author__user", "behalf")
        )
        found = list(ideas[: MOST_PARTS + 1])
        if len(found) > MOST_PARTS:
            return None
        if view == "ideas":
            return [_card(idea) for idea in found]
        parts = {part.key: part for part in map(_happening, found)}
        if lab.names_revision > after:
            parts |= {part.key: part for part in _names(lab)}
        return list(parts.values())


def _card(idea: Idea) -> Part:
    context = {"idea": idea, "lab": idea.lab}
    render = partial(render_to_string, "ideas/_idea_card.html", context)
    return Part(f"card-{idea.pk}", idea.words_revision, render, at=idea.lab_revision)


def _happening(idea: Idea) -> Part:
    def render() -> str:
        context = {"idea": idea, "lab": idea.lab, "happening": None if idea.is_hidden else appeared(idea)}
        return render_to_string("front/_happening.html", context)

    revision = max(idea.lab_revision, idea.lab.names_revision)
    return Part(f"happening-{idea.pk}", revision, render, at=idea.lab_revision)


def _names(lab: Lab) -> list[Part]:
    """What names someone or a village on the home of this lab, where a name changed."""
    newest = Idea.objects.filter(lab=lab).shown().with_card().select_related("author__user", "behalf")[:NAMED]
    named = [_named(happening) for happening in happenings(lab, list(newest), NAMED)]
    villages = [_village(lab, village) for village in lab.neighbourhoods.defer("outline")[: MOST_PARTS // 2]]
    context = {"lab": lab, "people": people(roles_of(lab))[:MET]}
    met = Part(
        f"lab-people-{lab.pk}", lab.names_revision, partial(render_to_string, "front/_lab_people.html", context)
    )
    return [*named, *villages, met]


def _named(happening: Happening) -> Part:
    idea = happening.idea
    context = {"idea": idea, "lab": idea.lab, "happening": happening}
    render = partial(render_to_string, "front/_happening.html", context)
    return Part(f"happening-{idea.pk}", happening.revision, render, at=idea.lab.names_revision)


def _village(lab: Lab, village: Neighbourhood) -> Part:
    render = partial(render_to_string, "front/_village_name.html", {"lab": lab, "village": village})
    return Part(f"village-{village.pk}", lab.names_revision, render)
