"""Pages for moderators to hide a gathering and to put it back, with a reason."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _

from events import rules
from events.models import Gathering
from events.models.hidden import hiding_of
from events.views.found import find_gathering
from ideas.forms.hiding import HideOtherForm
from ideas.views.hiding import hide_page, read_or_post, restore_page
from labs.decorators import MemberRequest, member_required


@read_or_post
@member_required
def gathering_hide(request: MemberRequest, pk: int) -> HttpResponse:
    gathering = to_decide(request, pk)
    done = _("This is hidden now. The organisers and the people who are coming get an email.")
    return hide_page(
        request, gathering, HideOtherForm, "events/gathering_hide.html", lambda: facts_of(gathering), done
    )


@read_or_post
@member_required
def gathering_restore(request: MemberRequest, pk: int) -> HttpResponse:
    gathering = to_decide(request, pk)
    return restore_page(request, gathering, "events/gathering_restore.html", lambda: facts_of(gathering))


def to_decide(request: MemberRequest, pk: int) -> Gathering:
    gathering = find_gathering(request, pk)
    if not rules.can_hide(request.member, gathering):
        raise PermissionDenied
    return gathering


def facts_of(gathering: Gathering) -> dict[str, Any]:
    return {"gathering": gathering, "hiding": hiding_of(gathering)}
