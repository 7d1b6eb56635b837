"""What a lab says about itself: its people, how it works, house rules, accessibility, privacy."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from labs.decorators import admin_required, lab_page
from labs.people import explained, roles_of


@require_safe
@lab_page
def people(request):
    return render(request, "labs/people.html", {"explained": explained(request.lab, roles_of(request.lab))})


@require_safe
@lab_page
def charter(request):
    return render(request, "labs/charter.html")


@require_safe
@lab_page
def house_rules(request):
    return render(request, "labs/house_rules.html", {"rules": request.lab.house_rules.splitlines()})


@require_safe
@lab_page
def accessibility(request):
    return render(request, "labs/accessibility.html")


@require_safe
@lab_page
def privacy(request):
    return render(request, "labs/privacy.html")


@require_safe
@admin_required
def manage(request):
    return render(request, "labs/manage.html")
