"""Account pages that use all apps: download one's own data, and erase the account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import known
from accounts.decorators import PersonRequest, signed_in
from accounts.live import rights_changed
from accounts.models import User, name_key
from common.turns import dear
from front.erasure import erase, only_admin_of
from front.takeout import pack
from labs.models import LastAdmin


class EraseForm(forms.Form):
    words = forms.ChoiceField(
        label=_("What do we do with what you wrote?"),
        choices=[
            ("keep", _("Leave it here, under the name “former participant”")),
            ("remove", _("Remove everything. Where others took part, a note stays, without your words.")),
        ],
        error_messages={"required": _("Choose one of the two."), "invalid_choice": _("Choose one of the two.")},
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Type your name here"),
        help_text=_("Then we know that you really mean it."),
        max_length=200,
        error_messages={"required": _("Type your name as others see it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name_key(name) != self.user.name_key:
            raise ValidationError(gettext("This is not your name here. Type it as others see it."))
        return name


@dear()
@never_cache
@require_safe
@signed_in
def data(request: PersonRequest) -> HttpResponseBase:
    """Download all of one's own data as a zip."""
    packed = pack(request.user, settings.PUBLIC_ORIGINS[0])
    day = timezone.localdate()
    return FileResponse(
        packed, as_attachment=True, filename=f"stadslab-{day:%Y-%m-%d}.zip", content_type="application/zip"
    )


@dear()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def leave(request: PersonRequest) -> HttpResponse:
    """Explain what is erased and what stays; POST erases the account. Refused for the only admin of a lab."""
    only_admin = only_admin_of(request.user)
    form = EraseForm(request.user, request.POST if request.method == "POST" else None, initial={"words": "keep"})
    if not only_admin and form.is_bound and form.is_valid():
        try:
            erase(request.user, keep_words=form.cleaned_data["words"] == "keep")
        except LastAdmin:
            only_admin = only_admin_of(request.user)
        else:
            logout(request)
            rights_changed()
            messages.success(request, gettext("Your account is gone. Thank you for joining in."))
            response = redirect("home")
            known.forget(response)
            return response
    status = 422 if form.is_bound else 200
    context = {"form": form, "only_admin": only_admin}
    return render(request, "front/account_leave.html", context, status=status)
