"""The URLs of moderation. Paths are Dutch, names are English."""

from django.urls import path

from moderation.views import (
    by_mail,
    cases,
    first_comments,
    flags,
    log,
    looking_along,
    names,
    neighbours,
    pages,
    reporting,
    reviews,
    settings,
    talk,
)

urlpatterns = [
    path("beheer/moderatie/", settings.change_settings, name="lab_moderation"),
    path("moderatie/", cases.case_list, name="case_list"),
    path("moderatie/<int:case_pk>/", cases.case_detail, name="case_detail"),
    path("moderatie/<int:case_pk>/uitleg/", cases.case_for_writer, name="case_for_writer"),
    path("moderatie/<int:case_pk>/laat-nog-eens-kijken/", reviews.review_ask, name="review_ask"),
    path("moderatie/<int:case_pk>/nieuwe-beoordeling/", reviews.review_decide, name="review_decide"),
    path("moderatie/buren/", looking_along.looking_along_page, name="looking_along"),
    path("moderatie/buren/labs/<slug:asking_slug>/ja/", looking_along.look_along, name="look_along"),
    path("moderatie/buren/labs/<slug:asking_slug>/nee/", looking_along.look_no_more, name="look_no_more"),
    path("moderatie/buren/<int:case_pk>/", neighbours.review_neighbour, name="review_neighbour"),
    path("moderatie/buren/<int:case_pk>/beslissen/", neighbours.case_neighbour, name="case_neighbour"),
    path("moderatie/buren/<int:case_pk>/foto/", neighbours.review_photo, name="review_photo"),
    path("moderatie/meldingen/", reporting.reports, name="reports"),
    path("moderatie/melden/ideeen/<int:pk>/", reporting.report_idea, name="report_idea"),
    path(
        "moderatie/melden/ideeen/<int:pk>/reacties/<int:comment_pk>/", reporting.report_comment, name="report_comment"
    ),
    path("moderatie/melden/ideeen/<int:pk>/foto/", reporting.report_photo, name="report_photo"),
    path("moderatie/melden/namen/<int:pk>/", reporting.report_name, name="report_name"),
    path("moderatie/namen/<int:pk>/verbergen/", names.name_hide, name="name_hide"),
    path("moderatie/namen/<int:pk>/terugzetten/", names.name_restore, name="name_restore"),
    path("moderatie/melden/bijeenkomsten/<int:pk>/", reporting.report_gathering, name="report_gathering"),
    path("moderatie/melden/vragen/<int:pk>/", reporting.report_challenge, name="report_challenge"),
    path("moderatie/melden/code/", by_mail.report_code, name="report_code"),
    path("moderatie/melden/<slug:kind>/<int:thing_pk>/per-mail/", by_mail.report_mail, name="report_mail"),
    path("moderatie/melding/<int:report_pk>/<str:secret>/", by_mail.report_by_mail_page, name="report_by_mail"),
    path("moderatie/oefenen/", pages.practice, name="moderation_practice"),
    path("moderatie/opvallend/", flags.flag_list, name="flag_list"),
    path("moderatie/opvallend/<int:flag_pk>/gezien/", flags.flag_see, name="flag_see"),
    path("moderatie/opvallend/<int:flag_pk>/gezien/intrekken/", flags.flag_unsee, name="flag_unsee"),
    path("moderatie/opvallend/wacht/<int:waiting_pk>/", first_comments.waiting_show, name="waiting_show"),
    path("moderatie/opvallend/wacht/<int:waiting_pk>/verbergen/", first_comments.waiting_hide, name="waiting_hide"),
    path("ideeen/<int:pk>/gesprek/sluiten/", talk.talk_close, name="talk_close"),
    path("ideeen/<int:pk>/gesprek/openen/", talk.talk_open, name="talk_open"),
    path("beslissingen/", log.decision_list, name="decision_list"),
    path("beslissingen.csv", log.decision_csv, name="decision_csv"),
    path("zo-modereren-wij/", pages.how, name="moderation_how"),
]
