"""The example labs have an evening that is prepared, one to join in a rehearsal, and one that is over."""

import html
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from demo.evenings import rehearse
from evenings.models import Evening, Option, Pick, Session
from ideas.models import Idea
from stadslab.management.commands.dev import rehearsed

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("examples")]


def test_one_evening_is_being_prepared():
    session = Session.objects.get(gathering__starts_at__gt=timezone.now(), evening=None)
    assert (session.gathering.title, session.minutes) == ("Kansen ophalen in Horst", 60)


def test_one_evening_can_be_joined_in_a_rehearsal_for_a_day_from_when_it_is_run():
    evening = Evening.objects.get(is_rehearsal=True)
    assert evening.gathering.title == "Plan maken: samen eten in Sevenum"
    assert evening.is_open(timezone.now())
    assert evening.session.language == "pl"
    assert all(step.translations["pl"] for step in evening.session.plan_steps)
    later = timezone.now() + timedelta(days=3)
    Evening.close_forgotten(later)
    assert not Evening.objects.filter(is_rehearsal=True).exists()
    (again,) = rehearse(rehearsed(), later)
    assert (again.pk, again.is_open(later + timedelta(hours=23))) == (evening.pk, True)
    assert rehearse(rehearsed(), timezone.now() + timedelta(days=30)) == []


def test_one_evening_is_over_with_notes_piles_and_dots():
    evening = Evening.objects.get(closed_at__isnull=False)
    assert evening.gathering.title == "Rondje Grubbenvorst"
    assert evening.notes.filter(state="wall").count() == 14
    assert evening.piles.filter(is_kept=True).count() == 3
    options = Option.objects.filter(choice__step__session=evening.session)
    assert [str(one) for one in options] == [
        "Bij de oude boom",
        "Bij de bocht",
        "Bij het veer",
        "Een prullenbak bij het veer",
    ]
    assert Pick.objects.filter(option__in=options).values("participant").distinct().count() == 11
    assert evening.report.next_on > evening.closed_at


def read(address):
    page = Client().get(address)
    assert page.status_code == 200
    return html.unescape(page.content.decode())


def test_everybody_reads_what_came_of_it_in_its_report_and_at_its_idea():
    evening, idea = Evening.objects.get(closed_at__isnull=False), Idea.objects.get(title="Maasrondje Grubbenvorst")
    assert Counter(evening.outcomes.values_list("state", "idea")) == {("idea", idea.pk): 3, ("report_only", None): 1}
    gathering = evening.gathering
    assert gathering.get_absolute_url() + "verslag/" in read(gathering.get_absolute_url())
    report = read(gathering.get_absolute_url() + "verslag/")
    assert "Op drie plekken bleven we langer staan." in report
    assert "Een ronde bank om de boom" in report
    assert report.count("gekozen door een tafel") == 2
    assert "nummer 12" not in report, "it wasn't put on the wall"
    at_idea = read(idea.get_absolute_url()).partition("Uit de avond")[2]
    assert gathering.title in at_idea
    assert "Een ronde bank om de boom" in at_idea
    assert "van de 50 stippen" in at_idea
