"""Welcome whoever shared an idea: the ideas that wait for a first word, and the form to give it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.paging import NearestPaginator, nearest
from common.rate_limits import TooOften, charge
from ideas import rules
from ideas.forms.talk import TALK_CLOSED
from ideas.forms.welcome import WelcomeForm, ready_texts
from ideas.models import Idea, IdeaClosed, TalkClosed
from ideas.views.found import find_idea
from labs.decorators import LabRequest, MemberRequest, member_required

PER_PAGE = 50


@require_safe
@member_required
def welcome_list(request: MemberRequest) -> HttpResponseBase:
    """Show the ideas that wait for a welcome, by date: only to people who may give it."""
    if not request.member.facilitates:
        raise PermissionDenied
    waiting = Idea.objects.listed_for(request.member).waiting_for_welcome().select_related("author__user")
    page = NearestPaginator(waiting, PER_PAGE).get_page(request.GET.get("pagina"))
    if elsewhere := nearest(request, page):
        return elsewhere
    for idea in page.object_list:
        idea.lab = request.lab
    rows = [(idea, rules.can_welcome(request.member, idea)) for idea in page.object_list]
    return render(request, "ideas/welcome_list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def idea_welcome(request: MemberRequest, pk: int) -> HttpResponse:
    """The form. `?tekst=2` begins with the second text; without it, with the first one."""
    idea = find_idea(request, pk)
    may_talk = rules.can_comment(request.member, idea, clock.now())
    if not rules.can_welcome(request.member, idea) or not (may_talk or rules.is_talk_closed(idea)):
        raise PermissionDenied
    if request.method == "POST":
        return post_welcome(request, idea)
    if not idea.waits_for_welcome:
        messages.info(request, _("This idea doesn't wait for a welcome any more."))
        return redirect(idea)
    texts = ready_texts(idea)
    chosen = next((text for number, text in numbered(texts) if request.GET.get("tekst") == number), texts[0])
    return welcome_page(request, idea, WelcomeForm(member=request.member, initial={"text": chosen}))


def post_welcome(request: MemberRequest, idea: Idea) -> HttpResponse:
    form = WelcomeForm(request.POST, member=request.member)
    if not form.is_valid():
        return welcome_page(request, idea, form, 422)
    said = form.cleaned_data
    try:
        with transaction.atomic():
            comment, is_new = idea.welcome(request.member, form.chosen_voice, said["text"], said["key"])
            if is_new:
                charge("comment", request.member.pk)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return welcome_page(request, idea, form, 429)
    except TalkClosed:
        form.add_error(None, TALK_CLOSED)
        return welcome_page(request, idea, form, 409)
    except IdeaClosed:
        form.add_error(None, _("This is no longer possible: the idea was closed or hidden a moment ago."))
        return welcome_page(request, idea, form, 403)
    if comment.is_welcome:
        words = _("Your welcome is online.")
    else:
        words = _("Somebody was just before you. Your words are online as an ordinary comment.")
    messages.success(request, words, extra_tags=f"comment-{comment.pk}")
    return redirect(comment)


def welcome_page(request: LabRequest, idea: Idea, form: WelcomeForm, status: int = 200) -> HttpResponse:
    context = {"idea": idea, "form": form, "texts": numbered(ready_texts(idea))}
    return render(request, "ideas/welcome.html", context, status=status)


def numbered(texts: list[str]) -> list[tuple[str, str]]:
    return [(str(number), text) for number, text in enumerate(texts, 1)]
