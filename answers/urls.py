from django.urls import path

from answers.views import asking, forwarding, giving, terms

urlpatterns = [
    path("ideeen/<int:pk>/antwoord/", asking.answer_all, name="answer_all"),
    path("ideeen/<int:pk>/antwoord/vragen/", asking.answer_ask, name="answer_ask"),
    path("ideeen/<int:pk>/antwoord/datum/", giving.answer_date, name="answer_date"),
    path("ideeen/<int:pk>/antwoord/geven/", giving.answer_give, name="answer_give"),
    path("ideeen/<int:pk>/antwoord/verbeteren/", giving.answer_correct, name="answer_correct"),
    path("ideeen/<int:pk>/doorsturen/", forwarding.answer_forward, name="answer_forward"),
    path("beheer/antwoorden/", terms.change_terms, name="lab_answers"),
]
