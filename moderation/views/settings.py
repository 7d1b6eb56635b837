"""The page where lab admins say how their lab moderates."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas.models import Moved
from labs.decorators import MemberRequest, admin_required
from moderation.forms.settings import ModerationForm
from moderation.models import ModerationSettings
from moderation.words import default_list


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def change_settings(request: MemberRequest) -> HttpResponse:
    """Change the settings. What another admin changed meanwhile is told, and the words stay."""
    form = ModerationForm(request.POST if request.method == "POST" else None, lab=request.lab)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            if ModerationSettings.change(request.member, **form.values()):
                messages.success(request, _("Saved. It counts from now on; days that were promised stay."))
            return redirect("lab_moderation", lab_slug=request.lab.slug)
        except Moved:
            form.seen_again()
            status = 409
    listed = sorted(entry for entry in default_list() if not entry.startswith("!"))
    return render(request, "moderation/settings.html", {"form": form, "listed": listed}, status=status)
