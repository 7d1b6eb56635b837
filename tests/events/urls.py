"""Addresses that models and letters reverse, for as long as there is no page at them."""

from django.http import Http404
from django.urls import path

from stadslab.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def nothing_here(request, **kwargs):
    raise Http404


urlpatterns = [
    path("<slug:lab_slug>/bijeenkomsten/<int:pk>/", nothing_here, name="gathering_detail"),
    path("<slug:lab_slug>/bijeenkomsten/<int:pk>/komst/<int:party_pk>/<str:secret>/", nothing_here, name="party"),
    *urlpatterns,
]
