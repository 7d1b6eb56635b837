"""The URLs of places. Paths are Dutch, names are English."""

from django.urls import path

from places.views import changing, hearing, pages

urlpatterns = [
    path("plekken/", pages.place_list, name="place_list"),
    path("plekken/nieuw/", changing.place_new, name="place_new"),
    path("plekken/<int:pk>/", pages.place_detail, name="place_detail"),
    path("plekken/<int:pk>/op-de-hoogte/", hearing.keep_posted, name="place_hearing"),
    path("plekken/<int:pk>/op-de-hoogte/stop/", hearing.stop_posting, name="place_hearing_stop"),
    path("plekken/<int:pk>/bewerken/", changing.place_edit, name="place_edit"),
    path("plekken/<int:pk>/sluiten/", changing.place_close, name="place_close"),
    path("plekken/<int:pk>/foto/<str:name>", pages.place_photo, name="place_photo"),
    path("plekken/<int:pk>/deelbeeld-<str:language>.jpg", pages.place_picture, name="place_picture"),
]
