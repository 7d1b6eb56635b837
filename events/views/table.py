"""The page for organisers to choose the ideas on the table."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from common.merging import Difference
from events import rules
from events.forms.table import TableForm
from events.models import Gathering
from events.views.editing import tell_kept
from events.views.found import find_gathering
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, member_required

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def gathering_table(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the ideas on the table. Two edits at once are merged, idea by idea."""
    gathering, member, kept = find_gathering(request, pk), request.member, list[str]()
    if not rules.can_change(member, gathering, clock.now()):
        raise PermissionDenied
    form = TableForm(request.POST if request.method == "POST" else None, member=member, gathering=gathering)
    while form.is_valid():
        try:
            is_other = lay(gathering, form)
        except Moved:
            gathering = find_gathering(request, pk)
            if not rules.can_change(member, gathering, clock.now()):
                raise PermissionDenied from None
            merged = form.merged(member, gathering)
            kept += merged.kept
            form = TableForm(merged.data, member=member, gathering=gathering)
            if merged.differences:
                return table_page(request, gathering, form, 409, merged.differences, kept)
        else:
            if is_other:
                messages.success(request, _("This is what is on the table now."))
            tell_kept(request, kept)
            return redirect(gathering)
    return table_page(request, gathering, form, 422 if form.is_bound else 200)


@transaction.atomic
def lay(gathering: Gathering, form: TableForm) -> bool:
    """Put the chosen ideas on the table. Raises Moved if the table changed since the form was opened."""
    gathering.hold_with_table(idea.pk for idea in form.cleaned_data["ideas"])
    if form.cleaned_data["seen"] != gathering.table_revision:
        raise Moved(gathering)
    return gathering.put_on_table(form.whole_table(gathering))


def table_page(
    request: LabRequest,
    gathering: Gathering,
    form: TableForm,
    status: int,
    differences: list[Difference] | None = None,
    kept: list[str] | None = None,
) -> HttpResponse:
    context = {"gathering": gathering, "form": form, "differences": differences, "kept": kept}
    return render(request, "events/gathering_table.html", context, status=status)
