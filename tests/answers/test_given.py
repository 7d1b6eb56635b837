"""An answer that is given: its kind sets the status, all versions stay readable, and who cared hears it."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from answers.models import Answer, AnswerKind, NotOwed
from ideas.models import Idea, IdeaSubscription, Moved, Status
from labs.models import RESIDENT_VOICE
from tests.answers.conftest import asked, make_team, voice_of, words
from tests.answers.test_pages import address, text_of
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser
from tests.mails import send_all, work_off
from tests.news import lines, read, start_anew, words_of
from tests.news import told as on_page

pytestmark = pytest.mark.django_db
STATUSES = {
    "yes": "doing",
    "yes_if": "doing",
    "together": "talking",
    "go_ahead": "doing",
    "already": "talking",
    "others": "forwarded",
    "council": "talking",
    "not_now": "not_now",
    "no": "rejected",
}
SOON = date(2100, 3, 1)


@pytest.fixture
def answer(idea, chaima):
    return asked(idea, chaima)


@pytest.mark.parametrize("kind", AnswerKind.values)
def test_the_kind_of_an_answer_sets_the_status_of_its_idea(answer, idea, fleur, kind):
    day = SOON if kind in ("together", "council", "not_now") else None
    to = "ProRail" if kind == "others" else ""
    answer.give(fleur, voice_of(fleur), **words(kind=kind, day=day, to=to, next_step="Op 3 december."))
    idea = Idea.objects.get(pk=idea.pk)
    assert (idea.status, idea.answer_due) == (STATUSES[kind], None)
    assert idea.status_date == (SOON if kind == "not_now" else None)
    assert idea.status_to == to
    step = idea.story.get()
    assert (step.reason, step.next_step, step.by) == ("De bus moet daar keren.", "", fleur)
    assert (step.voice_kind, step.voice_label) == ("civil_servant", "team Groen")
    assert Answer.objects.get().given_at


@pytest.mark.parametrize("status", [Status.DONE, Status.STOPPED])
def test_an_answer_does_not_change_what_its_people_ended(answer, idea, chaima, fleur, status):
    idea.set_status(chaima, RESIDENT_VOICE, status, "Het is klaar.")
    answer.give(fleur, voice_of(fleur), **words(kind="yes"))
    assert Idea.objects.get(pk=idea.pk).status == status


def test_the_same_answer_twice_is_one_and_another_one_meanwhile_is_refused(answer, fleur, lab):
    for _again in "ab":
        answer.give(fleur, voice_of(fleur), **words())
    assert answer.versions.count() == 1
    other = make_member(lab, "Thijs", "civil_servant")
    with pytest.raises(NotOwed):
        answer.give(other, voice_of(other), **words(kind="yes"))
    assert answer.versions.count() == 1


def test_a_correction_keeps_what_it_said_first_and_changes_the_status_only_with_the_kind(answer, idea, fleur):
    first = answer.give(fleur, voice_of(fleur), **words(kind="yes"))
    second = answer.correct(
        fleur, voice_of(fleur), first.pk, "Twee weken, niet één.", **words(kind="yes", words="Ja.")
    )
    assert [version.words for version in answer.versions.all()] == ["De bus moet daar keren.", "Ja."]
    assert (second.reason, idea.story.count()) == ("Twee weken, niet één.", 1)
    with pytest.raises(Moved):
        answer.correct(fleur, voice_of(fleur), first.pk, "Anders.", **words())
    answer.correct(fleur, voice_of(fleur), second.pk, "Toch niet.", **words(kind="no"))
    assert Idea.objects.get(pk=idea.pk).status == Status.REJECTED


def test_what_is_not_given_is_not_corrected(answer, fleur):
    with pytest.raises(NotOwed):
        answer.correct(fleur, voice_of(fleur), 0, "Anders.", **words())


def test_who_lost_the_role_a_moment_ago_gives_no_answer_and_no_date(idea, chaima, lab, fleur):
    answer, voice = asked(idea, chaima), voice_of(fleur)
    fleur.roles.all().delete()
    with pytest.raises(PermissionDenied):
        answer.give(fleur, voice, **words())
    with pytest.raises(PermissionDenied):
        answer.choose_date(fleur, voice, date(2100, 1, 1), "Het duurt langer.", 0)
    other = make_member(lab, "Thijs", "civil_servant")
    first = answer.give(other, voice_of(other), **words())
    with pytest.raises(PermissionDenied):
        answer.correct(fleur, voice, first.pk, "Anders.", **words(kind="yes"))
    assert (answer.versions.count(), answer.dates.count()) == (1, 0)


# Who hears it


def told():
    send_all()
    found = sorted((message.to[0].partition("@")[0], message.subject) for message in mail.outbox)
    mail.outbox.clear()
    return found


def test_the_author_and_all_who_take_part_get_each_mail_once_and_who_gave_the_answer_none(
    idea, chaima, bram, fleur, anna
):
    answer = asked(idea, chaima)
    for member in (bram, chaima, fleur, anna):
        idea.support(member)
    assert told() == [
        ("anna", "De gemeente gaat antwoord geven over Pluktuin"),
        ("bram", "De gemeente gaat antwoord geven over Pluktuin"),
        ("fleur", f"Antwoord over Pluktuin, uiterlijk {day(answer.due)}"),
    ]
    answer.choose_date(fleur, voice_of(fleur), SOON, "De tekening is er later.", 0)
    moved = "Nieuwe datum voor het antwoord over Pluktuin"
    assert told() == [("anna", f"{moved}: 1 maart 2100"), ("bram", moved), ("chaima", moved)]
    version = answer.give(fleur, voice_of(fleur), **words())
    given = "De gemeente geeft antwoord over Pluktuin"
    assert told() == [(name, given) for name in ("anna", "bram", "chaima")]
    answer.correct(fleur, voice_of(fleur), version.pk, "Een tikfout.", **words(words="Nee, helaas."))
    corrected = "De gemeente verbeterde haar antwoord over Pluktuin"
    assert told() == [(name, corrected) for name in ("anna", "bram", "chaima")]


def test_who_asked_hears_the_answer_unless_they_stopped_it(idea, chaima, fleur):
    answer = asked(idea, chaima)
    start_anew()
    answer.choose_date(fleur, voice_of(fleur), SOON, "De tekening is er later.", 0)
    assert lines(chaima) == []
    on_page()
    assert lines(chaima) == ["Nieuwe datum voor het antwoord over Pluktuin"]
    start_anew()
    answer.give(fleur, voice_of(fleur), **words())
    assert ("Chaima", "answer_given") in on_page()
    assert "fleur" not in str(on_page()).casefold()


def test_who_takes_part_reads_each_step_once_on_their_page_and_never_their_own(idea, anna, bram, chaima, fleur):
    idea.support(bram)
    start_anew()
    answer = asked(idea, chaima)
    assert on_page() == [("Anna", "answer_owed"), ("Bram", "answer_owed"), ("Fleur", "answer_owed")]
    assert lines(bram) == ["De gemeente gaat antwoord geven over Pluktuin"]
    assert "uiterlijk" in read(bram)
    start_anew()
    answer.choose_date(fleur, voice_of(fleur), SOON, "De tekening is er later.", 0)
    assert on_page() == [(name, "answer_date") for name in ("Anna", "Bram", "Chaima")], "also who asked"
    assert "Nieuwe datum voor het antwoord over Pluktuin" in read(bram)
    assert "De tekening is er later." in read(bram)
    version = answer.give(fleur, voice_of(fleur), **words())
    assert on_page() == [(name, "answer_given") for name in ("Anna", "Bram", "Chaima")]
    assert lines(bram) == ["De gemeente geeft antwoord over Pluktuin"], "that it would come is no news any more"
    start_anew()
    answer.correct(fleur, voice_of(fleur), version.pk, "Een tikfout.", **words(words="Nee, helaas."))
    assert on_page() == [(name, "answer_corrected") for name in ("Anna", "Bram", "Chaima")]
    assert "De gemeente verbeterde haar antwoord over Pluktuin" in read(bram)
    assert "Een tikfout. Nee, helaas." in read(bram), "first what was corrected"


def test_who_stopped_hearing_of_the_idea_hears_nothing_of_its_answer(idea, anna, bram, chaima, fleur):
    for member in (bram, anna, chaima):
        idea.support(member)
        IdeaSubscription.objects.create(idea=idea, person=member, is_on=False)
    start_anew()
    asked(idea, chaima).give(fleur, voice_of(fleur), **words())
    assert on_page() == []
    assert told() == []


def test_news_of_an_answer_that_is_closed_says_so_and_that_of_a_hidden_idea_goes(idea, anna, bram, chaima, mo):
    idea.support(bram)
    asked(idea, chaima)
    work_off()
    Idea.objects.get(pk=idea.pk).withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    assert lines(bram) == ["Er komt geen antwoord meer over Pluktuin"]
    Idea.objects.get(pk=idea.pk).hide(mo, "spam")
    assert lines(bram) == []


def day(due):
    from django.utils import translation

    from common.times import day_words

    with translation.override("nl"):
        return day_words(due).replace("\xa0", " ")


def test_nobody_hears_of_what_is_hidden_before_the_worker_comes(idea, chaima, bram, fleur, mo):
    idea.support(bram)
    asked(idea, chaima).give(fleur, voice_of(fleur), **words())
    idea.hide(mo, "spam")
    assert [subject for to, subject in told() if "antwoord" in subject.lower()] == []


def test_an_author_who_works_for_the_municipality_gets_one_mail_that_an_answer_is_due(lab, chaima, fleur):
    asked(make_idea(fleur, "Bankje"), chaima)
    assert [to for to, _subject in told()] == ["fleur"]


def test_a_mail_says_the_words_and_that_it_is_no_permit(idea, chaima, fleur):
    asked(idea, chaima).give(fleur, voice_of(fleur), **words(kind="not_now", day=SOON, next_step="Kom langs."))
    send_all()
    (body,) = [message.body for message in mail.outbox if message.to == ["anna@example.org"]]
    for piece in ("Nu niet. Op 1 maart 2100 kijken we opnieuw", "De bus moet daar keren.", "Kom langs.", "Fleur"):
        assert piece in body.replace("\xa0", " ")
    assert "geen vergunning en geen officieel besluit" in body
    assert f"http://testserver{idea.get_absolute_url()}antwoord/" in body


def test_a_promise_of_a_civil_servant_tells_the_colleagues(lab, idea, fleur, anna):
    make_member(lab, "Thijs", "civil_servant", label="team Wegen")
    answer = asked(idea, fleur)
    assert (answer.because, answer.voice_label) == ("promised", "team Groen")
    assert [to for to, _subject in told()] == ["anna", "thijs"]
    assert answer.due > answer.owed_at.date() + timedelta(days=30)


def test_the_answer_says_who_decided_and_what_the_team_decides_itself(idea, chaima, admin, fleur):
    line = "Dit team beslist zelf tot € 2.500. Daarboven beslist het college."
    team = make_team(admin, "team Groen", fleur, mandate=line)
    answer = asked(idea, chaima)
    answer.take(fleur)
    decided = {"decided_by": "executive", "decided_on": date(2026, 12, 1), "decision": "https://proefstad.example/b/1"}
    answer.give(fleur, voice_of(fleur), **words(**decided))
    team.change(admin, [fleur], name="team Natuur", mandate="Iets anders.", mailbox="")
    page = text_of(browser().get(idea.get_absolute_url()))
    decided = page[page.index("Beslist door") :][:200]
    assert re.sub(r"<[^>]*>|&#32;", " ", decided).split()[:7] == [
        "Beslist",
        "door:",
        "het",
        "college",
        "op",
        "1",
        "december",
    ], decided
    assert 'href="https://proefstad.example/b/1"' in page
    assert f"<bdi>team Groen</bdi>: <bdi>{line}</bdi>" in page, "as it was when the answer was given"


def test_the_form_proposes_the_team_and_refuses_a_decision_that_is_still_to_come(idea, chaima, admin, fleur):
    make_team(admin, "team Groen", fleur, mandate="Dit team beslist zelf tot € 2.500.")
    answer = asked(idea, chaima)
    answer.take(fleur)
    page = browser(fleur).get(address("answer_give", idea))
    assert page.context["form"]["decided_by"].value() == "team"
    assert "team Groen: Dit team beslist zelf tot € 2.500." in words_of(page.text)
    later = (timezone.localdate() + timedelta(days=1)).isoformat()
    said = {"kind": "already", "words": "Dit doen we al.", "contact": "Fleur", "decided_by": "team"}
    said["decided_on"] = later
    assert browser(fleur).post(address("answer_give", idea), said).status_code == 422
    said["decided_on"] = timezone.localdate().isoformat()
    assert browser(fleur).post(address("answer_give", idea), said).status_code == 302
    assert answer.versions.get().decided_by == "team"


@pytest.mark.parametrize("kind", ["together", "council", "others"])
def test_an_answer_by_which_others_decide_names_nobody_who_decided(idea, chaima, fleur, groen, kind):
    answer = asked(idea, chaima)
    answer.take(fleur)
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    said = {"kind": kind, "day": day, "to": "ProRail", "words": "Wij beslissen dit niet.", "contact": "Fleur"}
    said |= {"decided_by": "team", "decided_on": "gisteren", "decision": "geen link"}
    assert browser(fleur).post(address("answer_give", idea), said).status_code == 302
    version = answer.versions.get()
    assert (version.decided_by, version.decided_on, version.decision) == ("", None, "")
    assert "Beslist door" not in text_of(browser().get(idea.get_absolute_url()))


def test_that_somebody_decided_can_be_put_off_and_a_decision_needs_who_made_it(idea, chaima, fleur, groen):
    answer = asked(idea, chaima)
    answer.take(fleur)
    page = text_of(browser(fleur).get(address("answer_give", idea)))
    assert "Nog niemand" in page
    said = {"kind": "yes", "words": "Dit gaan we doen.", "contact": "Fleur", "decided_by": ""}
    response = browser(fleur).post(address("answer_give", idea), said | {"decision": "https://proefstad.example/b/1"})
    assert response.status_code == 422
    assert "Kies wie dit besliste" in response.text
    assert browser(fleur).post(address("answer_give", idea), said).status_code == 302
    assert answer.versions.get().decided_by == ""
