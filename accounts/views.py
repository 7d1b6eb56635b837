"""The account page, and signing out."""

from django.contrib import messages
from django.contrib.auth import logout
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.around import stay_at
from accounts.decorators import PersonRequest, signed_in
from accounts.devices import device_of, devices_of, works
from accounts.forms.account import DisplayForm, NameForm
from accounts.intent import back_to, local_path
from accounts.live import rights_changed
from common.rate_limits import allow


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account(request: PersonRequest) -> HttpResponse:
    """The user's name, language and labs, and the way to erase the account. POST changes the name."""
    if request.method != "POST":
        return account_page(request, NameForm(request.user, initial={"name": request.user.name}), 200)
    form = NameForm(request.user, request.POST)
    if form.is_valid():
        if not allow("name", request.user.pk):
            form.add_error("name", _("That is a lot in a short time. Wait an hour, then try again."))
            return account_page(request, form, 429)
        try:
            request.user.choose_name(form.cleaned_data["name"])
        except IntegrityError:
            form.add_error("name", form.taken())
        else:
            messages.success(
                request, _("Your name has been changed. From now on others see %(name)s.") % {"name": request.user}
            )
            return redirect(request.get_full_path())
    return account_page(request, form, 422)


def account_page(request: PersonRequest, form: NameForm, status: int) -> HttpResponse:
    stay_at(request, local_path(request, request.GET.get("next", "")))
    now = {"language": translation.get_language(), "scheme": request.user.theme, "next": request.get_full_path()}
    memberships = request.user.memberships.select_related("lab").prefetch_related("roles").order_by("lab__name")
    context = {
        "form": form,
        "display": DisplayForm(initial=now),
        "memberships": memberships,
        "devices": devices_of(request.user),
        "here": request.session.session_key,
        "works": works(request.user),
    }
    return render(request, "accounts/account.html", context, status=status)


def back_to_account(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Lead from an address of a button, that somebody opened, to the page with the buttons."""
    return redirect("account")


@require_POST
@signed_in
def sign_out_device(request: PersonRequest, pk: int) -> HttpResponse:
    """Sign out one device of this person. One that is signed out already, or somebody else's, is the same: nothing."""
    here = device_of(request)
    if here and here.pk == pk:
        return sign_out(request)
    if request.user.devices.filter(pk=pk).sign_out():
        rights_changed()
        messages.success(request, _("That device is signed out."))
    else:
        messages.info(request, _("That device was signed out already."))
    return back_to(request, reverse("account"), "#my-devices")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out this browser only; other devices stay signed in."""
    logout(request)
    rights_changed()
    messages.success(request, _("You are signed out."))
    return redirect("home")


@require_POST
@signed_in
def sign_out_everywhere(request: PersonRequest) -> HttpResponse:
    request.user.sign_out_everywhere()
    logout(request)
    messages.success(request, _("You are signed out on all your devices."))
    return redirect("home")
