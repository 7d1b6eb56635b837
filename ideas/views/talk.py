"""Comments on an idea: add, reply, edit and remove."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.http import by_method, go_to, wants_part
from common.rate_limits import TooOften, charge
from ideas import page, rules
from ideas.forms.talk import OUT_OF_SIGHT, TALK_CLOSED, CommentEditForm, CommentForm
from ideas.hearing import hearing_of, told
from ideas.models import Comment, Idea, IdeaClosed, TalkClosed, TooSoon, WaitingComment, send_comment
from ideas.views.found import find_comment, find_idea
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required, must_take_part
from labs.models import RESIDENT_VOICE


@lab_page
def comment_start(request: LabRequest, pk: int) -> HttpResponse:
    """Show a small page to write on: `?antwoord=` names the comment to reply to."""
    must_take_part(request.member)
    idea = find_idea(request, pk)
    form = CommentForm(member=request.member, idea=idea, initial={"parent": asked_parent(request, idea)})
    return comment_page(request, idea, form)


def asked_parent(request: LabRequest, idea: Idea) -> int | None:
    asked = request.GET.get("antwoord", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return idea.comments.shown().filter(pk=int(asked)).values_list("pk", flat=True).first()


@member_required
def post_comment(request: MemberRequest, pk: int) -> HttpResponse:
    idea = find_idea(request, pk)
    if not rules.can_comment(request.member, idea, clock.now()) and not rules.is_talk_closed(idea):
        raise IdeaClosed(idea)
    form = CommentForm(request.POST, member=request.member, idea=idea)
    if not form.is_valid():
        return comment_page(request, idea, form, 422)
    said = form.cleaned_data
    voice = said["voice"] or RESIDENT_VOICE
    try:
        with transaction.atomic():
            sent = send_comment(idea, request.member, voice, said["text"], said["key"], said["parent"])
            if sent.is_new:
                charge("comment", request.member.pk)
    except (TooOften, TooSoon) as limit:
        form.add_error(None, limit.words)
        return comment_page(request, idea, form, 429)
    except TalkClosed:
        form.add_error(None, TALK_CLOSED)
        return comment_page(request, idea, form, 409)
    if isinstance(sent.thing, WaitingComment):
        return waiting_response(request, idea, sent.thing)
    return comment_response(request, idea, sent.thing, sent.is_new)


def comment_response(request: LabRequest, idea: Idea, comment: Comment, is_new: bool) -> HttpResponse:
    """If its page is on screen (`?pagina=`), return only the new part to the script; otherwise go to its page."""
    hearing = hearing_of(request, idea)
    said = told(page.comment_told(is_new), hearing) if is_new else page.comment_told(is_new)
    if not (wants_part(request) and request.GET.get("pagina") == str(page.page_of(comment))):
        say = messages.success if is_new else messages.info
        say(request, said, extra_tags=f"comment-{comment.pk}")
        return go_to(request, comment.get_absolute_url())
    comment = idea.comments.with_words().get(pk=comment.pk)
    comment.idea = idea
    context = {"idea": idea, "comment": comment, "said": said, "hearing": hearing}
    return render(request, "ideas/_comment_answer.html", context, status=201)


def waiting_response(request: LabRequest, idea: Idea, waiting: WaitingComment) -> HttpResponse:
    """Show it to its writer alone: on the page of the idea, in the same two ways."""
    if not (wants_part(request) and "pagina" in request.GET):
        return go_to(request, waiting.get_absolute_url())
    theirs = idea.waiting_comments.of(request.member)
    context = {"idea": idea, "waiting": theirs, "said": _("Your comment has been sent.")}
    return render(request, "ideas/_waiting_answer.html", context, status=201)


def comment_page(request: LabRequest, idea: Idea, form: CommentForm, status: int = 200) -> HttpResponse:
    may_comment = rules.can_comment(request.member, idea, clock.now())
    context = {"idea": idea, "comment_form": form, "may_comment": may_comment, "from_idea": "pagina" in request.GET}
    parent = form["parent"].value()
    if parent:
        context["parent"] = find_parent(idea, parent)
    return render(request, "ideas/comment_new.html", context, status=status)


def find_parent(idea: Idea, pk: object) -> Comment | None:
    try:
        return idea.comments.shown().with_words().filter(pk=int(str(pk))).first()
    except (ValueError, OverflowError):
        return None


comments = by_method(GET=comment_start, POST=post_comment)


@require_safe
@lab_page
def comment(request: LabRequest, pk: int, comment_pk: int) -> HttpResponse:
    """The permalink: redirect to the comment's current page of fifty."""
    idea = find_idea(request, pk)
    found = get_object_or_404(idea.comments.standing(), pk=comment_pk)
    found.idea = idea
    number = page.page_of(found)
    query = f"?pagina={number}" if number > 1 else ""
    return redirect(f"{idea.get_absolute_url()}{query}#comment-{found.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def comment_edit(request: MemberRequest, pk: int, comment_pk: int) -> HttpResponse:
    found = find_comment(request, pk, comment_pk)
    may_talk = rules.can_comment(request.member, found.idea, clock.now())
    if request.method == "POST" and found.is_hidden and found.author_id == request.member.pk:
        form = CommentEditForm(request.POST)
        form.add_error(None, OUT_OF_SIGHT)
        return edit_page(request, found, form, 403)
    if not rules.can_change_comment(request.member, found) or not (may_talk or rules.is_talk_closed(found.idea)):
        raise PermissionDenied
    if request.method != "POST" and not may_talk:
        raise TalkClosed(found.idea)
    form = CommentEditForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if form.is_valid():
        try:
            with transaction.atomic():
                if found.edit(form.cleaned_data["text"]):
                    charge("comment", request.member.pk)
        except TooOften as limit:
            form.add_error(None, limit.words)
            return edit_page(request, found, form, 429)
        except TalkClosed:
            form.add_error(None, TALK_CLOSED)
            return edit_page(request, found, form, 409)
        return go_to(request, found.get_absolute_url())
    return edit_page(request, found, form, 422 if form.is_bound else 200)


def edit_page(request: LabRequest, found: Comment, form: CommentEditForm, status: int) -> HttpResponse:
    may_edit = rules.can_comment(request.member, found.idea, clock.now()) and not found.is_hidden
    context = {"idea": found.idea, "comment": found, "form": form, "may_edit": may_edit}
    return render(request, "ideas/comment_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def comment_remove(request: MemberRequest, pk: int, comment_pk: int) -> HttpResponse:
    idea, member = find_idea(request, pk), request.member
    mine = idea.comments.filter(pk=comment_pk, author=member.pk) if member.pk else Comment.objects.none()
    if request.method == "POST" and mine.exclude(removed_at=None).exists():
        return redirect(idea.get_absolute_url() + "#reacties")  # pressed twice
    found = find_comment(request, pk, comment_pk)
    if not rules.can_change_comment(member, found):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "ideas/comment_remove.html", {"idea": found.idea, "comment": found})
    found.remove()
    messages.success(request, _("Your comment is gone."))
    return redirect(found.idea.get_absolute_url() + "#reacties")
