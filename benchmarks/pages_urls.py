"""The site, and beside it a view that does nothing: what every answer costs anyhow."""

from django.http import HttpResponse
from django.urls import include, path


def empty(request):
    return HttpResponse("leeg")


urlpatterns = [path("leeg/", empty), path("", include("stadslab.urls"))]
handler404 = "front.errors.not_found"
