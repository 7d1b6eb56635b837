"""The page for language and colour scheme: an ordinary form. Stored in the profile, or in cookies when signed out."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from common.http import path_on_site
from common.preferences import LANGUAGES, SCHEME_COOKIE, chosen_scheme, keep

LIGHT = [("", _("Like your device")), ("light", _("Light")), ("dark", _("Dark"))]


class DisplayForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    scheme = forms.ChoiceField(label=_("Screen"), choices=LIGHT, required=False, widget=forms.RadioSelect)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Show the form. `taal` opens the page in that language, with it selected; only the POST stores anything."""
    if request.method == "POST":
        form = DisplayForm(request.POST)
        if form.is_valid():
            return kept(request, form.cleaned_data["language"], form.cleaned_data["scheme"])
        return page(request, form, request.POST.get("next", ""), status=422)
    if request.GET.get("taal") in LANGUAGES:
        translation.activate(request.GET["taal"])
    now = {
        "language": translation.get_language(),
        "scheme": chosen_scheme(request),
        "next": request.GET.get("next", ""),
    }
    return page(request, DisplayForm(initial=now), now["next"])


def page(request: HttpRequest, form: DisplayForm, back: str, status: int = 200) -> HttpResponse:
    """Render the page. `back`: the page to return to, which all its links pass on, also those to another language."""
    return render(request, "front/display.html", {"form": form, "back_to": back or "/"}, status=status)


def kept(request: HttpRequest, language: str, scheme: str) -> HttpResponse:
    """Store the choice and return to the previous page, on this site only."""
    response = redirect(path_on_site(request, request.POST.get("next", "")) or "/")
    if request.user.is_authenticated:
        request.user.language, request.user.theme = language, scheme
        request.user.save(update_fields=["language", "theme"])
    else:
        keep(response, settings.LANGUAGE_COOKIE_NAME, language)
        keep(response, SCHEME_COOKIE, scheme)
    return response
