"""How we moderate, for everybody; and made-up cases with which moderators practise."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from labs.decorators import LabRequest, MemberRequest, lab_page, member_required
from moderation.examples import EXAMPLES
from moderation.models.settings import ModerationSettings


@require_safe
@lab_page
def how(request: LabRequest) -> HttpResponse:
    language = "en" if get_language() == "en" else "nl"
    term = ModerationSettings.objects.of(request.lab).term
    return render(request, "moderation/how.html", {"text": f"moderation/texts/how.{language}.html", "term": term})


@require_safe
@member_required
def practice(request: MemberRequest) -> HttpResponse:
    if not request.member.decides:
        raise PermissionDenied
    return render(request, "moderation/practice.html", {"examples": EXAMPLES})
