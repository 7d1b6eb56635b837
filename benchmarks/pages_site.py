"""The real site; with the header X-Stock by Django's own handler; and an empty view."""

from stadslab.asgi import application as site, pages as stock  # isort: skip  it loads the apps

from django.http import HttpResponse
from django.urls import path

from stadslab import urls


def empty(request):
    return HttpResponse("leeg")


urls.urlpatterns.insert(0, path("leeg/", empty))


async def application(scope, receive, send):
    if scope["type"] == "http" and (b"x-stock", b"1") in scope["headers"]:
        await stock(scope, receive, send)
    else:
        await site(scope, receive, send)
