"""Pages for moderators to hide the name of a person in their lab, and to put it back, with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import name_key
from common.fields import is_id
from ideas.forms.hiding import RestoreForm
from ideas.views.hiding import status_of
from labs.decorators import LabRequest, MemberRequest, member_required
from labs.models import MayNotDecide, MemberName, Membership, NameChanged
from moderation.forms.names import HideNameForm
from moderation.names import is_seen
from moderation.views.cases import must_moderate


def find_name(request: LabRequest, pk: int) -> MemberName:
    """Return the name of this member of the lab, if everybody can read it somewhere. Raises Http404."""
    name = name_in(request, pk)
    if not is_seen(name.member):
        raise Http404
    return name


def name_in(request: LabRequest, pk: int) -> MemberName:
    if not is_id(pk):
        raise Http404
    people = Membership.objects.filter(lab=request.lab, user__is_active=True).exclude(user__name="")
    member: Membership = get_object_or_404(people.select_related("user"), pk=pk)
    member.lab = request.lab
    return MemberName(member)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def name_hide(request: MemberRequest, pk: int) -> HttpResponse:
    """Hide the name that the moderator saw; if it is another one by now, show that, and keep their words."""
    name = name_to_decide(request, pk)
    form = HideNameForm(request.POST if request.method == "POST" else None, initial={"seen": name_key(name.title)})
    template = "moderation/name_hide.html"
    if not form.is_valid():
        return ask(request, template, name, form)
    try:
        if form.cleaned_data.pop("seen") != name_key(name.title):
            raise NameChanged
        name.hide(request.member, **form.cleaned_data)
    except NameChanged:
        return changed(request, template, pk, form)
    except MayNotDecide as refused:
        return ask(request, template, name, form, refused)
    messages.success(request, _("This name is hidden now. The person gets an email."))
    return redirect("hidden_list", lab_slug=request.lab.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def name_restore(request: MemberRequest, pk: int) -> HttpResponse:
    name = name_to_decide(request, pk)
    form = RestoreForm(request.POST if request.method == "POST" else None)
    template = "moderation/name_restore.html"
    if not form.is_valid():
        return ask(request, template, name, form)
    try:
        name.restore(request.member, form.cleaned_data["why"])
    except NameChanged:
        return changed(request, template, pk, form)
    except MayNotDecide as refused:
        return ask(request, template, name, form, refused)
    messages.success(request, _("People can see this name again."))
    return redirect("hidden_list", lab_slug=request.lab.slug)


def name_to_decide(request: MemberRequest, pk: int) -> MemberName:
    """Return the name, for a moderator who decides about others. Raises PermissionDenied, Http404."""
    must_moderate(request)  # before anything is said about who is here
    if request.member.pk == pk:
        raise PermissionDenied
    return name_in(request, pk)


def changed(request: MemberRequest, template: str, pk: int, form: forms.Form) -> HttpResponse:
    form.add_error(None, _("This person has another name by now. Your text is still here."))
    name = name_in(request, pk)
    typed = request.POST.copy()
    typed["seen"] = name_key(name.title)
    form.data = typed
    return ask(request, template, name, form, status=409)


def ask(
    request: LabRequest,
    template: str,
    name: MemberName,
    form: Any,
    refused: MayNotDecide | None = None,
    status: int = 0,
) -> HttpResponse:
    context = {"name": name, "hiding": name.standing(), "form": form}
    return render(request, template, context, status=status or status_of(form, refused))
