"""The page where lab admins change a lab's texts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from labs.decorators import MemberRequest, admin_required
from labs.forms.texts import TextsForm


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def change_texts(request: MemberRequest) -> HttpResponse:
    form = TextsForm(request.POST if request.method == "POST" else None, lab=request.lab)
    if request.method == "POST" and form.is_valid():
        changed = request.lab.change_texts(request.member, **form.texts())
        if request.lab.change_theme(request.member, form.cleaned_data["theme"]) or changed:
            messages.success(request, _("Saved. Everybody sees it now."))
        return redirect("lab_texts", lab_slug=request.lab.slug)
    return render(request, "labs/texts.html", {"form": form}, status=422 if form.is_bound else 200)
