"""The page of one idea, and the form for a new one."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.intent import ask_to_sign_in
from common import uploads
from common.fields import is_id
from common.http import go_to
from common.paging import nearest
from common.rate_limits import TooOften, charge
from ideas import drawn, page, rules, sharing
from ideas.forms.idea import NewIdeaForm
from ideas.forms.pledge import PledgeForm
from ideas.forms.taking_part import NeedForm
from ideas.forms.talk import CommentForm
from ideas.hearing import hearing_of
from ideas.models import Idea, Repeat
from ideas.occasions import OCCASIONS, Refused
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required, must_take_part
from labs.models import RESIDENT_VOICE
from realtime.topics import cursor


@require_safe
@lab_page
def idea_detail(request: LabRequest, pk: int) -> HttpResponse:
    """Show one idea. Hidden: its tombstone, and the words only for its author and moderators."""
    member = request.member
    idea = get_object_or_404(page.ideas().with_mine(member), lab=request.lab, pk=pk)
    idea.lab = request.lab
    context = {"idea": idea, "after": cursor(idea), "hiding": page.hiding_of(idea)}
    if not rules.can_read(member, idea):
        return render(request, "ideas/idea_hidden.html", context)
    comments = page.comments_page(idea, request.GET.get("pagina"))
    if elsewhere := nearest(request, comments):
        return elsewhere
    context |= page.need_facts(idea) | page.pledge_facts(idea, member) | page.may(member, idea)
    context |= page.story_facts(idea)
    context |= {"comments": comments, "span": page.span(idea, comments)}
    context |= {
        "talk_list": f"comments-{idea.pk}",
        "drawn": drawn.pieces(idea),
        "is_mine": rules.is_author(member, idea),
        "hearing": hearing_of(request, idea),
    }
    if rules.can_share(idea):
        context["shared"] = sharing.tags(idea)
    if request.user.is_authenticated:
        context |= forms_for(request, idea)
        if getattr(idea, "i_wait", False):
            context["waiting"] = idea.waiting_comments.of(member)
    return render(request, "ideas/idea_detail.html", context)


def forms_for(request: LabRequest, idea: Idea) -> dict:
    """Return the page's forms for a signed-in person; signed-out visitors get links."""
    return {
        "comment_form": CommentForm(member=request.member, idea=idea, auto_id="comment_%s"),
        "pledge_form": PledgeForm(member=request.member, idea=idea, auto_id="help_%s"),
        "need_form": NeedForm(initial={"answer": getattr(idea, "my_need", None)}),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@lab_page
def idea_new(request: LabRequest) -> HttpResponseBase:
    """Everybody may fill in the form; sign-in follows when the words are valid."""
    must_take_part(request.member)
    if request.method != "POST":
        first = {"title": request.GET.get("titel", "")[:200]}
        first |= {one.name: request.GET[one.name] for one in OCCASIONS if is_id(request.GET.get(one.name, ""))}
        return form_page(request, NewIdeaForm(member=request.member, initial=first))
    data, trouble = uploads.take_in(request)
    form = NewIdeaForm(data, member=request.member, photo_trouble=trouble)
    if not form.is_valid():
        return form_page(request, form, 422)
    if not request.user.is_authenticated or not request.user.name:
        return ask_to_sign_in(request, data)
    return post_idea(request, lab_slug=request.lab.slug, form=form)


@member_required
def post_idea(request: MemberRequest, form: NewIdeaForm) -> HttpResponse:
    if not rules.can_propose(request.member):
        raise PermissionDenied
    try:
        idea, is_new = propose(request, form)
    except TooOften as limit:
        form.add_error(None, limit.words)
        return form_page(request, form, 429)
    except Refused as refused:
        form.refuse(refused)
        return form_page(request, form, 409)
    if is_new:
        share = reverse("idea_share", kwargs={"lab_slug": request.lab.slug, "pk": idea.pk})
        online = format_html('{} <a href="{}">{}</a>', _("Your idea is online."), share, _("Tell your neighbours."))
        messages.success(request, online)
        say_of_the_first(request, form.cleaned_data["key"], idea)
    else:
        messages.info(request, _("This idea was already here. You sent the same words before."))
    return go_to(request, idea.get_absolute_url())


def say_of_the_first(request: MemberRequest, key: UUID, idea: Idea) -> None:
    """Warn a person who went back and sent another text: there are two ideas now; perhaps they meant to edit."""
    first = Idea.objects.filter(author=request.member.pk, key=key, is_hidden=False).exclude(pk=idea.pk).first()
    if first:
        link = format_html('<a href="{}"><bdi>{}</bdi></a>', first.get_absolute_url(), first.title)
        words = _(
            "You sent this form before: %(idea)s is still here too. Did you want to change that one? Take back one."
        )
        messages.info(request, format_html(words.replace("%(idea)s", "{}"), link))


def propose(request: MemberRequest, form: NewIdeaForm) -> Repeat[Idea]:
    said = form.cleaned_data
    voice = said["voice"] or RESIDENT_VOICE
    with uploads.own_copy(said["upload"], "ideas") as photo:
        with transaction.atomic():
            for occasion, chosen in form.chosen():
                occasion.hold(chosen)
            sent = Idea.propose(request.member, voice, said["key"], photo=photo.name, **form.words())
            if sent.is_new:
                charge("idea", request.member.pk)
                for occasion, chosen in form.chosen():
                    occasion.take(sent.thing, chosen)
        photo.is_used = sent.is_new
    return sent


def form_page(request: LabRequest, form: NewIdeaForm, status: int = 200) -> HttpResponse:
    upload = uploads.kept(form["upload"].value())
    return render(request, "ideas/idea_new.html", {"form": form, "upload": upload}, status=status)
