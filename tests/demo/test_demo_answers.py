"""The example labs show what the municipality promised and answered, and what people want to hear."""

import pytest
from django.db.models import F
from django.utils import timezone

from answers.models import Answer, Because, Draft, NewDate, TermLimits, Terms, Version
from answers.models.notes import NoteKind
from challenges.models import ChallengeSubscription
from events.models import GatheringSubscription
from ideas.models import Idea, IdeaSubscription, Status, StatusChange
from ideas.rules import BY_MUNICIPALITY
from ideas.words import FIGURES_FROM
from labs.models import LabSubscription, RoleKind
from notifications.groups import Mail
from notifications.models.wish import Wish
from places.models import PlaceSubscription

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("examples")]


def test_only_the_municipality_promises_and_answers():
    steps = StatusChange.objects.filter(status__in=[*BY_MUNICIPALITY, Status.WAITING])
    assert {step.status for step in steps} == BY_MUNICIPALITY, "no answer is owed by a status"
    said = [*steps, *Answer.objects.filter(because=Because.PROMISED), *NewDate.objects.all(), *Version.objects.all()]
    assert {one.voice_kind for one in said} == {RoleKind.CIVIL_SERVANT}


def test_answers_of_the_demo_are_owed_late_moved_and_given():
    today, owed = timezone.localdate(), Answer.objects.owed()
    assert owed.filter(due__gt=today, first_due=F("due")).exists()
    assert owed.filter(due__gt=today, first_due__lt=today).exists(), "late, with a new date"
    assert Version.objects.values("kind").distinct().count() > 2
    assert {idea.answer_due for idea in Idea.objects.owed()} == set(owed.values_list("due", flat=True))


def test_each_answer_of_the_examples_is_there_and_people_say_whether_it_is_clear():
    """docs: words-and-content, the answers in the demo."""
    said = {version.answer.idea.title: version for version in Version.objects.all()}
    kinds = {title: said[title].kind for title in said}
    assert kinds["Samen rijden vanuit Swolgen en Tienray"] == "go_ahead"
    assert kinds["Pluktuin Meterik"] == "yes_if"
    assert kinds["Groene wachtplek bij station Horst-Sevenum"] == "others"
    assert kinds["Feesttafels te leen"] == "yes"
    assert kinds["Speelstraat op woensdagmiddag"] == "no"
    assert "not_now" in kinds.values()
    for title in ("Pluktuin Meterik", "Speelstraat op woensdagmiddag"):
        version = said[title]
        assert all((version.heard, version.gains, version.unheard)), title
        assert {one.is_clear for one in version.clarities.all()} == {True, False}, title
    assert said["Speelstraat op woensdagmiddag"].clarities.count() >= FIGURES_FROM, "so everybody sees the share"
    assert Answer.objects.owed().filter(because=Because.PROMISED).exists()
    assert set(Answer.objects.values_list("because", flat=True)) >= {Because.PROMISED, Because.ASKED}


def test_drafts_of_the_examples_are_read_along_and_wait_for_an_alderman():
    drafts = {draft.answer.idea.title: draft for draft in Draft.objects.all()}
    asked = {title: set(draft.answer.notes.values_list("kind", flat=True)) for title, draft in drafts.items()}
    assert NoteKind.READING in asked["Pad naar de vijver voor rolstoelen"]
    assert asked["Fietsbus Melderslo"] >= {NoteKind.READING, NoteKind.FINE, NoteKind.TO_APPROVE}
    waiting = {
        note.to.name for draft in drafts.values() for note in draft.answer.notes.filter(replied_at=None) if note.to
    }
    assert waiting >= {"Hilde", "Wethouder Marloes"}
    assert all(draft.is_complete for draft in drafts.values())


def test_answers_that_an_alderman_approves_first_were_approved():
    for terms in Terms.objects.exclude(approval=[]):
        given = Version.objects.filter(answer__idea__lab=terms.lab, kind__in=terms.approval)
        assert {version.approval.is_noted for version in given} == {True, False}
        assert all(version.approval.at < version.at for version in given)
    assert TermLimits.objects.exists()


def test_people_of_the_examples_chose_what_they_want_to_hear():
    assert Wish.objects.exclude(mail=Mail.NEVER).exists()
    assert Wish.objects.filter(mail=Mail.NEVER).exists()
    for kind in (IdeaSubscription, ChallengeSubscription, GatheringSubscription, PlaceSubscription, LabSubscription):
        assert kind.objects.asked().exists(), kind
    assert IdeaSubscription.objects.stopped().exists()
