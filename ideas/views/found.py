"""Find objects that this person may see, so that an invisible and a missing one give the same 404."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from common.prepared import Prepared
from ideas import rules
from ideas.models import Comment, Idea
from labs.decorators import LabRequest, lab_page

IDEA = Prepared(lambda lab, pk: Idea.objects.filter(lab=lab, pk=pk))


def find_idea(request: LabRequest, pk: int) -> Idea:
    """Return the idea, if this member may read it.

    It reads only the idea's own row, because three hundred people may press at once.
    """
    idea = IDEA.find(request.lab.pk, pk)
    if not idea or not rules.can_read(request.member, idea):
        raise Http404
    idea.lab = request.lab
    return idea


def find_comment(request: LabRequest, pk: int, comment_pk: int) -> Comment:
    """Return the comment through its idea; hidden ones only for author and moderators, removed ones for nobody."""
    idea = find_idea(request, pk)
    comment = get_object_or_404(idea.comments.with_words().filter(removed_at=None), pk=comment_pk)
    if comment.is_hidden and not request.member.moderates and comment.author_id != request.member.pk:
        raise Http404
    comment.idea = idea
    return comment


@lab_page
def back_to_idea(request: LabRequest, pk: int, **_more: Any) -> HttpResponse:
    """The GET of a button's URL: redirect to the idea."""
    return redirect(find_idea(request, pk))
