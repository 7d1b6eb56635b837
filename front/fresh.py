"""What is fresh in the labs, on the site's home: the newest ideas and statuses, first one of each lab."""

from collections.abc import Iterable

from django.db.models import Q

from front.pulse import Happening, appeared, stepped
from ideas.models import Idea, Status, StatusChange
from labs.models import Lab

SHOWN = 3
LOOKED_AT = 30  # steps


def gone(idea: str = "") -> Q:
    """Return the condition for ideas that no home page shows: withdrawn, or emptied by an author who left.

    `idea`: the prefix of a lookup through a relation, like `idea__`.
    """
    return Q(**{f"{idea}status": Status.WITHDRAWN}) | Q(**{f"{idea}source": "", f"{idea}opportunity": ""})


def fresh(newest: Iterable[int], labs: Iterable[Lab]) -> list[Happening]:
    """Return the latest news of ideas. Two or three queries. `newest`: the id of the newest idea of each lab."""
    ideas = Idea.objects.shown().filter(~gone(), source="").select_related("lab", "author__user", "behalf")
    found = list(ideas.filter(pk__in=newest))
    if len(found) < SHOWN:
        found += list(ideas.filter(lab__in=labs).order_by("-created_at", "-pk")[:SHOWN])
    steps = StatusChange.objects.filter(~gone("idea__"), idea__is_hidden=False)
    steps = steps.select_related("idea__lab", "by__user")
    last: dict[int, Happening] = {}
    news = [*map(appeared, found), *map(stepped, steps.order_by("-pk")[:LOOKED_AT])]
    for happening in sorted(news, key=lambda one: one.at, reverse=True):
        last.setdefault(happening.idea.pk, happening)
    return sorted(_each_lab_first(last.values())[:SHOWN], key=lambda one: one.at, reverse=True)


def _each_lab_first(news: Iterable[Happening]) -> list[Happening]:
    """Sort news so that the latest of every lab comes before the second of any lab."""
    labs: dict[int, int] = {}
    ranked = []
    for happening in news:
        rank = labs[happening.idea.lab_id] = labs.get(happening.idea.lab_id, -1) + 1
        ranked.append((rank, happening))
    return [happening for _rank, happening in sorted(ranked, key=lambda one: one[0])]


def fresh_of(idea: Idea) -> Happening | None:
    """Return its last status, or that it is new; None if it is `gone`. One query."""
    if idea.status == Status.WITHDRAWN or idea.is_emptied:
        return None
    step = idea.story.select_related("by__user").order_by("-pk").first()
    return stepped(step) if step else appeared(idea)
