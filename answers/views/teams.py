"""Make, change and close a team: lab admins."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answers.forms.teams import TeamForm
from answers.models import Team
from answers.models.owner import put_right
from labs.decorators import MemberRequest, admin_required
from labs.models import NameTaken

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@admin_required
def new_team(request: MemberRequest) -> HttpResponse:
    form = TeamForm(request.POST if request.method == "POST" else None, lab=request.lab)
    if request.method == "POST" and form.is_valid():
        try:
            Team.begin(request.member, **form.words())
        except NameTaken:
            form.say_taken()
        else:
            messages.success(request, _("%(name)s can be given answers now.") % form.cleaned_data)
            return redirect("lab_answers", lab_slug=request.lab.slug)
    return render(request, "answers/team.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page
@admin_required
def change_team(request: MemberRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(request.lab.teams.open(), pk=pk)
    form = TeamForm(request.POST if request.method == "POST" else None, lab=request.lab, team=team)
    if request.method == "POST" and form.is_valid():
        try:
            changed = team.change(request.member, **form.words())
        except NameTaken:
            form.say_taken()
        except Team.DoesNotExist:  # closed a moment ago
            messages.info(request, _("This team was already closed."))
            return redirect("lab_answers", lab_slug=request.lab.slug)
        else:
            put_right(team=team)
            if changed:
                messages.success(request, _("Saved. Everybody sees it now."))
            return redirect("lab_answers", lab_slug=request.lab.slug)
    return render(request, "answers/team.html", {"form": form, "team": team}, status=422 if form.is_bound else 200)


@form_page
@admin_required
def close_team(request: MemberRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(request.lab.teams, pk=pk)
    if team.closed_at and request.method != "POST":
        raise Http404
    if request.method == "POST":
        if team.close(request.member):
            put_right(team=team)
            messages.success(request, _("%(name)s is closed.") % {"name": team.name})
        else:
            messages.info(request, _("This team was already closed."))  # pressed twice, or the Back button
        return redirect("lab_answers", lab_slug=request.lab.slug)
    owed = team.answers.owed().count()
    return render(request, "answers/team_close.html", {"team": team, "owed": owed})
