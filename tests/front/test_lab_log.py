"""The log of a lab: everything that was noted here, in words, and nothing of another lab."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from audit.models import AuditEntry
from front.lab_log import ACTIONS
from ideas.models.moderation import hide
from tests.factories import make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return make_lab()


def log(client, lab, **query):
    return client.get(reverse("lab_log", kwargs={"lab_slug": lab.slug}), query)


def test_it_tells_who_did_what_and_why(client, lab):
    mo = make_member(lab, "Mo", "lab_admin", "moderator")
    make_member(lab, "Bram").give_role("stadmaker", "", mo, "Trekt de <b>tuin</b>.")
    lab.change_texts(mo, charter="Anders.")
    idea = make_idea(make_member(lab, "Anna"))
    hide(idea, mo, "spam")
    AuditEntry.objects.note(None, "found_lab", lab="elders", subject="Elders")
    AuditEntry.objects.note(None, "found_lab", lab=lab.slug, subject="Proefdorp")
    client.force_login(mo.user)
    text = " ".join(log(client, lab).text.split())
    for words in (
        "gaf een rol: <bdi>Bram: stadmaker",
        "Trekt de &lt;b&gt;tuin",
        "paste een tekst aan: <bdi>Zo werken wij",
        f"verborg iets: <bdi>idee {idea.pk}",
        "herhaling of spam",
        "<bdi>Het systeem</bdi></strong> opende dit lab",
    ):
        assert words in text
    assert "Elders" not in text


def test_it_tells_of_roles_in_the_language_of_who_reads(client, lab):
    mo = make_member(lab, "Mo", "lab_admin")
    make_member(lab, "Ingrid: van hier").give_role("civil_servant", "team Groen", mo, "Werkt daar.")
    client.force_login(mo.user)
    assert "<bdi>Ingrid: van hier: Gemeente · team Groen</bdi>" in log(client, lab).text
    client.cookies["language"] = "en"
    assert "<bdi>Ingrid: van hier: Municipality · team Groen</bdi>" in log(client, lab).text


def test_a_colon_in_what_someone_speaks_for_changes_nothing(client, lab):
    mo = make_member(lab, "Mo", "lab_admin")
    make_member(lab, "Bram").give_role("body", "Dorpsraad: zuid", mo, "Gekozen.")
    client.force_login(mo.user)
    assert "<bdi>Bram: namens Dorpsraad: zuid</bdi>" in log(client, lab).text


def test_it_is_leafed_through(client, lab, django_assert_max_num_queries):
    mo = make_member(lab, "Mo", "lab_admin")
    for number in range(120):
        AuditEntry.objects.note(mo.user, "add_village", lab=lab.slug, subject=f"Dorp {number}")
    client.force_login(mo.user)
    with django_assert_max_num_queries(8):
        assert "Dorp 119" in log(client, lab).text
    assert "Dorp 0<" in log(client, lab, pagina=3).text
    assert log(client, lab, pagina="x").status_code == 200


def test_every_act_that_is_noted_has_words():
    noted = set()
    for path in Path(settings.BASE_DIR).glob("[a-z]*/**/*.py"):
        if path.parts[len(Path(settings.BASE_DIR).parts)] not in ("tests", "var"):
            noted |= set(re.findall(r'(?:note|_role_changed|_note)\([^"\n]*"([a-z_]+)"', path.read_text()))
    assert {"give_role", "hide", "found_lab"} <= noted
    assert noted - ACTIONS.keys() == set()
