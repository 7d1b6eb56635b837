"""The desk of the staff: what waits for me, for my team, for everybody; several at once; and being away."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answers import rules
from answers.desk import ALL, MINE, TEAM, WAITING, Work
from answers.forms.together import TogetherForm
from answers.forms.work import AwayForm
from answers.models import Absence, Answer, NoDeputy, NotOwed, Taken
from answers.models.absence import come_back
from answers.topics import DeskTopic
from common.http import View
from common.paging import NearestPaginator
from ideas.models import Moved
from labs.decorators import LabRequest, MemberRequest, MemberView, lab_page, member_required
from realtime.topics import cursor

PER_PAGE = 50


def staff_required(view: MemberView) -> View:
    """Allow staff of the lab. Signed-out visitors sign in first; others get 403."""

    @member_required
    @wraps(view)
    def with_staff(request: MemberRequest, **kwargs: Any) -> HttpResponseBase:
        if not rules.can_see_desk(request.member):
            raise PermissionDenied
        return view(request, **kwargs)

    return with_staff


@require_safe
@staff_required
def work(request: MemberRequest) -> HttpResponse:
    return desk_page(request)


def desk_page(request: MemberRequest, form: TogetherForm | None = None, status: int = 200) -> HttpResponse:
    """Show one page of the desk. `wie`, `soort` and `pagina` are in the address; unknown ones are as if not there."""
    after = cursor(request.lab, DeskTopic().heads([request.lab.pk])[request.lab.pk])  # before the state
    may = rules.can_work(request.member)
    all_work = Work(request.member)
    whose = request.GET.get("wie", "")
    whose = whose if whose in [name for name, _words in tabs(may)] else (MINE if may else ALL)
    kind = request.GET.get("soort", "")
    kind = kind if kind in WAITING else ""
    keys = all_work.of(whose, kind)
    page = NearestPaginator(keys, PER_PAGE).get_page(request.GET.get("pagina"))
    here = all_work.of(whose)
    rows = all_work.rows(list(page.object_list))
    context = {
        "after": after,
        "whose": whose,
        "kind": kind,
        "tabs": [(name, words, len(all_work.of(name))) for name, words in tabs(may)],
        "kinds": [(one.name, one.words, sum(key.kind == one.name for key in here)) for one in WAITING],
        "total": len(here),
        "late": sum(key.is_late for key in here),
        "soon": sum(key.is_soon for key in here),
        "page": page,
        "rows": rows,
        "has_picks": any(row.pick for row in rows),
        "picked": form["picked"].value() or [] if form else [],
        "form": form or (TogetherForm(lab=request.lab) if may else None),
        "may_work": may,
        "absence": Absence.objects.ending_from(timezone.localdate()).filter(member=request.member).first(),
    }
    return render(request, "answers/desk.html", context, status=status)


def tabs(may_work: bool) -> list[tuple[str, str]]:
    """Return whose work can be chosen. Teams are of people who may answer for the municipality."""
    team = [(TEAM, _("for my team"))] if may_work else []
    return [(MINE, _("Waits for me")), *team, (ALL, _("all"))]


@require_POST
@staff_required
def work_together(request: MemberRequest) -> HttpResponse:
    """Pick up several answers, or give them to a team or a colleague, each in its own transaction.

    One that somebody else changed meanwhile is left as it is, and named. The address has the filters of the desk.
    """
    if not rules.can_work(request.member):
        raise PermissionDenied
    form = TogetherForm(request.POST, lab=request.lab)
    if not form.is_valid():
        return desk_page(request, form, 422)
    picked = form.answers()
    found = Answer.objects.filter(pk__in=[one.pk for one in picked], idea__lab=request.lab, idea__is_hidden=False)
    by_pk = {answer.pk: answer for answer in found.select_related("idea__lab")}
    is_take = form.cleaned_data["does"] == "take"
    done, left = 0, []
    for one in picked:
        answer = by_pk.get(one.pk)
        if answer is None:
            continue
        try:
            if is_take:
                done += answer.take(request.member)
            else:
                done += answer.pass_on(request.member, **form.chosen(), words="", seen=one.seen)
        except (Taken, Moved, NotOwed):
            left.append(answer.idea.title)
    if done:
        words = ngettext("Done, for %(n)s answer.", "Done, for %(n)s answers.", done)
        messages.success(request, words % {"n": done})
    if left:
        words = _("Somebody else just changed this, so it stays as it is: %(titles)s")
        messages.info(request, words % {"titles": ", ".join(left)})
    if not done and not left:
        messages.info(request, _("Nothing changed: it was so already, or it no longer waits."))
    return redirect(desk_address(request))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def away(request: MemberRequest) -> HttpResponse:
    """Say from when until when I am away, and who does my work."""
    if not rules.can_work(request.member):
        raise PermissionDenied
    form = AwayForm(request.POST if request.method == "POST" else None, member=request.member)
    if form.is_valid():
        try:
            absence = Absence.begin(request.member, **form.said())
        except NoDeputy:
            form.add_error("deputy", _("This team or colleague can't be chosen any more. Choose another."))
        else:
            messages.success(request, _("%(name)s then also sees what waits for you.") % {"name": absence.deputy.name})
            return redirect(desk_address(request))
    return render(request, "answers/away.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@staff_required
def back(request: MemberRequest) -> HttpResponse:
    """End my absence; a second press changes nothing."""
    come_back(request.member)
    messages.success(request, _("You do your own work again."))
    return redirect(desk_address(request))


@lab_page
def back_to_work(request: LabRequest) -> HttpResponse:
    """The GET of a button's URL, such as a link on the page of a refused form: redirect to the desk."""
    return redirect(desk_address(request))


def desk_address(request: LabRequest) -> str:
    """Return the address of the desk, with the filters and the page of this request."""
    return reverse("lab_work", kwargs={"lab_slug": request.lab.slug}, query=request.GET)
