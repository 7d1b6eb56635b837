"""The live topic of gatherings. All is the same for every reader: no drafts, and of a hidden one its tombstone."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse

from common import clock
from common.times import day_of
from events.models import Gathering, TableIdea
from events.models.aloud import revision_of
from events.models.hidden import hiding_of
from events.month import Month
from events.parts import ALOUD_ON_IDEA, GATHERING_CARD, MONTH, ON_IDEA, PARTS_IN, POSTER, WHOLE_PAGE
from ideas.models import Idea
from labs.models import Lab
from realtime.parts import Kinds, PartKind
from realtime.topics import Part, Wish

FACTS: dict[str, Callable[[Gathering], dict[str, Any]]] = {
    "dates": lambda gathering: {"options": gathering.date_options.with_counts()},
}
INSTEAD = {"page": WHOLE_PAGE, "poster": POSTER}  # of a hidden gathering; elsewhere its card


class GatheringTopic:
    name = "gathering"
    kinds: Kinds = PARTS_IN | {"page": (*PARTS_IN["page"], WHOLE_PAGE)}
    views: tuple[str, ...] = tuple(kinds)

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        return dict(Gathering.objects.announced().filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Everybody may follow a gathering, except a draft. For a hidden one the update is its tombstone."""
        there = self.heads({id for _user, id in wishes})
        return {wish for wish in wishes if wish[1] in there}

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        found = Gathering.objects.announced()
        gathering = (found.with_page() if view == "page" else found.with_card()).filter(pk=id).first()
        if gathering is None:
            return []
        if gathering.is_hidden:
            return [part for part in [gone(gathering, view)] if part.revision > after]
        if 0 <= after < gathering.restored_revision:  # the page may show a tombstone, which has no parts to replace
            return None
        changed = [kind for kind in PARTS_IN[view] if kind.revision(gathering) > after]
        return [kind.part(gathering, partial(piece, gathering, kind, view)) for kind in changed]


def piece(gathering: Gathering, kind: PartKind, view: str = "card") -> str:
    facts = FACTS[kind.name](gathering) if kind.name in FACTS else {}
    context = {"gathering": gathering, "lab": gathering.lab, "with_lab": view == "agenda"}
    return render_to_string(kind.template, context | facts)


def gone(gathering: Gathering, view: str) -> Part:
    """Replace all parts by what a fresh page would show."""
    kind = INSTEAD.get(view, GATHERING_CARD)
    facts = {"hiding": hiding_of(gathering)} if kind is WHOLE_PAGE else {"with_lab": view == "agenda"}
    context = {"gathering": gathering, "lab": gathering.lab} | facts
    return kind.part(gathering, partial(render_to_string, kind.template, context))


def new_cards(lab: int, after: int) -> list[Part] | None:
    """Return the gatherings of a lab (its id) that appeared or changed their place, and their months, for its topic.

    Of a hidden one only the month: pages that show its card follow it.

    One or two queries. None when several things happened and something was moved: it may have moved twice, and the
    place in between is unknown.
    """
    found = list(Gathering.objects.filter(lab=lab).appeared_since(after).with_card())
    if found and found[-1].lab_revision > after + 1 and any(one.moved_from for one in found):
        return None
    shown = [one for one in found if not one.is_hidden]
    cards = [GATHERING_CARD.part(one, partial(piece, one, GATHERING_CARD), at=one.lab_revision) for one in shown]
    return [*cards, *months(found)]


def months(changed: list[Gathering]) -> list[Part]:
    """Render the months of these gatherings of one lab, and the months from which they were moved."""
    if not changed:
        return []
    lab, newest = changed[-1].lab, changed[-1].lab_revision
    days = {day_of(at).replace(day=1) for one in changed for at in (one.starts_at, one.moved_from) if at}
    return [
        Part(f"{MONTH.name}-{lab.pk}-{first:%Y-%m}", newest, partial(month_piece, lab, first, newest))
        for first in sorted(days)
    ]


def month_piece(lab: Lab, first: date, revision: int) -> str:
    month = Month.of(first, day_of(clock.now()))
    found = Gathering.objects.public().filter(lab=lab).between(month.first, month.until).select_related("lab")
    address = reverse("gathering_list", kwargs={"lab_slug": lab.slug})
    context = {"lab": lab, "month": month.with_gatherings(found), "month_url": address, "month_revision": revision}
    return render_to_string(MONTH.template, context)


def meetings(idea: Idea, after: int) -> list[Part]:
    """Return the gatherings of an idea for its topic, if they changed. One query."""
    newest = TableIdea.objects.filter(idea=idea).aggregate(newest=Max("revision"))["newest"] or 0
    if not newest or newest <= after:
        return []
    return [
        Part(f"{kind.name}-{idea.pk}", newest, partial(render_to_string, kind.template, {"idea": idea}))
        for kind in ON_IDEA
    ]


def aloud_about(idea: Idea, after: int) -> list[Part]:
    """Return what was said aloud about an idea for its topic, if it changed. One query."""
    newest = revision_of(idea)
    if not newest or newest <= after:
        return []
    kind = ALOUD_ON_IDEA
    return [Part(f"{kind.name}-{idea.pk}", newest, partial(render_to_string, kind.template, {"idea": idea}))]
