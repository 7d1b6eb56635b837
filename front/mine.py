"""Van mij: what a person made, supports, goes to and helps with, in all labs; and the words about it on cards."""

from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.around import stay_at
from accounts.decorators import PersonRequest, signed_in
from accounts.intent import local_path
from accounts.models import User
from common import clock
from common.paging import NearestPaginator, nearest
from events.models import Attendance
from events.words import party_words
from ideas.models import Idea, Pledge, Support
from notifications.models import inbox_of
from notifications.rows import Row, rows_of

SHOWN, PER_PAGE = 6, 24
NEW = 3  # rows of news above the lists
MOST_WORDS = 1000  # ideas in the list for the page's script, the newest
TITLES = {
    "ideeen": gettext_lazy("My ideas"),
    "komen": gettext_lazy("Where I'm going"),
    "helpen": gettext_lazy("What I help with"),
    "steun": gettext_lazy("Ideas I support"),
}


class Shelf(NamedTuple):
    """A page of one of the lists. `key` is the name of the list in URLs."""

    key: str
    title: str | Promise
    page: Page


class New(NamedTuple):
    """What a person hasn't read yet: how many rows, and the newest ones."""

    unread: int
    rows: list[Row]


@never_cache
@require_safe
@signed_in
def mine(request: PersonRequest) -> HttpResponse:
    """Show what is new and the beginning of each list, or with `toon` one list by page.

    At most fourteen queries, for any number; with news six more, and some for each kind of thing in it.
    """
    stay_at(request, local_path(request, request.GET.get("next", "")))
    lists, chosen = lists_of(request.user), request.GET.get("toon", "")
    if chosen not in lists:
        shelves = [Shelf(key, TITLES[key], NearestPaginator(rows, SHOWN).page(1)) for key, rows in lists.items()]
        context = {"shelves": [one for one in shelves if one.page.paginator.count], "new": new_for(request.user)}
        return render(request, "front/mine.html", context)
    page = NearestPaginator(lists[chosen], PER_PAGE).get_page(request.GET.get("pagina"))
    if elsewhere := nearest(request, page):
        return elsewhere
    return render(request, "front/mine.html", {"shelves": [Shelf(chosen, TITLES[chosen], page)], "page": page})


def new_for(user: User) -> New:
    """Return the first unread rows. One query if there is certainly nothing to read."""
    inbox = inbox_of(user)
    unread = inbox.unread
    return New(unread, rows_of(inbox.news.unread().shown().rows()[:NEW]) if unread else [])


def lists_of(user: User) -> dict[str, Any]:
    """Return the rows of each list. Ideas that a moderator hid are there for their author only, as elsewhere."""
    readable = Q(idea__is_hidden=False) | Q(idea__author__user=user)
    pledges = Pledge.objects.standing().filter(readable, person__user=user)
    supports = Support.objects.filter(readable, person__user=user)
    return {
        "ideeen": Idea.objects.of(user).select_related("lab"),
        "komen": Attendance.objects.coming_of(user, clock.now()),
        "helpen": pledges.select_related("idea__lab").order_by("-created_at", "-pk"),
        "steun": supports.select_related("idea__lab").order_by("-created_at", "-pk"),
    }


@never_cache
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Return what cards say to this reader, by `data-my-words`; nothing for a visitor. At most seven queries."""
    return JsonResponse(words_for(request.user) if request.user.is_authenticated else {})


def words_for(user: User) -> dict[str, str]:
    """Return "Your idea" and the like. A card of a cancelled gathering says that it is cancelled, and nothing else."""
    ideas = Idea.objects.of(user).values_list("pk", flat=True)[:MOST_WORDS]
    parties = [party for party in Attendance.objects.coming_of(user, clock.now()) if party.gathering.is_published]
    coming = {f"gathering-{party.gathering_id}": party_words(party) for party in parties}
    return coming | {f"idea-{pk}": _("Your idea") for pk in ideas}
