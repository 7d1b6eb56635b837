"""What people can do with gatherings and places of a lab. Paths are Dutch, names English."""

from django.urls import path

from events.views import agenda, calendar, places, poster

urlpatterns = [
    path("bijeenkomsten/", agenda.gathering_list, name="gathering_list"),
    path("bijeenkomsten/<int:pk>.ics", calendar.gathering_ics, name="gathering_ics"),
    path("bijeenkomsten/<int:pk>/affiche/", poster.gathering_poster, name="gathering_poster"),
    path("agenda.ics", calendar.lab_ics, name="lab_ics"),
    path("plekken/", places.place_list, name="place_list"),
    path("plekken/nieuw/", places.place_new, name="place_new"),
    path("plekken/<int:pk>/", places.place_detail, name="place_detail"),
    path("plekken/<int:pk>/bewerken/", places.place_edit, name="place_edit"),
    path("plekken/<int:pk>/sluiten/", places.place_close, name="place_close"),
    path("plekken/<int:pk>/foto/<str:name>", places.place_photo, name="place_photo"),
]
