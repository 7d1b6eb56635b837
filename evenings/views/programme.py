"""Put the plan on the page of the gathering as its programme, or take it off; they see first what becomes public."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenings.forms.programme import ProgrammeForm
from evenings.models import Session
from evenings.models.programme import is_on_page, programme_of, put_on_page, take_off_page
from evenings.views.found import find_plan
from evenings.views.plan import path_of
from ideas.models import Moved
from labs.decorators import MemberRequest, member_required

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@member_required
def evening_programme(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what becomes public, or what is; a POST puts it on the page, or takes it off."""
    _gathering, session = find_plan(request, pk, is_form=True)
    if session is None:
        return redirect("evening_plan", lab_slug=request.lab.slug, pk=pk)
    if not session.plan_steps:
        messages.error(request, _("There is no step on this plan yet, so there is no programme."))
        return redirect(path_of(session.gathering))
    if request.method != "POST":
        return programme_page(request, session, ProgrammeForm(session=session))
    form = ProgrammeForm(request.POST, session=session)
    if not form.is_valid():
        return programme_page(request, session, form, 422)
    try:
        if form.takes_off:
            if take_off_page(session, request.member, form.cleaned_data["words_seen"]):
                messages.success(request, _("The programme is off the page."))
        elif put_on_page(session, request.member, **form.seen_by()):
            messages.success(request, _("The programme is on the page. Everybody who has it open sees it."))
    except Moved:
        session = Session.objects.with_steps().select_related("gathering__lab").get(pk=session.pk)
        messages.error(request, _("Somebody changed the plan or the gathering just now. Look at it first."))
        return programme_page(request, session, ProgrammeForm(session=session), 409)
    return redirect(path_of(session.gathering))


def programme_page(request: MemberRequest, session: Session, form: ProgrammeForm, status: int = 200) -> HttpResponse:
    context = {
        "gathering": session.gathering,
        "form": form,
        "programme": programme_of(session),
        "is_on_page": is_on_page(session),
    }
    return render(request, "evenings/programme.html", context, status=status)
