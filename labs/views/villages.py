"""The pages for the villages and neighbourhoods that people choose from."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from labs.decorators import MemberRequest, admin_required
from labs.forms.villages import VillageForm
from labs.models import NameTaken, Neighbourhood

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@admin_required
def village_list(request: MemberRequest) -> HttpResponse:
    form = VillageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            request.lab.add_village(request.member, form.cleaned_data["name"])
        except NameTaken:
            form.say_taken()
        else:
            messages.success(request, _("%(name)s is in the list.") % form.cleaned_data)
            return redirect("lab_villages", lab_slug=request.lab.slug)
    villages = list(request.lab.neighbourhoods.defer("outline"))
    context = {"form": form, "villages": villages, "attributed": any(village.code for village in villages)}
    return render(request, "labs/villages.html", context, status=422 if form.is_bound else 200)


@form_page
@admin_required
def rename_village(request: MemberRequest, pk: int) -> HttpResponse:
    village = get_object_or_404(request.lab.neighbourhoods, pk=pk)
    form = VillageForm(request.POST or None, initial={"name": village.name})
    if request.method == "POST" and form.is_valid():
        try:
            village.rename(request.member, form.cleaned_data["name"])
        except NameTaken:
            form.say_taken()
        except Neighbourhood.DoesNotExist:  # just removed
            messages.info(request, _("This village was already out of the list."))
            return redirect("lab_villages", lab_slug=request.lab.slug)
        else:
            messages.success(request, _("Saved. Everybody sees it now."))
            return redirect("lab_villages", lab_slug=request.lab.slug)
    return render(
        request, "labs/village.html", {"form": form, "village": village}, status=422 if form.is_bound else 200
    )


@form_page
@admin_required
def remove_village(request: MemberRequest, pk: int) -> HttpResponse:
    village = request.lab.neighbourhoods.filter(pk=pk).first()
    if village is None:
        if request.method != "POST" or Neighbourhood.objects.filter(pk=pk).exists():
            raise Http404  # never existed, or of another lab
        messages.info(request, _("This village was already out of the list."))  # pressed twice
        return redirect("lab_villages", lab_slug=request.lab.slug)
    if request.method == "POST":
        village.remove(request.member)
        messages.success(
            request, _("%(name)s is out of the list. Its ideas are still there.") % {"name": village.name}
        )
        return redirect("lab_villages", lab_slug=request.lab.slug)
    return render(request, "labs/village_remove.html", {"village": village})
