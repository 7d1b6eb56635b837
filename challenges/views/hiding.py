"""Pages for moderators to hide a question and to put it back, with a reason."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from challenges import rules
from challenges.models import Challenge
from challenges.views.found import find_challenge
from ideas.forms.hiding import HideOtherForm
from ideas.views.hiding import hide_page, hiding_of, read_or_post, restore_page
from labs.decorators import MemberRequest, member_required


@read_or_post
@member_required
def challenge_hide(request: MemberRequest, pk: int) -> HttpResponse:
    challenge = to_decide(request, pk)
    return hide_page(request, challenge, HideOtherForm, "challenges/challenge_hide.html", lambda: facts_of(challenge))


@read_or_post
@member_required
def challenge_restore(request: MemberRequest, pk: int) -> HttpResponse:
    challenge = to_decide(request, pk)
    return restore_page(request, challenge, "challenges/challenge_restore.html", lambda: facts_of(challenge))


def to_decide(request: MemberRequest, pk: int) -> Challenge:
    challenge = find_challenge(request, pk)
    if not rules.can_hide(request.member, challenge):
        raise PermissionDenied
    return challenge


def facts_of(challenge: Challenge) -> dict[str, Any]:
    return {"challenge": challenge, "hiding": hiding_of(challenge)}
