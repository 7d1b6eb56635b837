"""A lab's own pages: its people, how it works, house rules, accessibility, privacy."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from labs.decorators import LabRequest, MemberRequest, admin_required, lab_page
from labs.people import explained, roles_of


@require_safe
@lab_page
def people(request: LabRequest) -> HttpResponse:
    return render(request, "labs/people.html", {"explained": explained(request.lab, roles_of(request.lab))})


@require_safe
@lab_page
def charter(request: LabRequest) -> HttpResponse:
    return text(request, "labs/charter.html", _("How we work"), request.lab.charter, "labs/texts/charter")


@require_safe
@lab_page
def house_rules(request: LabRequest) -> HttpResponse:
    own = request.lab.house_rules
    rules = [line for line in own.splitlines() if line.strip()]
    return text(request, "labs/house_rules.html", _("House rules"), own, "labs/texts/house_rules", rules=rules)


@require_safe
@lab_page
def accessibility(request: LabRequest) -> HttpResponse:
    own = request.lab.accessibility
    return text(request, "labs/text.html", _("Accessibility"), own, "texts/accessibility")


@require_safe
@lab_page
def privacy(request: LabRequest) -> HttpResponse:
    return text(request, "labs/text.html", _("Privacy"), request.lab.privacy, "texts/privacy")


def text(request: LabRequest, template: str, title: Promise, own: str, ours: str, **more: Any) -> HttpResponse:
    """Show the lab's own text, or else our default text in the reader's language."""
    return render(request, template, {"title": title, "own": own, "text": f"{ours}.{get_language()}.html", **more})


@require_safe
@admin_required
def manage(request: MemberRequest) -> HttpResponse:
    return render(request, "labs/manage.html")
