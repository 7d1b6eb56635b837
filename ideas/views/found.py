"""What these pages are about: found through the person who asks, so "not yours" and "not there" are one answer."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from common.prepared import Prepared
from ideas import rules
from ideas.models import Comment, Idea
from labs.decorators import LabRequest

IDEA = Prepared(lambda lab, pk: Idea.objects.filter(lab=lab, pk=pk))


def find_idea(request: LabRequest, pk: int) -> Idea:
    """The idea, if this member may read its words: only its own row, for three hundred may press at once."""
    idea = IDEA.find(request.lab.pk, pk)
    if not idea or not rules.can_read(request.member, idea):
        raise Http404
    idea.lab = request.lab
    return idea


def find_comment(request: LabRequest, pk: int, comment_pk: int) -> Comment:
    """The comment, through its idea; hidden ones only for who wrote them and moderators, removed ones for nobody."""
    idea = find_idea(request, pk)
    comment = get_object_or_404(idea.comments.with_words().filter(removed_at=None), pk=comment_pk)
    if comment.is_hidden and not request.member.moderates and comment.author_id != request.member.pk:
        raise Http404
    comment.idea = idea
    return comment
