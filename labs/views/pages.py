"""A lab's own pages: its people, how it works, house rules, accessibility, privacy."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from labs.decorators import LabRequest, MemberRequest, admin_required, lab_page
from labs.models.lab import OwnText
from labs.people import explained, roles_of
from labs.people import people as all_of
from labs.sharing import page_tags


@require_safe
@lab_page
def people(request: LabRequest) -> HttpResponse:
    lab = request.lab
    roles = roles_of(lab)
    context = {"explained": explained(lab, roles), "people": all_of(roles), "shared": page_tags(lab, str(_("People")))}
    return render(request, "labs/people.html", context)


@require_safe
@lab_page
def charter(request: LabRequest) -> HttpResponse:
    return text(request, "labs/charter.html", _("How we work"), own(request, "charter"), "labs/texts/charter")


@require_safe
@lab_page
def house_rules(request: LabRequest) -> HttpResponse:
    ours, theirs = "labs/texts/house_rules", own(request, "house_rules")
    rules = [line for line in theirs.words.splitlines() if line.strip()]
    return text(request, "labs/house_rules.html", _("House rules"), theirs, ours, rules=rules)


@require_safe
@lab_page
def accessibility(request: LabRequest) -> HttpResponse:
    return text(request, "labs/text.html", _("Accessibility"), own(request, "accessibility"), "texts/accessibility")


@require_safe
@lab_page
def privacy(request: LabRequest) -> HttpResponse:
    return text(request, "labs/text.html", _("Privacy"), own(request, "privacy"), "texts/privacy")


def own(request: LabRequest, name: str) -> OwnText:
    return request.lab.own(name, get_language() or "")


def text(request: LabRequest, template: str, title: Promise, theirs: OwnText, ours: str, **more: Any) -> HttpResponse:
    """Show the lab's own text, or else our default text in the reader's language."""
    context = {"title": title, "own": theirs, "text": f"{ours}.{get_language()}.html", **more}
    return render(request, template, context | {"shared": page_tags(request.lab, str(title))})


@require_safe
@admin_required
def manage(request: MemberRequest) -> HttpResponse:
    return render(request, "labs/manage.html")
