"""The site, plus a small lab page like the real ones: a button, a text, a page for members."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.views.decorators.http import require_POST

from accounts.intent import start_with
from ideas.models import Idea, IdeaClosed
from labs.decorators import lab_page, member_required
from labs.models import RESIDENT_VOICE
from stadslab.urls import handler400, handler403, handler404, handler500
from stadslab.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler500"]
SEEN = []  # the calls of the views


@require_POST
@member_required
def support(request, pk):
    SEEN.append(request)
    idea = get_object_or_404(Idea.objects.visible_to(request.member), pk=pk)
    idea.support(request.member)
    return HttpResponseRedirect(f"/{request.lab.slug}/proef/{pk}/#steun")


@require_POST
@member_required
def comment(request, pk):
    SEEN.append(request)
    idea = get_object_or_404(Idea.objects.visible_to(request.member), pk=pk)
    text = request.POST.get("text", "")
    if len(text) > 2000:
        return HttpResponse(f"te lang: {text[:20]}", status=422)
    if text == "kapot, ja kapot":
        raise RuntimeError("broken")
    if text == "dicht, ja dicht":
        raise IdeaClosed(idea)
    if text == "weg, ja weg":
        raise Http404
    made = idea.post_comment(request.member, RESIDENT_VOICE, text, request.POST.get("key") or None).thing
    return HttpResponseRedirect(f"/{request.lab.slug}/proef/{pk}/#reactie-{made.pk}")


@lab_page
def support_link(request, pk):
    return start_with(
        request, f"/{request.lab.slug}/proef/{pk}/steun/", {"a": ["1", "2"]}, back=f"/{request.lab.slug}/"
    )


@member_required
def for_members(request):
    return HttpResponse("binnen")


urlpatterns = [
    path("<slug:lab_slug>/proef/<int:pk>/steun/", support),
    path("<slug:lab_slug>/proef/<int:pk>/steun/link/", support_link),
    path("<slug:lab_slug>/proef/<int:pk>/reacties/", comment),
    path("<slug:lab_slug>/proef/leden/", for_members),
    path("ontwikkel/", include("accounts.dev_urls")),
    *site,
]
