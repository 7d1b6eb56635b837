"""Find the session of a gathering for its organisers; an invisible gathering and a missing one give the same 404."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from common import clock
from common.fields import is_id
from evenings import rules
from evenings.models import Session, Step
from events.models import Gathering
from events.views.found import find_gathering
from labs.decorators import MemberRequest


def find_plan(request: MemberRequest, pk: int, *, is_form: bool = False) -> tuple[Gathering, Session | None]:
    """Return the gathering and its session with all steps. Raises PermissionDenied unless they organise it.

    A POST is refused as well when nothing can be changed any more, and so is the page of a form (`is_form`).
    """
    gathering, session = find_evening(request, pk)
    changes = is_form or request.method == "POST"
    if changes and not rules.can_prepare(request.member, gathering, clock.now()):
        raise PermissionDenied
    return gathering, session


def find_evening(request: MemberRequest, pk: int) -> tuple[Gathering, Session | None]:
    """Return the gathering and its session with all steps, also when nothing can be changed any more.

    Raises PermissionDenied unless they organise it.
    """
    gathering = find_gathering(request, pk)
    if not rules.can_see_plan(request.member, gathering):
        raise PermissionDenied
    session = Session.objects.filter(gathering=gathering).with_steps().first()
    if session:
        session.gathering = gathering
    return gathering, session


def find_to_open(request: MemberRequest, pk: int, now: datetime) -> Session | None:
    """Return the session of a gathering whose evening they may open; None if no plan was chosen yet.

    Raises PermissionDenied.
    """
    gathering = find_gathering(request, pk)
    if not rules.can_open_evening(request.member, gathering, now):
        raise PermissionDenied
    session = Session.objects.filter(gathering=gathering).first()
    if session:
        session.gathering = gathering
    return session


def find_step(request: MemberRequest, pk: int, step_pk: int) -> tuple[Session, Step]:
    """Return the session and one of its steps, to change it. Raises Http404, PermissionDenied."""
    _gathering, session = find_plan(request, pk, is_form=True)
    steps = session.steps.all() if session and is_id(step_pk) else []
    step = next((step for step in steps if step.pk == step_pk), None)
    if session is None or step is None:
        raise Http404
    return session, step
