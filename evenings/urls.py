"""The URLs of evenings. Paths are Dutch, names are English."""

from django.urls import path

from common.http import by_method
from evenings.views import plan, steps
from events.views.found import back_to_gathering

urlpatterns = [
    path("bijeenkomsten/<int:pk>/avond/", plan.evening, name="evening"),
    path("bijeenkomsten/<int:pk>/avond/plan/", plan.evening_plan, name="evening_plan"),
    path("bijeenkomsten/<int:pk>/avond/stap/", steps.evening_step_new, name="evening_step_new"),
    path("bijeenkomsten/<int:pk>/avond/stap/<int:step_pk>/", steps.evening_step, name="evening_step"),
    path(
        "bijeenkomsten/<int:pk>/avond/stap/<int:step_pk>/eraf/",
        by_method(GET=back_to_gathering, POST=plan.take_off),
        name="evening_step_off",
    ),
    path(
        "bijeenkomsten/<int:pk>/avond/stap/<int:step_pk>/terug/",
        by_method(GET=back_to_gathering, POST=plan.bring_back),
        name="evening_step_back",
    ),
]
