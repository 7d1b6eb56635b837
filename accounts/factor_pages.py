"""The pages about one's own second factor: set it, see and renew the recovery codes, remove it, type its code."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import factor, proved
from accounts.checking import Checked, check
from accounts.decorators import PersonRequest, signed_in
from accounts.factor import Used
from accounts.forms.factor import AppCodeForm, FactorForm
from accounts.intent import local_path, start
from accounts.sealing import Unsealable, seal, unseal
from accounts.signing_in_factor import tell_left
from common.qr import draw

form_page = require_http_methods(["GET", "HEAD", "POST"])
AN_HOUR = 60 * 60
WAITS = "factor.secret"  # the purpose of a sealed secret, in the form that waits for its first code


def next_of(request: HttpRequest) -> str:
    """Return the page to go back to afterwards; empty if there is none."""
    return local_path(request, request.GET.get("next", ""))


# Setting it


@never_cache
@form_page
@signed_in
def set_factor(request: PersonRequest) -> HttpResponse:
    """Show a new secret for the app; the first right code of it sets the factor.

    Only soon after signing in: otherwise somebody with a stolen session would get the rights of staff.
    """
    if request.user.factor_key:
        return redirect("factor_codes")
    if not proved.is_fresh(request):
        return render(request, "accounts/factor_again.html", status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return set_page(request, factor.new_secret(), AppCodeForm(), Checked(status=200))
    try:
        secret = unseal(request.POST.get("secret", ""), f"{WAITS}{request.user.pk}", AN_HOUR)
    except Unsealable:
        messages.warning(request, _("This page was open for too long. Scan the new picture with your app."))
        return redirect(request.get_full_path())
    form = AppCodeForm(request.POST)
    step = factor.step_of(secret, form.cleaned_data["code"]) if form.is_valid() else None
    if form.is_valid() and step is None:
        form.add_error("code", _("This code is not right. Take the code that your app shows now."))
    if step is None:
        return set_page(request, secret, form, Checked())
    if not factor.set_factor(request.user, secret, step):  # set a moment ago, in another session: no proof of that one
        return redirect("factor_codes")
    proved.prove_here(request, request.user)
    messages.success(request, _("Your extra lock is on. Keep these recovery codes."))
    return redirect("factor_codes")


def set_page(request: PersonRequest, secret: str, form: AppCodeForm, checked: Checked) -> HttpResponse:
    address = factor.address(request.user, secret)
    context = {
        "form": form,
        "secret": seal(secret, f"{WAITS}{request.user.pk}"),
        "typed": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "address": address,
        "qr": draw(address),
    }
    return render(request, "accounts/factor_set.html", context, status=checked.status)


@require_POST
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Sign out this browser and sign in again, for a page that needs a fresh session."""
    logout(request)
    return start(request, next=next_of(request) or "/account/")


# A code, in a session that was signed in before


@never_cache
@form_page
@signed_in
def type_code(request: PersonRequest) -> HttpResponse:
    """Ask for a code in a session that began before the factor was set; then it has the rights of staff."""
    if not request.user.factor_key or proved.is_proved(request):
        return redirect(next_of(request) or "account")
    if request.method != "POST":
        return code_page(request, FactorForm(), Checked(status=200))
    form = FactorForm(request.POST)
    checked = check(request.user, form, str(request.session.session_key))
    if not checked.used:
        return code_page(request, form, checked)
    proved.prove_here(request, request.user)
    if checked.used is Used.RECOVERY:
        tell_left(request, request.user)
    return redirect(next_of(request) or "account")


def code_page(request: PersonRequest, form: FactorForm, checked: Checked) -> HttpResponse:
    return checked.told_on(render(request, "accounts/factor_code.html", {"form": form}, status=checked.status))


# Recovery codes


@never_cache
@form_page
@signed_in
def codes(request: PersonRequest) -> HttpResponse:
    """Show the recovery codes until the person says that they kept them; after that, make new ones with a code."""
    if not request.user.factor_key:
        return redirect("factor_set")
    if request.method != "POST":
        return codes_page(request, FactorForm(), Checked(status=200))
    form = FactorForm(request.POST)
    checked = check(request.user, form, str(request.session.session_key))
    if not checked.used:
        return codes_page(request, form, checked)
    factor.renew_recovery_codes(request.user)
    proved.prove_here(request, request.user)
    messages.success(request, _("These are your new recovery codes. The old ones no longer work."))
    return redirect("factor_codes")


def codes_page(request: PersonRequest, form: FactorForm, checked: Checked) -> HttpResponse:
    context = {"form": form, "codes": codes_to_keep(request), "left": factor.codes_left(request.user)}
    return checked.told_on(render(request, "accounts/factor_codes.html", context, status=checked.status))


def codes_to_keep(request: PersonRequest) -> list[str]:
    """Return the codes that nobody kept yet, in a proved session; otherwise none."""
    if not request.user.factor_key or not proved.is_proved(request):
        return []
    return factor.codes_to_keep(request.user)


@never_cache
@require_safe
@signed_in
def codes_file(request: PersonRequest) -> HttpResponse:
    """Return the recovery codes as a text file, as long as their page shows them."""
    found = codes_to_keep(request)
    if not found:
        return redirect("factor_codes")
    response = HttpResponse("\r\n".join(found) + "\r\n", content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="noodcodes.txt"'
    return response


@require_POST
@signed_in
def codes_kept(request: PersonRequest) -> HttpResponse:
    """Never show these codes again."""
    if codes_to_keep(request):
        factor.codes_are_kept(request.user)
        messages.success(request, _("Your recovery codes will not be shown again."))
    return redirect("account")


# Removing it


@never_cache
@form_page
@signed_in
def remove_factor(request: PersonRequest) -> HttpResponse:
    if not request.user.factor_key:
        messages.info(request, _("You have no extra lock."))
        return redirect("account")
    if request.method != "POST":
        return remove_page(request, FactorForm(), Checked(status=200))
    form = FactorForm(request.POST)
    checked = check(request.user, form, str(request.session.session_key))
    if not checked.used:
        return remove_page(request, form, checked)
    factor.remove_factor(request.user)
    messages.success(request, _("Your extra lock is off."))
    return redirect("account")


def remove_page(request: PersonRequest, form: FactorForm, checked: Checked) -> HttpResponse:
    return checked.told_on(render(request, "accounts/factor_remove.html", {"form": form}, status=checked.status))
