"""The page of the link *Stop these mails*, for whoever has the link: signed out, from another device."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from notifications import stopping
from notifications.groups import Mail
from notifications.models import all_wishes, resume, stop


@csrf_exempt  # mail programs press it without a page of ours (RFC 8058); the signed address is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Show a button; a POST stops the mails, or brings them back. Again, or without an account: the same answer."""
    wanted = stopping.read(signed)
    if wanted is None:
        raise Http404
    user = User.objects.filter(pk=wanted.user).first()
    if user and request.method == "POST":
        does = resume if request.POST.get("mail") == "again" else stop
        does(user, wanted.groups)
    wishes = all_wishes(user) if user else {}
    is_stopped = all(wishes.get(group.name, Mail.NEVER) == Mail.NEVER for group in wanted.groups)
    context = {"groups": wanted.groups, "is_stopped": is_stopped, "is_pressed": request.method == "POST"}
    with translation.override(user.language if user and user.language else settings.LANGUAGE_CODE):
        return render(request, "notifications/stop.html", context | {"has_account": bool(user)})
