"""What the page of an idea shows of evenings: where it came up, and its dots once the report is online."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answers.models import Answer
from common import clock
from evenings import reporting
from evenings.models import Choice, Note, Outcome, Participant, Pick, Pile, Report
from evenings.models.outcome import show_on_ideas
from evenings.topics import outcomes_of
from ideas.models import Idea
from labs.models import HidingReason
from tests.evenings import test_harvest as harvest
from tests.evenings.test_doors import read
from tests.evenings.test_harvest import made_new, named, pressed, put_at, said, the_pile
from tests.evenings.test_leading import again
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser

evening, notes_step, bea = harvest.evening, harvest.notes_step, harvest.bea
evening_over = harvest.evening_over


@pytest.fixture
def dots(evening_over, session):
    """The pile "Groen" got 46 of 50 dots, "Een bank" the others."""
    step = next(step for step in session.plan_steps if step.kind == "dots")
    choice = Choice.objects.create(step=step, dots=10, most=10, state="closed")
    options = [
        choice.options.create(position=1, text="Groen", pile=Pile.objects.get()),
        choice.options.create(position=2, text="Een bank op het plein"),
    ]
    for given in (10, 10, 10, 10, 6):
        who = Participant.objects.create(evening=evening_over, word=str(uuid.uuid4())[:30], key=uuid.uuid4())
        Pick.objects.create(option=options[0], participant=who, dots=given)
    options[1].counted.create(how="hands", number=4, key=uuid.uuid4())
    return options


@pytest.fixture
def idea(lab):
    return make_idea(make_member(lab, "Idee"), "Meer groen")


def publish(evening, state="published"):
    Report.objects.update_or_create(evening=evening, defaults={"state": state})


def page_of(idea, client):
    return " ".join(read(client.get(idea.get_absolute_url())).split())


def drawn(idea, after=0):
    return " ".join("".join(part.render() for part in outcomes_of(Idea.objects.get(pk=idea.pk), after)).split())


def test_dots_and_notes_stand_with_an_idea_once_the_report_is_online(evening_over, hers, dots, idea, client):
    put_at(hers, evening_over, the_pile(), idea)
    for state in ("draft", "reading", "down"):
        publish(evening_over, state)
        page = page_of(idea, client)
        assert "Uit de avond" not in page
        assert "Een heg" not in page
    publish(evening_over)
    page = page_of(idea, client)
    assert "46 van de 50 stippen" in page
    assert "Een heg" in page
    assert "Het telt niet als steun." in page
    assert f"{evening_over.gathering.get_absolute_url()}verslag/" in page


def test_dots_are_no_support_and_count_for_no_threshold(evening_over, hers, dots, idea, lab, anna):
    liked = make_idea(anna, "Zwembad")
    liked.support(make_member(lab, "Wim"))
    lab.answer_threshold = 2
    put_at(hers, evening_over, the_pile(), idea)
    publish(evening_over)
    show_on_ideas(evening_over.pk)
    idea.refresh_from_db()
    assert (idea.support_count, idea.ballot_count, idea.answer_due, idea.status) == (0, 0, None, "new")
    assert not Answer.objects.exists()
    assert [one.title for one in Idea.objects.in_order("steun")] == ["Zwembad", "Meer groen"]


def test_below_five_it_says_a_few_and_without_dots_nothing(evening_over, hers, dots, idea, client, lab):
    put_at(hers, evening_over, named("Een bank op het plein"), idea)
    publish(evening_over)
    page = page_of(idea, client)
    assert "een paar stippen" in page
    assert "4 van de" not in page
    Pick.objects.all().delete()
    dots[1].counted.all().delete()
    page = page_of(idea, client)
    assert "Uitslag van de avond" not in page
    assert "Een bank op het plein" in page


def test_a_new_idea_says_at_once_where_it_came_up(evening_over, hers, dots, bea, client):
    bea.name_me(True)
    made_new(hers, evening_over, named("Een bank op het plein"))
    idea = Idea.objects.get()
    page = page_of(idea, client)
    assert "Ontstaan tijdens" in page
    assert "Kansen ophalen in Horst" in page
    assert "(<bdi>Bea</bdi>)" in page
    assert "stippen" not in page
    publish(evening_over)
    assert "een paar stippen" in page_of(idea, client)


def test_a_comment_takes_its_dots_along_until_it_is_removed(evening_over, hers, dots, idea, client):
    said(hers, evening_over, the_pile(), idea)
    publish(evening_over)
    page = page_of(idea, client)
    assert "46 van de 50 stippen" in page
    assert "Deze briefjes" not in page
    idea.comments.get().remove()
    assert "stippen" not in page_of(idea, client)


def test_of_a_hidden_gathering_nothing_is_told(evening_over, hers, dots, idea, client, lab, bea):
    put_at(hers, evening_over, the_pile(), idea)
    made_new(hers, evening_over, named("Een bank op het plein"))
    publish(evening_over)
    evening_over.gathering.hide(make_member(lab, "Sam", "moderator"), HidingReason.SPAM)
    for one in Idea.objects.all():
        page = page_of(one, client)
        assert "Kansen ophalen" not in page
        assert "stippen" not in page


def test_of_a_hidden_idea_nothing_is_sent(evening_over, hers, dots, idea, client, lab):
    put_at(hers, evening_over, the_pile(), idea)
    publish(evening_over)
    idea.hide(make_member(lab, "Sam", "moderator"), HidingReason.SPAM)
    page = page_of(idea, client)
    assert "stippen" not in page
    assert "Een heg" not in page


def test_open_pages_hear_what_is_put_there_and_what_is_taken_away(
    evening_over, hers, dots, idea, bea, django_capture_on_commit_callbacks
):
    publish(evening_over)
    before = Idea.objects.get(pk=idea.pk).revision
    with django_capture_on_commit_callbacks(execute=True):
        put_at(hers, evening_over, the_pile(), idea)
    assert "46 van de 50" in drawn(idea, before)
    before = Idea.objects.get(pk=idea.pk).revision
    assert outcomes_of(Idea.objects.get(pk=idea.pk), before) == []
    with django_capture_on_commit_callbacks(execute=True):
        pressed(hers, evening_over, f"again:{the_pile()}:idea")
    gone = drawn(idea, before)
    assert gone.count("hidden") == 2
    assert "stippen" not in gone


def test_a_note_that_is_taken_back_goes_from_the_page_too(
    evening_over, hers, idea, bea, client, django_capture_on_commit_callbacks
):
    note = Note.objects.get(text="Een bank op het plein")
    put_at(hers, evening_over, f"briefje-{note.pk}", idea)
    publish(evening_over)
    assert "Een bank op het plein" in page_of(idea, client)
    before = Idea.objects.get(pk=idea.pk).revision
    with django_capture_on_commit_callbacks(execute=True):
        again(evening_over).withdraw(note.pk, bea)
    assert "Een bank" not in page_of(idea, client)
    assert drawn(idea, before).count("hidden") == 2
    assert not Outcome.objects.exclude(text="").exists()


def test_an_idea_of_many_notes_costs_no_more_queries(evening_over, hers, dots, idea, client, anna):
    def counted():
        with CaptureQueriesContext(connection) as found:
            page_of(idea, browser())
        return len(found)

    publish(evening_over)
    put_at(hers, evening_over, the_pile(), idea)
    counted()
    few = counted()
    for number in range(20):
        note = Note.objects.create(
            evening=evening_over, text=f"Briefje {number}", source="paper", state="wall", is_kept=True,
            number=100 + number, key=uuid.uuid4(), written_at=clock.now(), revision=1,
        )  # fmt: skip
        put_at(hers, evening_over, f"briefje-{note.pk}", idea)
    assert counted() == few


def test_open_pages_of_ideas_hear_when_the_report_comes_online_and_goes(
    evening_over, hers, dots, idea, django_capture_on_commit_callbacks
):
    put_at(hers, evening_over, the_pile(), idea)
    report = reporting.begin(evening_over, clock.now())
    before = Idea.objects.get(pk=idea.pk).revision
    with django_capture_on_commit_callbacks(execute=True):
        reporting.publish(evening_over, report.version, clock.now())
    assert "46 van de 50" in drawn(idea, before)
    before = Idea.objects.get(pk=idea.pk).revision
    with django_capture_on_commit_callbacks(execute=True):
        reporting.take_offline(evening_over)
    assert "46 van de 50" not in drawn(idea, before)
    assert drawn(idea, before)


def test_open_pages_of_ideas_hear_when_the_gathering_is_hidden_and_back(
    evening_over, hers, dots, idea, lab, django_capture_on_commit_callbacks
):
    put_at(hers, evening_over, the_pile(), idea)
    publish(evening_over)
    sam = make_member(lab, "Sam", "moderator")
    before = Idea.objects.get(pk=idea.pk).revision
    with django_capture_on_commit_callbacks(execute=True):
        evening_over.gathering.hide(sam, HidingReason.SPAM)
    assert drawn(idea, before)
    assert "46 van de 50" not in drawn(idea, before)
    before = Idea.objects.get(pk=idea.pk).revision
    with django_capture_on_commit_callbacks(execute=True):
        evening_over.gathering.restore(sam, "Het mag.")
    assert "46 van de 50" in drawn(idea, before)


def test_open_pages_of_ideas_hear_another_title_of_the_gathering(
    evening_over, hers, dots, idea, django_capture_on_commit_callbacks
):
    put_at(hers, evening_over, the_pile(), idea)
    publish(evening_over)
    before = Idea.objects.get(pk=idea.pk).revision
    with django_capture_on_commit_callbacks(execute=True):
        evening_over.gathering.change(None, title="Een andere avond")
    assert "Een andere avond" in drawn(idea, before)
