"""The URLs of moderation. Paths are Dutch, names are English."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
