"""What answers hold of a person: in their download, and nameless or gone after they left."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from answers import leaving
from answers.models import Absence, Answer
from front.erasure import erase
from ideas.models import Idea
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE
from tests.answers.conftest import asked, make_team, voice_of, words
from tests.factories import make_idea, make_member

pytestmark = pytest.mark.django_db


def test_the_download_holds_what_i_asked_dated_and_answered_and_nothing_of_others(idea, anna, chaima, fleur):
    answer = asked(idea, anna, "Ik wil in maart beginnen.")
    version = answer.give(fleur, voice_of(fleur), **words())
    answer.correct(fleur, voice_of(fleur), version.pk, "Een tikfout.", **words(words="Nee, helaas."))
    hers = leaving.taken_along([anna], "https://lab.example")
    (row,) = hers["answers_asked"]
    assert (row["reason"], row["idea"]) == ("Ik wil in maart beginnen.", "Pluktuin")
    assert row["url"] == f"https://lab.example{idea.get_absolute_url()}"
    assert (hers["answer_dates"], hers["answers_given"]) == ([], [])
    given = leaving.taken_along([fleur], "https://lab.example")["answers_given"]
    assert [one["words"] for one in given] == ["De bus moet daar keren.", "Nee, helaas."]


def test_teams_and_absence_are_in_the_download_and_go_with_the_account(admin, fleur, ruud, lab):
    team = make_team(admin, "team Groen", fleur, ruud)
    day = timezone.localdate()
    Absence.begin(fleur, ruud, day, day)
    hers = leaving.taken_along([fleur], "https://lab.example")
    assert hers["answer_teams"] == [{"name": "team Groen", "lab_slug": lab.slug}]
    assert hers["answer_absences"] == [{"first_day": day, "last_day": day}]
    erase(ruud.user, keep_words=True)
    assert list(team.members.all()) == [fleur]
    assert not Absence.objects.exists(), "who would stand in is gone"
    Absence.begin(fleur, make_member(lab, "Vera", "civil_servant"), day, day)
    erase(fleur.user, keep_words=True)
    assert (team.members.count(), Absence.objects.count()) == (0, 0)


@pytest.mark.parametrize(("keep_words", "reason"), [(True, "Ik wil beginnen."), (False, "")])
def test_a_resident_who_leaves_takes_why_they_asked_if_their_words_go(bram, anna, fleur, keep_words, reason):
    other = make_idea(fleur, "Bankje")
    answer = Answer.objects.create(
        idea=other, because="asked", asked_by=bram, reason="Ik wil beginnen.", due="2100-01-01", first_due="2100-01-01"
    )
    erase(bram.user, keep_words)
    answer.refresh_from_db()
    assert (answer.reason, answer.asked_by.name) == (reason, "oud-deelnemer")


def test_a_mail_about_a_reason_that_was_removed_says_nothing_of_it(bram, fleur):
    idea = make_idea(fleur, "Bankje")
    answer = asked(idea, bram, "Ik wil beginnen.")
    assert "schreef waarom: Ik wil beginnen." in render_to_string("answers/_why.txt", {"answer": answer})
    answer.remove_reason()
    assert render_to_string("answers/_why.txt", {"answer": answer}).strip() == ""


def test_open_pages_lose_why_a_resident_asked_when_they_leave_with_their_words(bram, fleur):
    idea = make_idea(fleur, "Bankje")
    asked(idea, bram, "Ik wil beginnen.")
    after = Idea.objects.get(pk=idea.pk).revision
    erase(bram.user, keep_words=False)
    told = {part.key: part.render() for part in IdeaTopic().parts(idea.pk, "page", after)}
    assert "Ik wil beginnen." not in told[f"answer-{idea.pk}"]


def test_an_author_who_leaves_with_all_words_leaves_the_answer_as_a_trace(idea, anna, fleur):
    asked(idea, anna, "Ik wil beginnen.")
    erase(anna.user, keep_words=False)
    answer = Answer.objects.get()
    assert (answer.is_owed, answer.reason) == (False, "")


@pytest.mark.parametrize("act", ["done", "hidden"])
def test_an_answer_about_a_closed_or_hidden_idea_is_owed_no_more_when_its_author_takes_the_words(
    idea, anna, chaima, mo, act
):
    asked(idea, chaima)
    if act == "done":
        idea.set_status(mo, RESIDENT_VOICE, "done", "Het staat er.")
    else:
        idea.hide(mo, "spam")
    erase(anna.user, keep_words=False)
    idea.refresh_from_db()
    answer = Answer.objects.get()
    assert (answer.is_owed, answer.closed_at is None, idea.answer_due, idea.first_date) == (False, False, None, None)
    assert answer.revision <= idea.revision
