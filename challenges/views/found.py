"""Find questions that this person may see, so that an invisible and a missing one give the same 404."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from challenges import page, rules
from challenges.models import Challenge
from common.fields import is_id
from labs.decorators import LabRequest, lab_page


def find_challenge(request: LabRequest, pk: int) -> Challenge:
    """Return the question, if this member may read its words."""
    challenge = find_page(request, pk)
    if not rules.can_read(request.member, challenge):
        raise Http404
    return challenge


def find_page(request: LabRequest, pk: int) -> Challenge:
    """Return the question, also a hidden one: its page is a tombstone."""
    if not is_id(pk):
        raise Http404
    found = page.with_page(Challenge.objects.visible_to(request.member))
    challenge: Challenge = get_object_or_404(found, pk=pk)
    challenge.lab = request.lab
    return challenge


@lab_page
def back_to_challenge(request: LabRequest, pk: int, **_more: Any) -> HttpResponse:
    """The GET of a button's URL: redirect to the question."""
    return redirect(find_challenge(request, pk))
