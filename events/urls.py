"""The URLs of gatherings. Paths are Dutch, names are English."""

from django.urls import path

from common.http import by_method
from events.views import (
    agenda,
    aloud,
    calendar,
    dates,
    editing,
    ending,
    gatherings,
    hearing,
    making,
    organising,
    outcome,
    poster,
    signing_up,
    table,
)

urlpatterns = [
    path("bijeenkomsten/", agenda.gathering_list, name="gathering_list"),
    path("bijeenkomsten/<int:pk>.ics", calendar.gathering_ics, name="gathering_ics"),
    path("bijeenkomsten/<int:pk>/affiche/", poster.gathering_poster, name="gathering_poster"),
    path("bijeenkomsten/<int:pk>/deelbeeld-<str:language>.jpg", poster.gathering_picture, name="gathering_picture"),
    path("bijeenkomsten/nieuw/", making.gathering_new, name="gathering_new"),
    path("bijeenkomsten/<int:pk>/", gatherings.gathering_detail, name="gathering_detail"),
    path("bijeenkomsten/<int:pk>/bewerken/", editing.gathering_edit, name="gathering_edit"),
    path("bijeenkomsten/<int:pk>/aantal/", editing.gathering_capacity, name="gathering_capacity"),
    path("bijeenkomsten/<int:pk>/online/", making.gathering_publish, name="gathering_publish"),
    path("bijeenkomsten/<int:pk>/gaat-niet-door/", ending.gathering_cancel, name="gathering_cancel"),
    path("bijeenkomsten/<int:pk>/weggooien/", ending.gathering_throw_away, name="gathering_throw_away"),
    path("bijeenkomsten/<int:pk>/kopie/", making.gathering_copy, name="gathering_copy"),
    path("bijeenkomsten/<int:pk>/op-tafel/", table.gathering_table, name="gathering_table"),
    path("bijeenkomsten/<int:pk>/kom/", signing_up.sign_up, name="sign_up"),
    path("bijeenkomsten/<int:pk>/kom-niet/", signing_up.sign_up_withdraw, name="sign_up_withdraw"),
    path("bijeenkomsten/<int:pk>/kom/mail/", signing_up.sign_up_mail, name="sign_up_mail"),
    path("bijeenkomsten/<int:pk>/kom/code/", signing_up.sign_up_code, name="sign_up_code"),
    path("bijeenkomsten/<int:pk>/kom/<int:party_pk>/<str:secret>/", signing_up.party, name="party"),
    path(
        "bijeenkomsten/<int:pk>/kom/<int:party_pk>/<str:secret>/aantal/",
        signing_up.party_seats,
        name="party_seats",
    ),
    path("bijeenkomsten/<int:pk>/op-de-hoogte/", hearing.keep_posted, name="gathering_hearing"),
    path("bijeenkomsten/<int:pk>/op-de-hoogte/stop/", hearing.stop_posting, name="gathering_hearing_stop"),
    path("bijeenkomsten/<int:pk>/wie-komt/", organising.parties, name="parties"),
    path("bijeenkomsten/<int:pk>/wie-komt.csv", organising.parties_csv, name="parties_csv"),
    path("bijeenkomsten/<int:pk>/wie-komt/<int:party_pk>/erbij/", organising.party_pass_on, name="party_pass_on"),
    path("bijeenkomsten/<int:pk>/wie-komt/<int:party_pk>/eraf/", organising.party_take_off, name="party_take_off"),
    path("bijeenkomsten/<int:pk>/wat-kwam-eruit/", outcome.gathering_outcome, name="gathering_outcome"),
    path("bijeenkomsten/<int:pk>/gezegd/", aloud.gathering_aloud, name="gathering_aloud"),
    path(
        "bijeenkomsten/<int:pk>/gezegd/<int:aloud_pk>/",
        by_method(GET=aloud.aloud_detail, POST=aloud.aloud_confirm),
        name="gathering_aloud_one",
    ),
    path(
        "bijeenkomsten/<int:pk>/gezegd/<int:aloud_pk>/ontkennen/",
        by_method(GET=aloud.back_to_aloud, POST=aloud.aloud_deny),
        name="gathering_aloud_deny",
    ),
    path(
        "bijeenkomsten/<int:pk>/gezegd/<int:aloud_pk>/intrekken/",
        by_method(GET=aloud.back_to_aloud, POST=aloud.aloud_take_back),
        name="gathering_aloud_take_back",
    ),
    path("bijeenkomsten/<int:pk>/datums/", dates.date_answers, name="date_answers"),
    path("bijeenkomsten/<int:pk>/datums/vragen/", dates.dates_ask, name="dates_ask"),
    path("bijeenkomsten/<int:pk>/datums/kiezen/", dates.date_choose, name="date_choose"),
    path("agenda.ics", calendar.lab_ics, name="lab_ics"),
]
