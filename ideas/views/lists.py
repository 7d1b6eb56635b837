"""The list of ideas: filter, sort, paginate."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.joins import ExtensionPoint
from common.paging import BoundedPaginator, nearest
from common.text import fold, one_line
from common.turns import dear
from ideas.models import Idea, Status, under_title
from ideas.models.correcting import as_written, corrected
from ideas.models.finding import MOST_WORDS, NEWEST, ORDERS, Found, IdeaQuerySet, statuses_in
from ideas.models.sounds import LEAST
from labs.decorators import LabRequest, lab_page
from labs.models import Lab, Membership, Neighbourhood, Visitor
from labs.sharing import page_tags
from realtime.topics import cursor

PER_PAGE = 12
MOST, MOST_FOUND = 10_000, 240  # the most that are counted: of all ideas; of a search
MOST_LETTERS = 100
MINE, SUPPORTED = "mij", "steun"
FOUND: ExtensionPoint[str] = ExtensionPoint(
    "ideas.views.lists.FOUND", "What higher apps find besides ideas, above them. Templates, with `choice` and `lab`."
)


class Choice(NamedTuple):
    """The choices in the query string; invalid ones are ignored."""

    words: str
    is_exact: bool
    village: Neighbourhood | None
    status: str
    whose: str
    order: str
    villages: Sequence[Neighbourhood]

    @classmethod
    def of(cls, asked: QueryDict, villages: Sequence[Neighbourhood], member: Membership | Visitor) -> "Choice":
        status, whose, order = asked.get("stand", ""), asked.get("wie", ""), asked.get("volgorde", "")
        return cls(
            words=one_line(asked.get("q", ""))[:MOST_LETTERS],
            is_exact=asked.get("precies") == "1",
            village=next((village for village in villages if str(village.pk) == asked.get("dorp")), None),
            status=status if status in Status.values else "",
            whose=whose if whose in (MINE, SUPPORTED) and member.pk else "",
            order=order if order in ORDERS else NEWEST,
            villages=villages,
        )

    @property
    def chosen_words(self) -> list[str]:
        """The status, owner and order in words, each only if the reader chose another than the default."""
        status = str(Status(self.status).label) if self.status else ""
        whose = {MINE: _("my ideas"), SUPPORTED: _("what I support")}.get(self.whose, "")
        order = str(ORDERS[self.order][0]) if self.order != NEWEST else ""
        return [words for words in (status, whose, order) if words]

    @property
    def is_about_something(self) -> bool:
        """Do the words hold a letter or a digit?"""
        return any(sign.isalnum() for sign in self.words)

    @property
    def is_narrow(self) -> bool:
        return bool(self.words or self.village or self.status or self.whose)

    def narrow(self, ideas: IdeaQuerySet, member: Membership | Visitor) -> Found:
        """Find the ideas of this choice; if none has the words, those with words that are spelt nearly the same."""
        if self.village:
            ideas = ideas.filter(neighbourhood=self.village)
        if self.status == Status.WAITING:
            ideas = ideas.owed()
        elif self.status:
            ideas = ideas.filter(status=self.status)
        if self.whose == MINE:
            ideas = ideas.by(member)
        if self.whose == SUPPORTED:
            ideas = ideas.supported_by(member)
        found = ideas.found(self.words, self.villages, MOST_FOUND)
        if found.counted or not self.words or self.is_exact:
            return found
        return corrected(ideas, member.lab.pk, self.words, self.villages, MOST_FOUND) or found


@dear("q", "pagina")
@require_safe
@lab_page
def idea_list(request: LabRequest) -> HttpResponse:
    lab, member = request.lab, request.member
    listed = statuses_in(lab.pk)
    has_ideas = Exists(Idea.objects.shown().filter(neighbourhood=OuterRef("pk")))
    villages = list(lab.neighbourhoods.defer("outline").annotate(has_ideas=has_ideas))
    choice = Choice.of(request.GET, villages, member)
    ideas, counted, instead = choice.narrow(Idea.objects.listed_for(member), member)
    found = ideas.with_card(member).in_order(choice.order).select_related(None).defer(None)
    if relations := under_title.relations():
        found = found.select_related(*relations)
    if choice.words:
        found = found.with_maker()
    most = MOST_FOUND if choice.words else MOST
    page = BoundedPaginator(found, PER_PAGE, most, counted).get_page(request.GET.get("pagina"))
    if elsewhere := nearest(request, page):
        return elsewhere
    page.object_list = cards(page.object_list, lab, villages)
    context = {
        "page": page,
        "choice": choice,
        "instead": as_written(instead, (f"{idea.title} {idea.opportunity}" for idea in page.object_list)),
        "makers": makers_found(page.object_list, instead or choice.words) if choice.words else [],
        "villages": villages,
        "filled_villages": [one for one in villages if one.has_ideas or one == choice.village],
        "statuses": [(key, name) for key, name in Status.choices if key in listed or key == choice.status],
        "orders": [(key, name) for key, (name, _fields) in ORDERS.items()],
        "not_welcomed": not_welcomed(member),
        "lab_cursor": cursor(lab),
        "card_list": f"ideas-{lab.pk}",
        "last_card": f"{lab.revision:012}",
        "shared": page_tags(lab, _("Ideas")),
    }
    return render(request, "ideas/idea_list.html", context)


def not_welcomed(member: Membership | Visitor) -> int:
    """Return how many ideas wait for a first word; 0, without a query, for people who don't give one."""
    return Idea.objects.listed_for(member).waiting_for_welcome().count() if member.facilitates else 0


def makers_found(ideas: list[Idea], words: str) -> list[str]:
    """Return the makers because of whose name their idea was found.

    A word of the name begins with one of `words`, which the text and the village of the idea don't contain.
    """
    asked, found = fold(words).split()[:MOST_WORDS], []
    for idea in ideas:
        name = fold(idea.maker)
        village = fold(idea.neighbourhood.name) if idea.neighbourhood else ""
        others = idea.search_text.removesuffix(name), village
        begun = [word for word in asked if len(word) >= LEAST and re.search(rf"\b{re.escape(word)}", name)]
        if any(not any(word in other for other in others) for word in begun):
            found.append(idea.maker)
    return list(dict.fromkeys(found))


def cards(ideas: Any, lab: Lab, villages: Sequence[Neighbourhood]) -> list[Idea]:
    """Set the lab and village of each idea, which were queried before."""
    found, by_id = list(ideas), {village.pk: village for village in villages}
    for idea in found:
        idea.lab = lab
        if idea.neighbourhood_id in by_id:
            idea.neighbourhood = by_id[idea.neighbourhood_id]
    return found
