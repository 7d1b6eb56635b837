"""The limits of a municipality: the terms of its labs stay within them, and no date that was given moves."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from answers.models import Answer, TermLimits, Terms
from answers.models.limits import Limits, OutOfLimits, set_limits
from audit.models import AuditEntry
from common import working_days
from ideas.models import Moved
from labs.models import Municipality
from tests.answers.conftest import asked
from tests.answers.test_pages import text_of
from tests.answers.test_terms import terms_of
from tests.factories import make_idea, make_lab
from tests.ideas.conftest import browser
from tests.ideas.test_races import all_at_once

pytestmark = pytest.mark.django_db


def limit(lab, *days):
    told = StringIO()
    call_command("limit_terms", lab.municipality.name, *map(str, days), reason="Verordening 2027", stdout=told)
    return told.getvalue()


def test_a_term_outside_the_limits_is_refused_in_plain_words(lab, admin):
    limit(lab, 10, 40)
    for days in (9, 41):
        response = browser(admin).post(f"/{lab.slug}/beheer/antwoorden/", terms_of(lab, days=days))
        said = f"In {lab.municipality.name} is het 10 tot en met 40 werkdagen. Kies een getal daartussen."
        assert (response.status_code, response.context["form"].errors["days"]) == (422, [said])
    assert not Terms.objects.exists()
    assert "is het 10 tot en met 40 werkdagen." in text_of(browser(admin).get(f"/{lab.slug}/beheer/antwoorden/"))
    for days in (10, 40):
        assert browser(admin).post(f"/{lab.slug}/beheer/antwoorden/", terms_of(lab, days=days)).status_code == 302
        assert Terms.objects.get().days == days


def test_narrower_limits_move_the_term_of_a_lab_are_logged_and_move_no_date(lab, anna, chaima, admin):
    other = make_lab("Elders")
    other.municipality = Municipality.objects.create(name="Elders")
    other.save()
    Terms.objects.create(lab=lab, days=50)
    Terms.objects.create(lab=other, days=50)
    answer = asked(make_idea(anna), chaima)
    due = answer.due
    told = limit(lab, 10, 40)
    assert "10 tot en met 40 werkdagen" in told
    assert f"De termijn van {lab.name} is binnen deze grenzen gezet." in told
    assert [Terms.objects.get(lab=one).days for one in (lab, other)] == [40, 50], "another municipality"
    answer.refresh_from_db()
    answer.idea.refresh_from_db()
    assert (answer.due, answer.idea.answer_due) == (due, due)
    logged = [(one.lab, one.actor, one.object_id, one.change, one.reason) for one in AuditEntry.objects.order_by("pk")]
    assert logged == [
        (lab.slug, "", "limits", "5 – 60 → 10 – 40", "Verordening 2027"),
        (lab.slug, "", "days", "50 → 40", "Verordening 2027"),
    ]
    log = text_of(browser(admin).get(f"/{lab.slug}/beheer/logboek/"))
    assert "De grenzen van de gemeente, in werkdagen" in log
    limit(lab, 10, 40)
    assert AuditEntry.objects.count() == 2, "the same again is nothing"


def test_wider_limits_leave_the_term(lab):
    Terms.objects.create(lab=lab, days=40)
    limit(lab, 10, 40)
    assert "De termijn" not in limit(lab, 5, 60)
    assert Terms.objects.get().days == 40


@pytest.mark.parametrize(("limits", "days"), [((5, 20), 20), ((40, 60), 40), ((10, 40), 30)])
def test_a_lab_that_chose_no_term_answers_within_the_limits(lab, anna, chaima, admin, limits, days):
    limit(lab, *limits)
    assert asked(make_idea(anna), chaima).due == working_days.due_date(timezone.localdate(), days)
    form = browser(admin).get(f"/{lab.slug}/beheer/antwoorden/").context["form"]
    assert form["days"].value() == days


@pytest.mark.parametrize("days", [(4, 40), (10, 61), (40, 10), ("veel", 40)])
def test_limits_that_cannot_be_are_refused(lab, days):
    with pytest.raises(CommandError):
        limit(lab, *days)
    assert not TermLimits.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        TermLimits.objects.create(municipality=lab.municipality, shortest=40, longest=10)


def test_an_unknown_municipality_is_named(lab):
    with pytest.raises(CommandError, match="Hier is geen gemeente die Nergens heet"):
        call_command("limit_terms", "Nergens", "10", "40", reason="x")


def change(lab, admin, days):
    """Send the terms that were on the screen, with another number of days."""
    kept = {"threshold": 75, "channel": "", "recess": [], "villages": {}, "escalation_name": "", "escalation_mail": ""}
    return Terms.change(admin, seen=Terms.objects.of(lab).state, days=days, **kept)


def test_limits_that_came_after_the_form_was_checked_count(lab, admin):
    set_limits(lab.municipality, Limits(10, 20), "Verordening 2027")
    with pytest.raises(OutOfLimits):
        change(lab, admin, 50)
    assert not Terms.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.postgres
def test_a_term_and_limits_at_the_same_moment_leave_the_term_within_them(lab, admin):
    def try_to_change():
        try:
            change(lab, admin, 50)
        except (OutOfLimits, Moved):
            pass

    for _ in range(5):
        Terms.objects.all().delete()
        TermLimits.objects.all().delete()
        all_at_once([lambda: set_limits(lab.municipality, Limits(10, 20), "x"), try_to_change], threads=2)
        assert all(terms.days <= 20 for terms in Terms.objects.all())
    assert not Answer.objects.exists()
