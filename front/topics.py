"""The live topic of a lab: its revision rises when an idea or gathering appears or disappears.

The view `news` is the pulse, the people and the villages on the lab's home. The views `ideas` and `gatherings` are the
lists, which only say how many things are new. The number of ideas above the list of ideas is rendered again, and so is
the calendar month below the list of gatherings. A row in the pulse follows its idea.
"""

from collections.abc import Callable, Iterable
from functools import partial

from django.template.loader import render_to_string

from answers.page import owed_in
from answers.parts import LAB_ANSWERS
from challenges.parts import CHALLENGE_CARD
from challenges.topics import new_cards as new_questions
from common.paging import BoundedPaginator
from events.parts import GATHERING_CARD, MONTH
from events.topics import new_cards
from front.fresh import fresh_of
from front.parts import HAPPENING, IDEA_COUNT, PEOPLE, SLIP, VILLAGES
from front.pulse import Happening, appeared, last_of
from front.villages import villages_of
from ideas.models import Idea
from ideas.parts import WHOLE_CARD
from ideas.topics import IdeaTopic
from ideas.views.lists import MOST, PER_PAGE
from labs.models import Lab
from labs.people import people, roles_of
from realtime.parts import Kinds, PartKind
from realtime.topics import Part, Wish

MOST_PARTS = 200
MET = 8  # people with a role


class LabTopic:
    name = "lab"
    kinds: Kinds = {
        "news": (HAPPENING, PEOPLE, VILLAGES, LAB_ANSWERS),
        "ideas": (WHOLE_CARD, IDEA_COUNT),
        "gatherings": (GATHERING_CARD, MONTH),
        "questions": (CHALLENGE_CARD,),
    }
    views: tuple[str, ...] = tuple(kinds)

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        return dict(Lab.objects.filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Everybody may read every lab."""
        there = set(Lab.objects.filter(pk__in={id for _user, id in wishes}).values_list("pk", flat=True))
        return {wish for wish in wishes if wish[1] in there}

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        """Return the ideas that appeared or were hidden since `after`; a list gets only those that appeared.

        A list's cards follow their ideas. None, so that pages fetch themselves again: an idea was deleted, and has no
        row to report; or a village changed, which the form of the list of ideas offers; or too many ideas changed.
        """
        if view == "gatherings":
            return new_cards(id, after)
        if view == "questions":
            return new_questions(id, after)
        lab = Lab.objects.filter(pk=id).first()
        if lab is None:
            return []
        fresh_from = max(lab.taken_back_revision, lab.villages_revision if view == "ideas" else 0)
        if 0 <= after < fresh_from:
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
        if view == "ideas":
            return [*(_card(idea) for idea in found), *_count(lab, after)]
        return [*(_happening(idea) for idea in found), *_of_the_lab(lab, after)]


def _card(idea: Idea) -> Part:
    context = {"idea": idea, "lab": idea.lab}
    render = partial(render_to_string, WHOLE_CARD.template, context)
    return WHOLE_CARD.part(idea, render, at=idea.lab_revision)


def _count(lab: Lab, after: int) -> list[Part]:
    if lab.revision <= after:
        return []
    paginator = BoundedPaginator(Idea.objects.filter(lab=lab).shown(), PER_PAGE, MOST)
    context = {"lab": lab, "paginator": paginator}
    return [IDEA_COUNT.part(lab, partial(render_to_string, IDEA_COUNT.template, context))]


def _happening(idea: Idea) -> Part:
    """Render a new idea without a query; for a restored one also its last event."""
    last = last_of if idea.restored_revision else appeared
    return HAPPENING.part(idea, partial(_told, idea, last), at=idea.lab_revision)


def _told(idea: Idea, last: Callable[[Idea], Happening | None], kind: PartKind = HAPPENING) -> str:
    context = {"idea": idea, "lab": idea.lab, "happening": None if idea.is_hidden else last(idea)}
    return render_to_string(kind.template, context)


def _of_the_lab(lab: Lab, after: int) -> list[Part]:
    """Return the people, the villages with their numbers of ideas, and the answers that are owed, if they changed."""
    parts = []
    if lab.names_revision > after:
        context = {"lab": lab, "people": people(roles_of(lab))[:MET]}
        parts.append(PEOPLE.part(lab, partial(render_to_string, PEOPLE.template, context)))
    if lab.revision > after:
        parts.append(VILLAGES.part(lab, partial(_villages, lab)))
    if lab.answers_revision > after:
        parts.append(LAB_ANSWERS.part(lab, partial(_answers, lab)))
    return parts


def _answers(lab: Lab) -> str:
    return render_to_string(LAB_ANSWERS.template, {"lab": lab, "owed": owed_in(lab)})


def _villages(lab: Lab) -> str:
    return render_to_string(VILLAGES.template, {"lab": lab} | villages_of(lab))


class HappeningTopic(IdeaTopic):
    """An idea in the news of its lab's home or the site's: updated when its text, or a name beside it, changes."""

    name = "happening"
    kinds: Kinds = {"pulse": (HAPPENING,), "slip": (SLIP,)}
    views: tuple[str, ...] = tuple(kinds)

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        """The revision of the title and of names; comments and support don't change it."""
        ideas = Idea.objects.filter(pk__in=ids).only("words_revision", "names_revision")
        return {idea.pk: idea.named_revision for idea in ideas}

    def parts(self, id: int, view: str, after: int) -> list[Part]:
        idea = Idea.objects.select_related("lab", "author__user", "behalf").filter(pk=id).first()
        if idea is None or idea.named_revision <= after:
            return []
        if view == "slip":
            return [SLIP.part(idea, partial(_told, idea, fresh_of, SLIP))]
        return [HAPPENING.part(idea, partial(_told, idea, last_of))]
