"""Everything of an evening on paper, on one page to print."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common import clock
from evenings import rules
from evenings.models import Evening
from evenings.paper import paper_steps
from evenings.showing import facts_of
from evenings.views.found import find_evening
from ideas.models import PledgeKind
from labs.decorators import MemberRequest, member_required


@require_safe
@member_required
def evening_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """Show all sheets below each other: one press prints them, each on its own page."""
    gathering, session = find_evening(request, pk)
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    rows = paper_steps(session)
    context = {"gathering": gathering, "session": session, "rows": rows, "written": [row for row in rows if row.sheet]}
    may_open = rules.can_open_evening(request.member, gathering, clock.now())
    evening = Evening.objects.filter(session=session).first() if may_open else None
    if evening:
        evening.session = session
        context |= facts_of(evening)
    context |= {"may_make_codes": may_open and evening is None, "kinds": PledgeKind.labels}
    return render(request, "evenings/paper.html", context)
