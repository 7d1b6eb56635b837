from django.urls import path

from answers.views import asking, caring, clarity, desk, drafting, forwarding, giving, listing, teams, terms
from common.http import by_method
from ideas.views.found import back_to_idea

urlpatterns = [
    path("antwoorden/", listing.answer_list, name="answer_list"),
    path("ideeen/<int:pk>/antwoord/", asking.answer_all, name="answer_all"),
    path("ideeen/<int:pk>/antwoord/vragen/", asking.answer_ask, name="answer_ask"),
    path("ideeen/<int:pk>/antwoord/datum/", giving.answer_date, name="answer_date"),
    path("ideeen/<int:pk>/antwoord/geven/", giving.answer_give, name="answer_give"),
    path("ideeen/<int:pk>/antwoord/verbeteren/", giving.answer_correct, name="answer_correct"),
    path("ideeen/<int:pk>/antwoord/duidelijk/", clarity.answer_clear, name="answer_clear"),
    path("ideeen/<int:pk>/antwoord/onduidelijk/", clarity.answer_unclear, name="answer_unclear"),
    path(
        "ideeen/<int:pk>/antwoord/onduidelijk/opzij/",
        by_method(GET=back_to_idea, POST=clarity.answer_aside),
        name="answer_aside",
    ),
    path("ideeen/<int:pk>/doorsturen/", forwarding.answer_forward, name="answer_forward"),
    path("ideeen/<int:pk>/antwoord/werk/", caring.answer_work, name="answer_work"),
    path(
        "ideeen/<int:pk>/antwoord/oppakken/", by_method(GET=back_to_idea, POST=caring.answer_take), name="answer_take"
    ),
    path("ideeen/<int:pk>/antwoord/doorgeven/", caring.answer_pass, name="answer_pass"),
    path(
        "ideeen/<int:pk>/antwoord/notities/", by_method(GET=back_to_idea, POST=caring.answer_note), name="answer_note"
    ),
    path("ideeen/<int:pk>/antwoord/concept/", drafting.answer_draft, name="answer_draft"),
    *(
        path(f"ideeen/<int:pk>/antwoord/concept/{noun}/", by_method(GET=back_to_idea, POST=view), name=name)
        for noun, name, view in (
            ("weg", "answer_draft_away", drafting.answer_draft_away),
            ("meelezen", "answer_draft_read", drafting.answer_draft_read),
            ("gelezen", "answer_draft_said", drafting.answer_draft_said),
            ("stop", "answer_draft_stop", drafting.answer_draft_stop),
            ("akkoord", "answer_approval", drafting.answer_approval),
            ("akkoord/vragen", "answer_approval_ask", drafting.answer_approval_ask),
            ("akkoord/noteren", "answer_approval_note", drafting.answer_approval_note),
            ("akkoord/intrekken", "answer_approval_back", drafting.answer_approval_back),
        )
    ),
    path("werk/", desk.work, name="lab_work"),
    path("werk/samen/", by_method(GET=desk.back_to_work, POST=desk.work_together), name="lab_work_together"),
    path("werk/afwezig/", desk.away, name="lab_away"),
    path("werk/terug/", by_method(GET=desk.back_to_work, POST=desk.back), name="lab_away_back"),
    path("beheer/antwoorden/", terms.change_terms, name="lab_answers"),
    path("beheer/antwoorden/teams/nieuw/", teams.new_team, name="lab_team_new"),
    path("beheer/antwoorden/teams/<int:pk>/", teams.change_team, name="lab_team"),
    path("beheer/antwoorden/teams/<int:pk>/sluiten/", teams.close_team, name="lab_team_close"),
]
