"""The page of a lab on which its admins set the terms of answers."""

from datetime import date

import pytest

from answers.models import Terms, VillageThreshold
from audit.models import AuditEntry, Kind
from ideas.models import Moved
from tests.answers.test_pages import text_of
from tests.factories import make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db


def terms_of(lab, **more):
    form = browser(lab.memberships.get(user__name="Bea")).get(f"/{lab.slug}/beheer/antwoorden/").context["form"]
    kept = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in kept.items()} | more


def test_a_lab_admin_changes_the_terms_and_the_log_tells(lab, admin):
    her, east = browser(admin), lab.neighbourhoods.first()
    recess = {"first_0": "2026-12-21", "last_0": "2027-01-01"}
    said = terms_of(lab, threshold=50, days=20, channel="https://proefstad.example/", **recess)
    said[f"village_{east.pk}"] = 12
    assert her.post(f"/{lab.slug}/beheer/antwoorden/", said).status_code == 302
    terms = Terms.objects.get(lab=lab)
    assert (terms.threshold, terms.days, terms.channel) == (50, 20, "https://proefstad.example/")
    assert terms.recess == [(date(2026, 12, 21), date(2027, 1, 1))]
    assert VillageThreshold.objects.get().threshold == 12
    entries = AuditEntry.objects.filter(kind=Kind.CHANGE_TERM)
    assert sorted(entry.change for entry in entries) == [
        "30 → 20", "75 → 50", "– → 12", "– → 2026-12-21 – 2027-01-01", "– → https://proefstad.example/"
    ]  # fmt: skip
    log = text_of(her.get(f"/{lab.slug}/beheer/logboek/"))
    assert "veranderde wanneer er antwoord komt" in log
    assert "Vanaf hoeveel steun geef je antwoord?" in log
    her.post(f"/{lab.slug}/beheer/antwoorden/", terms_of(lab, first_0="", last_0="", **{f"village_{east.pk}": ""}))
    assert (Terms.objects.get().recesses, VillageThreshold.objects.count()) == ([], 0)


def test_the_same_terms_change_nothing_and_are_not_logged(lab, admin):
    assert browser(admin).post(f"/{lab.slug}/beheer/antwoorden/", terms_of(lab)).status_code == 302
    assert not AuditEntry.objects.filter(kind=Kind.CHANGE_TERM).exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"threshold": 4}, "threshold"),
        ({"threshold": 10_001}, "threshold"),
        ({"threshold": "veel"}, "threshold"),
        ({"days": 4}, "days"),
        ({"days": 61}, "days"),
        ({"channel": "javascript:alert(1)"}, "channel"),
        ({"first_0": "2026-12-21"}, "last_0"),
        ({"last_0": "2026-12-21"}, "first_0"),
        ({"first_0": "2026-12-21", "last_0": "2026-12-20"}, "last_0"),
        ({"first_0": "2026-01-01", "last_0": "2026-12-31"}, "last_0"),
        ({"first_0": "kerst", "last_0": "2026-12-31"}, "first_0"),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field(lab, admin, fields, wrong):
    response = browser(admin).post(f"/{lab.slug}/beheer/antwoorden/", terms_of(lab, **fields))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    assert not Terms.objects.exists()


def test_what_is_no_link_is_refused_in_plain_words(lab, admin):
    response = browser(admin).post(f"/{lab.slug}/beheer/antwoorden/", terms_of(lab, channel="javascript:alert(1)"))
    assert response.context["form"].errors["channel"] == ["Dit is geen link. Begin met https://."]


def test_a_village_never_has_a_higher_threshold_than_the_others(lab, admin):
    name = f"village_{lab.neighbourhoods.first().pk}"
    response = browser(admin).post(f"/{lab.slug}/beheer/antwoorden/", terms_of(lab, threshold=20, **{name: 21}))
    assert list(response.context["form"].errors) == [name]


def test_two_admins_who_change_the_terms_hear_of_each_other(lab, admin):
    her, before = browser(admin), terms_of(lab, threshold=60)
    her.post(f"/{lab.slug}/beheer/antwoorden/", terms_of(lab, threshold=50))
    crossed = her.post(f"/{lab.slug}/beheer/antwoorden/", before)
    assert crossed.status_code == 422
    assert "intussen aangepast" in crossed.text
    again = before | {"seen": crossed.context["form"]["seen"].value()}
    assert her.post(f"/{lab.slug}/beheer/antwoorden/", again).status_code == 302
    assert Terms.objects.get().threshold == 60


def test_terms_that_changed_after_the_form_was_read_are_not_overwritten(lab, admin):
    """The view read the terms before the other admin saved; the verb looks again under the lock of the lab."""
    seen = Terms.objects.of(lab).state
    Terms.change(admin, seen, 50, 30, "", [], {})
    with pytest.raises(Moved):
        Terms.change(admin, seen, 60, 30, "", [], {})
    assert Terms.objects.get().threshold == 50


@pytest.mark.parametrize("kind", ["stadmaker", "civil_servant", "moderator"])
def test_nobody_else_sees_or_changes_the_terms(lab, admin, kind):
    him = browser(make_member(lab, "Jan", kind))
    assert him.get(f"/{lab.slug}/beheer/antwoorden/").status_code == 403
    assert him.post(f"/{lab.slug}/beheer/antwoorden/", terms_of(lab, threshold=9)).status_code == 403
    assert not Terms.objects.exists()
