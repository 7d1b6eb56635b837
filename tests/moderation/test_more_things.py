"""A gathering and the photo of an idea alone are reported, decided, hidden directly and put back like words are."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from common import clock
from ideas.models import Comment, Idea, IdeaPhoto
from labs.models import RoleKind
from moderation.migrations import __name__ as migrations
from moderation.models import Case, Decision, report
from tests import mails
from tests.challenges.factories import make_question
from tests.events.factories import make_draft, make_gathering
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser

HIDE = {"kind": "hide", "reason": "privacy", "explanation": "Er staat een kind op."}
DIRECT = {"reason": "privacy", "explanation": "Er staat een kind op."}
WRONG = {"reason": "privacy", "words": "Dat is mijn zoon."}


@pytest.fixture
def shot(anna):
    name = default_storage.save("ideas/foto.webp", ContentFile(b"RIFF"))
    return make_idea(anna, "Pluktuin", photo=name, photo_alt="Een veldje met een kind")


@pytest.fixture
def evening(anna):
    return make_gathering(anna, "Avond over Mo", about="Mo is een dief.", programme="19.30 Schelden")


def fresh(shot):
    return Idea.objects.get(pk=shot.pk)


def test_the_photo_alone_is_reported_and_hidden_by_its_case(lab, shot, anna, bram, mo):
    report_it = f"/{lab.slug}/moderatie/melden/ideeen/{shot.pk}/foto/"
    assert report_it in browser(bram).get(f"{shot.get_absolute_url()}meer/").text
    assert "Een veldje met een kind" in browser(bram).get(report_it).text
    assert browser(bram).post(report_it, WRONG).status_code == 302
    case = Case.objects.get()
    assert (case.kind, case.photo, case.idea, case.author) == ("photo", shot, None, anna)
    page = browser(mo).get(case.get_absolute_url()).text
    for words in ("Dat is mijn zoon.", "Een veldje met een kind", shot.photo_name):
        assert words in page
    mails.work_off()
    mails.forget()
    assert browser(mo).post(case.get_absolute_url(), HIDE).status_code == 302
    assert not fresh(shot).photo
    assert not fresh(shot).is_hidden
    assert ("bram@example.org", "Wat je meldde is verborgen") in mails.told()
    assert any(case.path_for_writer in body for body in mails.bodies())
    page = browser(anna).get(case.path_for_writer)
    assert "Je foto is verborgen" in page.text
    assert "Een veldje met een kind" in page.text
    assert "Bram" not in page.text
    IdeaPhoto(fresh(shot)).restore(mo, "Vergissing van ons.")
    assert "Je foto staat er weer" in browser(anna).get(case.path_for_writer).text
    assert "Een moderator zette het later terug." in browser(bram).get(f"/{lab.slug}/moderatie/meldingen/").text


def test_a_gathering_is_reported_and_hidden_by_its_case(lab, evening, anna, bram, mo):
    report_it = f"/{lab.slug}/moderatie/melden/bijeenkomsten/{evening.pk}/"
    assert report_it in browser(bram).get(evening.get_absolute_url()).text
    assert browser(bram).post(report_it, WRONG | {"reason": "abuse"}).status_code == 302
    case = Case.objects.get()
    assert (case.kind, case.gathering, case.author) == ("gathering", evening, anna)
    page = browser(mo).get(case.get_absolute_url()).text
    for words in ("Avond over Mo", "Mo is een dief.", "19.30 Schelden", "Anna"):
        assert words in page
    mails.work_off()
    mails.forget()
    assert browser(mo).post(case.get_absolute_url(), HIDE | {"reason": "abuse"}).status_code == 302
    evening.refresh_from_db()
    assert evening.is_hidden
    assert ("bram@example.org", "Wat je meldde is verborgen") in mails.told()
    assert any(case.path_for_writer in body for body in mails.bodies())
    assert "Je bijeenkomst is verborgen" in browser(anna).get(case.path_for_writer).text
    assert "Avond over Mo" not in browser(bram).get(f"/{lab.slug}/moderatie/meldingen/").text


@pytest.mark.parametrize("kind", ["photo", "gathering"])
def test_hiding_one_directly_makes_a_decided_case_and_putting_back_adds_to_it(shot, evening, mo, noor, kind):
    address = f"{shot.get_absolute_url()}foto/" if kind == "photo" else evening.get_absolute_url()
    browser(mo).post(f"{address}verbergen/", DIRECT)
    case = Case.objects.get()
    assert (case.kind, case.is_open) == (kind, False)
    browser(noor).post(f"{address}terugzetten/", {"why": "Vergissing."})
    assert list(Decision.objects.values_list("kind", "by", "explanation")) == [
        ("hide", mo.pk, DIRECT["explanation"]),
        ("restore", noor.pk, "Vergissing."),
    ]


def test_a_photo_and_its_idea_are_two_cases(shot, bram):
    report(shot, bram, "spam")
    report(IdeaPhoto(shot), bram, "privacy")
    assert [case.kind for case in Case.objects.all()] == ["idea", "photo"]


def test_nobody_reports_a_draft_or_a_photo_that_is_not_there_or_their_own(lab, anna, bram, shot):
    colleague = make_member(lab, "Sara", RoleKind.STADMAKER)
    draft = make_draft(make_member(lab, "Stan", RoleKind.STADMAKER))
    bare = make_idea(anna, "Bankje")
    at = f"/{lab.slug}/moderatie/melden"
    assert browser(colleague).post(f"{at}/bijeenkomsten/{draft.pk}/", WRONG).status_code == 403
    assert browser(bram).post(f"{at}/ideeen/{bare.pk}/foto/", WRONG).status_code == 403
    assert browser(anna).post(f"{at}/ideeen/{shot.pk}/foto/", WRONG).status_code == 403
    assert not Case.objects.exists()


def test_case_of_a_photo_that_its_author_took_away_can_only_be_closed(shot, anna, bram, mo):
    case = report(IdeaPhoto(shot), bram, "privacy").report.case
    words = {"title": shot.title, "opportunity": shot.opportunity}
    shot.edit(anna, shot.words_revision, photo="", photo_alt="", **words)
    page = browser(mo).get(case.get_absolute_url()).text
    assert 'value="hide"' not in page
    assert browser(mo).post(case.get_absolute_url(), {"kind": "gone"}).status_code == 302


def test_the_migration_makes_cases_of_both(shot, evening, mo, noor):
    for thing in (IdeaPhoto(shot), evening):
        thing.hide(mo, "privacy", "Er staat een kind op.")
        thing.restore(noor, "Vergissing.")
        thing.hide(mo, "abuse", "Dit scheldt.")
    facts = ("case__kind", "case__author", "kind", "reason", "explanation", "by")
    before = sorted(Decision.objects.values_list(*facts))
    Case.objects.all().delete()
    name = f"{migrations}.0004_what_is_hidden"
    migrate = __import__(name, fromlist=["open_cases"]).open_cases
    for _again in range(2):
        migrate(apps, None)
        assert sorted(Decision.objects.values_list(*facts)) == before


def test_moderators_reporters_and_writers_see_all_words_of_an_idea_and_its_photo(lab, shot, anna, bram, mo):
    words = {"existing": "Een hek van Piet.", "needed": "Geld van Kees.", "place": "Kerkstraat 12"}
    Idea.objects.filter(pk=shot.pk).update(**words)
    case = report(shot, bram, "privacy").report.case
    case.refresh_from_db()
    seen = [*words.values(), "Een veldje met een kind", shot.photo_name, "Wat is er al?"]
    for page in (
        browser(mo).get(case.get_absolute_url()).text,
        browser(bram).get(f"/{lab.slug}/moderatie/melden/ideeen/{shot.pk}/").text,
    ):
        assert [one for one in seen if one not in page] == []
    Case.objects.get().decide(mo, **HIDE)
    page = browser(anna).get(case.path_for_writer).text
    assert [one for one in words.values() if one not in page] == []


def test_a_moderator_reads_the_words_as_they_were_reported(idea, comment, anna, bram, mo):
    question = make_question(anna, "Waar lopen we?")
    author = idea.author
    cases = [report(thing, bram, "abuse").report.case for thing in (idea, comment, question)]
    Case.objects.update(opened_at=clock.now() - timedelta(minutes=5))
    Comment.objects.get(pk=comment.pk).edit("Heel lief.")
    idea.edit(author, idea.words_revision, title="Iets heel anders", opportunity="Aardig.")
    for case, was in zip(cases[:2], ("Fietsbus Melderslo", "Die van nummer 14 doet niets."), strict=True):
        page = browser(mo).get(case.get_absolute_url()).text
        assert "Veranderd na de eerste melding." in page
        assert was in page
    assert "Veranderd na de eerste melding." not in browser(mo).get(cases[2].get_absolute_url()).text


def test_no_organiser_of_a_gathering_sees_the_case_about_it(lab, evening, bram, mo):
    evening.organisers.add(mo)
    case = report(evening, bram, "abuse").report.case
    assert browser(mo).get(case.get_absolute_url()).status_code == 404
    page = browser(mo).get(f"/{lab.slug}/moderatie/")
    assert page.status_code == 200
    assert "Avond over Mo" not in page.text
    noor = make_member(lab, "Noor", RoleKind.MODERATOR)
    assert "Avond over Mo" in browser(noor).get(f"/{lab.slug}/moderatie/").text
