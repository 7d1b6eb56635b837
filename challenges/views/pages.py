"""The pages of questions: the list, one question, its former words, the picture of a shared link."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from challenges import history, page, rules, sharing
from challenges.hearing import hearing_of
from challenges.models import Asker, Challenge
from challenges.views.found import find_challenge, find_page
from common.fields import is_id
from common.paging import NearestPaginator, nearest
from common.sharing.kept import share_picture
from common.text import one_line
from common.turns import dear
from labs.decorators import LabRequest, lab_page
from labs.models import Neighbourhood
from labs.models.moderation import page_for_writer
from labs.sharing import page_tags
from realtime.topics import cursor

PER_PAGE, MOST_CLOSED, EDITS_PER_PAGE, MOST_LETTERS = 12, 6, 50, 100
ASKED_BY = {"buurt": Asker.NEIGHBOURS, "gemeente": Asker.MUNICIPALITY}


@dear("q", "dorp")
@require_safe
@lab_page
def challenge_list(request: LabRequest) -> HttpResponse:
    """List the open questions, and below them the last closed ones; `stand=dicht`: all closed ones.

    `q`: only those with these words; `dorp`: only those that an idea from this village answers.
    """
    lab, member, today = request.lab, request.member, timezone.localdate()
    whose = request.GET.get("wie", "")
    words, village = one_line(request.GET.get("q", ""))[:MOST_LETTERS], village_of(request)
    found = Challenge.objects.filter(lab=lab).asked_by(ASKED_BY.get(whose, "")).found(words)
    if village:
        found = found.from_village(village)
    open_ones, closed_ones = found.open(today).with_card(), found.closed(today).with_card()
    is_closed = request.GET.get("stand") == "dicht"
    chosen = closed_ones if is_closed else open_ones
    listed = NearestPaginator(chosen, PER_PAGE).get_page(request.GET.get("pagina"))
    if elsewhere := nearest(request, listed):
        return elsewhere
    may_promise = rules.can_ask_for_municipality(member)
    closed = [] if is_closed else list(closed_ones[: MOST_CLOSED + 1])
    drafts = list(Challenge.objects.filter(lab=lab).drafts().with_card()) if may_promise else []
    context = {
        "page": listed,
        "closed": closed,
        "shown_closed": MOST_CLOSED,
        "is_closed": is_closed,
        "words": words,
        "village": village,
        "is_narrow": bool(whose in ASKED_BY or words or village),
        "whose": whose if whose in ASKED_BY else "",
        "drafts": drafts,
        "may_promise": may_promise,
        "lab_cursor": cursor(lab),
        "last_card": f"{lab.revision:012}",
        "shared": page_tags(lab, _("Questions")),
    }
    for challenge in [*listed, *closed, *drafts]:
        challenge.lab = lab
    return render(request, "challenges/challenge_list.html", context)


def village_of(request: LabRequest) -> Neighbourhood | None:
    """Return the village of the query string. One query if there is one."""
    asked = request.GET.get("dorp", "")
    return request.lab.neighbourhoods.defer("outline").filter(pk=asked).first() if is_id(asked) else None


@require_safe
@lab_page
def challenge_detail(request: LabRequest, pk: int) -> HttpResponse:
    """Show one question. Hidden: its tombstone, and the words only for its author and moderators."""
    challenge, member = find_page(request, pk), request.member
    context = {"challenge": challenge, "after": cursor(challenge), "hiding": page.hiding_of(challenge)}
    if not rules.can_read(member, challenge):
        return render(request, "challenges/challenge_hidden.html", context)
    listed = NearestPaginator(page.ideas_of(challenge, member), page.SHOWN_IDEAS).get_page(request.GET.get("pagina"))
    if elsewhere := nearest(request, listed):
        return elsewhere
    for idea in listed:
        idea.lab = request.lab
    context |= {
        "page": listed,
        "story": page.story_of(challenge),
        "tools": tools_for(request, challenge),
        "is_mine": rules.is_author(member, challenge),
        "last_card": f"{challenge.revision:012}",
        "hearing": hearing_of(request, challenge),
    }
    if rules.can_ask_again(member, challenge):
        context["decision_path"] = page_for_writer(challenge)
    if rules.can_share(challenge):
        context["shared"] = sharing.tags(challenge)
    return render(request, "challenges/challenge_detail.html", context)


def tools_for(request: LabRequest, challenge: Challenge) -> dict[str, bool]:
    """Return what this member may do here besides reading; the same rules check each request."""
    member = request.member
    return {
        name: True
        for name, may in {
            "publish": rules.can_publish(member, challenge),
            "change": rules.can_change(member, challenge),
            "report": rules.can_report(member, challenge),
            "longer": rules.can_lengthen(member, challenge),
            "close": rules.can_close(member, challenge),
            "stance": rules.can_take_stance(member, challenge),
            "withdraw": rules.can_withdraw(member, challenge) and not challenge.idea_count,
            "hide": rules.can_hide(member, challenge),
            "ask_again": rules.can_ask_again(member, challenge),
        }.items()
        if may
    }


@require_safe
@lab_page
def challenge_history(request: LabRequest, pk: int) -> HttpResponse:
    """Show the words before and after each edit, to everybody; of a hidden question only to those who may read it."""
    challenge = find_challenge(request, pk)
    edits = challenge.edits.select_related("by__user").order_by("-revision", "pk")
    listed = NearestPaginator(edits, EDITS_PER_PAGE).get_page(request.GET.get("pagina"))
    context = {"challenge": challenge, "page": listed, "groups": history.edit_groups(listed)}
    return render(request, "challenges/challenge_history.html", context)


@dear()
@require_safe
@lab_page
def challenge_picture(request: LabRequest, pk: int, language: str) -> HttpResponseBase:
    """Draw the picture of a shared link."""
    challenge = find_challenge(request, pk)
    if not rules.can_share(challenge):
        raise Http404
    return share_picture(request, language, lambda: sharing.card(challenge))
