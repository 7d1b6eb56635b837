"""The URLs of questions. Paths are Dutch, names are English."""

from django.urls import path

from challenges.views import answering, asking, ending, export, hearing, hiding, pages, writing

urlpatterns = [
    path("vragen.csv", export.challenge_csv, name="challenge_csv"),
    path("vragen/", pages.challenge_list, name="challenge_list"),
    path("vragen/nieuw/", asking.challenge_new, name="challenge_new"),
    path("vragen/nieuw/gemeente/", asking.challenge_new_municipal, name="challenge_new_municipal"),
    path("vragen/<int:pk>/", pages.challenge_detail, name="challenge_detail"),
    path("vragen/<int:pk>/op-de-hoogte/", hearing.keep_posted, name="challenge_hearing"),
    path("vragen/<int:pk>/op-de-hoogte/stop/", hearing.stop_posting, name="challenge_hearing_stop"),
    path("vragen/<int:pk>/online/", asking.challenge_publish, name="challenge_publish"),
    path("vragen/<int:pk>/bewerken/", writing.challenge_edit, name="challenge_edit"),
    path("vragen/<int:pk>/geschiedenis/", pages.challenge_history, name="challenge_history"),
    path("vragen/<int:pk>/gemeente/", writing.challenge_stance, name="challenge_stance"),
    path("vragen/<int:pk>/langer/", ending.challenge_longer, name="challenge_longer"),
    path("vragen/<int:pk>/sluiten/", ending.challenge_close, name="challenge_close"),
    path("vragen/<int:pk>/wat-kwam-eruit/", ending.challenge_report, name="challenge_report"),
    path("vragen/<int:pk>/intrekken/", writing.challenge_withdraw, name="challenge_withdraw"),
    path("vragen/<int:pk>/verbergen/", hiding.challenge_hide, name="challenge_hide"),
    path("vragen/<int:pk>/terugzetten/", hiding.challenge_restore, name="challenge_restore"),
    path("vragen/<int:pk>/deelbeeld-<str:language>.jpg", pages.challenge_picture, name="challenge_picture"),
    path("ideeen/<int:pk>/vraag/", answering.idea_question, name="idea_question"),
]
