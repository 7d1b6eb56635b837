"""The URLs of evenings. Paths are Dutch, names are English."""

from django.urls import path

from common.http import by_method
from evenings.views import (
    choices,
    choosing,
    helping,
    lab_plans,
    leading,
    notes,
    opening,
    paper,
    piles,
    plan,
    programme,
    screens,
    steps,
    walk_in,
    wall,
)
from events.views.found import back_to_gathering

urlpatterns = [
    path("bijeenkomsten/<int:pk>/avond/", plan.evening, name="evening"),
    path("bijeenkomsten/<int:pk>/avond/plan/", plan.evening_plan, name="evening_plan"),
    path("bijeenkomsten/<int:pk>/avond/plan/bewaar/", lab_plans.evening_keep, name="evening_keep"),
    path("bijeenkomsten/<int:pk>/avond/plan/<int:plan_pk>/", lab_plans.evening_kept, name="evening_kept"),
    path(
        "bijeenkomsten/<int:pk>/avond/plan/<int:plan_pk>/weg/",
        lab_plans.evening_kept_remove,
        name="evening_kept_remove",
    ),
    path("bijeenkomsten/<int:pk>/avond/papier/", paper.evening_paper, name="evening_paper"),
    path("bijeenkomsten/<int:pk>/avond/programma/", programme.evening_programme, name="evening_programme"),
    path("bijeenkomsten/<int:pk>/avond/stap/", steps.evening_step_new, name="evening_step_new"),
    path("bijeenkomsten/<int:pk>/avond/stap/<int:step_pk>/", steps.evening_step, name="evening_step"),
    path("bijeenkomsten/<int:pk>/avond/stap/<int:step_pk>/keuze/", choices.evening_choice, name="evening_choice"),
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
    path(
        "bijeenkomsten/<int:pk>/avond/open/",
        by_method(GET=back_to_gathering, POST=opening.open_evening),
        name="evening_open",
    ),
    path(
        "bijeenkomsten/<int:pk>/avond/codes/",
        by_method(GET=back_to_gathering, POST=opening.make_codes),
        name="evening_codes",
    ),
    path(
        "bijeenkomsten/<int:pk>/avond/sluit/",
        by_method(GET=back_to_gathering, POST=opening.close_evening),
        name="evening_close",
    ),
    path("live/", walk_in.live, name="live"),
    path("live/scherm/", screens.live_ask, name="live_ask"),
    path("live/<str:code>/", walk_in.live_phone, name="live_phone"),
    path("live/<str:code>/terug/", walk_in.live_back, name="live_back"),
    path(
        "live/<str:code>/briefje/",
        by_method(GET=notes.back_to_phone, POST=notes.live_note),
        name="live_note",
    ),
    path(
        "live/<str:code>/briefje/terug/",
        by_method(GET=notes.back_to_phone, POST=notes.live_note_back),
        name="live_note_back",
    ),
    path("live/<str:code>/tafel/", by_method(GET=notes.back_to_phone, POST=notes.live_table), name="live_table"),
    path("live/<str:code>/muur/", wall.live_wall, name="live_wall"),
    path("live/<str:code>/muur/blik/", by_method(GET=wall.back_to_wall, POST=wall.live_settle), name="live_settle"),
    path("live/<str:code>/muur/papier/", by_method(GET=wall.back_to_wall, POST=wall.live_paper), name="live_paper"),
    path(
        "live/<str:code>/muur/vanzelf/",
        by_method(GET=wall.back_to_wall, POST=wall.live_through),
        name="live_through",
    ),
    path("live/<str:code>/muur/stapel/", by_method(GET=wall.back_to_wall, POST=piles.live_piles), name="live_piles"),
    path("live/<str:code>/muur/mee/", by_method(GET=wall.back_to_wall, POST=piles.live_keep), name="live_keep"),
    path("live/<str:code>/muur/leeg/", by_method(GET=wall.back_to_wall, POST=piles.live_blank), name="live_blank"),
    path("live/<str:code>/kies/", choosing.live_choose, name="live_choose"),
    path("live/<str:code>/regie/", leading.live_lead, name="live_lead"),
    path("live/<str:code>/regie/keuze/", choices.live_choice, name="live_choice"),
    path("live/<str:code>/scherm/", leading.live_screen, name="live_screen"),
    path("live/<str:code>/scherm/<int:ask_pk>/", screens.live_ask_answer, name="live_ask_answer"),
    path("live/<str:code>/helper/", helping.live_help, name="live_help"),
    path("live/<str:code>/taak/<str:task_key>/", helping.live_task, name="live_task"),
    path("live/<str:code>/taken/", helping.live_tasks, name="live_tasks"),
    path("live/<str:code>/taken/<int:task_pk>/terug/", helping.live_task_back, name="live_task_back"),
]
