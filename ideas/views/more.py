"""The actions for an idea or comment: a page behind one neutral link, so that no fragment says "you"."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from common.joins import ExtensionPoint
from ideas import rules
from ideas.models import Behalf, Comment, Idea, IdeaPhoto, PhotoHiding
from ideas.models.edits import edits_for_all
from ideas.page import hiding_of
from ideas.views.found import find_comment, find_idea
from labs.decorators import LabRequest, lab_page
from labs.models import Membership, Visitor
from labs.models.moderation import page_for_writer

FOR_ALL: ExtensionPoint[str] = ExtensionPoint(
    "ideas.views.more.FOR_ALL",
    "Acts of higher apps for everybody on the page with all acts for an idea. Templates of a `li`, with `idea`.",
)
FOR_ALL_OF_COMMENT: ExtensionPoint[str] = ExtensionPoint(
    "ideas.views.more.FOR_ALL_OF_COMMENT",
    "Acts of higher apps for everybody on the page of a comment. Templates of a `li`, with `idea` and `comment`.",
)
FOR_MODERATORS: ExtensionPoint[str] = ExtensionPoint(
    "ideas.views.more.FOR_MODERATORS",
    "Acts of higher apps for moderators on the page with all acts for an idea. Templates of a `li`, with `idea` and"
    " `member`.",
)
YOURS: ExtensionPoint[str] = ExtensionPoint(
    "ideas.views.more.YOURS",
    "Acts of higher apps on the page with all acts for an idea. Templates, with `idea` and `member`.",
)


@require_safe
@lab_page
def idea_more(request: LabRequest, pk: int) -> HttpResponse:
    idea, member = find_idea(request, pk), request.member
    may = {
        "share": rules.can_share(idea),
        "edit": rules.can_edit_idea(member, idea),
        "withdraw": rules.can_withdraw_idea(member, idea),
        "set_status": rules.can_set_status(member, idea),
        "welcome": idea.waits_for_welcome and rules.can_welcome(member, idea),
        "set_stance": rules.can_set_stance(member, idea),
        "write_for_others": rules.can_write_for_others(member) and rules.can_comment(member, idea, clock.now()),
        "hide": rules.can_hide(member, idea),
        "ask_again": rules.can_ask_again(member, idea),
    }
    context: dict[str, Any] = {
        "idea": idea,
        "member": member,
        "may": may,
        "behalf": claimable(idea),
        "hiding": hiding_of(idea),
        "photo_hiding": hidden_photo_for(member, idea),
        "decision_path": page_for_writer(idea) if may["ask_again"] else "",
    }
    if context["photo_hiding"] and rules.is_author(member, idea):
        context["photo_decision_path"] = page_for_writer(IdeaPhoto(idea))
    context["hidden_comments"] = idea.comments.filter(
        is_hidden=True, removed_at=None, author=member.pk or 0
    ).prefetch_related("hidings")
    return render(request, "ideas/care_idea_more.html", context)


@require_safe
@lab_page
def comment_more(request: LabRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Show the actions for a comment; with its former text, if it was edited."""
    comment, member = find_comment(request, pk, comment_pk), request.member
    may = {
        "change": rules.can_change_comment(member, comment),
        "edit": rules.can_change_comment(member, comment) and not rules.is_talk_closed(comment.idea),
        "hide": rules.can_hide(member, comment),
        "ask_again": rules.can_ask_again(member, comment),
    }
    edits = comment.edits.all() if rules.can_read_all_edits(member, comment) else edits_for_all(comment)
    context: dict[str, Any] = {"idea": comment.idea, "comment": comment, "edits": edits[:50], "may": may}
    context["decision_path"] = page_for_writer(comment) if may["ask_again"] else ""
    return render(request, "ideas/care_comment_more.html", context | {"behalf": claimable(comment)})


def hidden_photo_for(member: Membership | Visitor, idea: Idea) -> PhotoHiding | None:
    """Return the hiding of its photo that stands, for who may put it back, and for its author."""
    may_know = rules.can_hide(member, idea) or rules.is_author(member, idea)
    return IdeaPhoto(idea).standing() if may_know and not idea.photo else None


def claimable(thing: Idea | Comment) -> Behalf | None:
    """Return the Behalf row of a thing that was written down for somebody and is not claimed yet."""
    behalf = getattr(thing, "behalf", None)
    return behalf if behalf and not behalf.claimed_at else None
