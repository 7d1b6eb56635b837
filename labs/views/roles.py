"""Give and take roles, with a reason that stays in the log."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import name_key
from common.paging import NearestPaginator
from labs.decorators import MemberRequest, admin_required
from labs.forms.roles import FindForm, GiveRoleForm, ReasonForm
from labs.models import STAFF, LastAdmin, Membership, Role, RoleKind

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@admin_required
def role_list(request: MemberRequest) -> HttpResponse:
    """List everybody with a role, also people who have not signed in yet; with a search among participants."""
    roles = Role.objects.filter(membership__lab=request.lab).select_related("membership__user", "membership__lab")
    form = FindForm(request.GET)
    words = form.cleaned_data["wie"] if form.is_valid() else ""
    ordered = roles.order_by("membership__user__name_key", "membership", "pk")
    page = NearestPaginator(ordered, 100).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "staff": {role.membership_id for role in page if role.kind in STAFF},
        "form": form,
        "words": words,
        "found": Membership.objects.filter(lab=request.lab).called(name_key(words))[:20] if words else [],
    }
    return render(request, "labs/roles.html", context)


@form_page
@admin_required
def give_role(request: MemberRequest) -> HttpResponse:
    form = GiveRoleForm(request.lab, request.POST or None, initial={"who": request.GET.get("wie", "")[:254]})
    if request.method == "POST" and form.is_valid():
        role = form.person_here().give_role(by=request.member, **form.role())
        messages.success(
            request, _("%(name)s now has this role: %(role)s.") % {"name": role.membership.name, "role": role}
        )
        return redirect("lab_roles", lab_slug=request.lab.slug)
    return render(request, "labs/role_give.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page
@admin_required
def reset_factor(request: MemberRequest, pk: int) -> HttpResponse:
    """Take away the second factor of somebody else who works for this lab, and lost it."""
    staff = Membership.objects.filter(lab=request.lab, roles__kind__in=STAFF).distinct()
    member = get_object_or_404(staff.select_related("user", "lab"), pk=pk, user__isnull=False)
    if member.pk == request.member.pk:
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if member.reset_factor(request.member, form.cleaned_data["reason"]):
            words = _("The extra lock of %(name)s was taken away, and we told them by mail.")
        else:
            words = _("%(name)s has no extra lock.")
        messages.success(request, words % {"name": member.name})
        return redirect("lab_roles", lab_slug=request.lab.slug)
    context = {"form": form, "person": member}
    return render(request, "labs/factor_reset.html", context, status=422 if form.is_bound else 200)


@form_page
@admin_required
def take_role(request: MemberRequest, pk: int) -> HttpResponse:
    roles = Role.objects.select_related("membership__user", "membership__lab")
    role = roles.filter(pk=pk, membership__lab=request.lab).first()
    if role is None:
        if Role.objects.filter(pk=pk).exists():
            raise Http404  # of another lab
        messages.info(request, _("This role was already taken back."))  # pressed twice, or the Back button
        return redirect("lab_roles", lab_slug=request.lab.slug)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            role.membership.take_role(role, request.member, form.cleaned_data["reason"])
        except LastAdmin:
            form.add_error(None, _("This is the last lab admin. Make someone else lab admin first."))
        else:
            messages.success(
                request,
                _("%(name)s no longer has this role: %(role)s.") % {"name": role.membership.name, "role": role},
            )
            stepped_down = role.kind == RoleKind.LAB_ADMIN and role.membership_id == request.member.pk
            return redirect("lab_home" if stepped_down else "lab_roles", lab_slug=request.lab.slug)
    return render(request, "labs/role_take.html", {"form": form, "role": role}, status=422 if form.is_bound else 200)
