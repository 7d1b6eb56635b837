"""List all answers of a lab to everybody, with its figures above them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answers.listing import CLEAR, STATES, figures_of, rows_in, terms_in
from common.paging import NearestPaginator, nearest
from labs.decorators import LabRequest, lab_page

PER_PAGE = 25


@require_safe
@lab_page
def answer_list(request: LabRequest) -> HttpResponse:
    """Show what the municipality owes and said; `stand`: a state of STATES, to show only those answers."""
    lab = request.lab
    state = request.GET.get("stand", "")
    state = state if state in STATES else ""
    terms = terms_in(lab)
    listed = NearestPaginator(rows_in(lab, state), PER_PAGE).get_page(request.GET.get("pagina"))
    if elsewhere := nearest(request, listed):
        return elsewhere
    for answer in listed:
        answer.idea.lab = lab
    figures = figures_of(lab, terms)
    has_clear = figures.said or state == CLEAR
    context = {
        "page": listed,
        "state": state,
        "states": {name: words for name, words in STATES.items() if name != CLEAR or has_clear},
        "has_any": bool(terms),
        "figures": figures,
    }
    return render(request, "answers/answer_list.html", context)
