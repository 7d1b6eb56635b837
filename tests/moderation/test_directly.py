"""Hiding on the page of the thing itself opens a case and decides it at once; putting back is a decision on it."""

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from audit.models import AuditEntry
from ideas.models import IdeaHiding
from labs.models import RoleKind
from moderation.migrations import __name__ as migrations
from moderation.models import Case, Decision, report
from tests import mails
from tests.factories import make_member
from tests.ideas.conftest import browser

HIDE = {"reason": "spam", "explanation": "Staat er twee keer."}


def kinds():
    return list(Decision.objects.values_list("kind", "reason", "explanation"))


def test_hiding_directly_makes_a_decided_case_and_putting_back_adds_to_it(idea, mo, noor):
    browser(mo).post(f"{idea.get_absolute_url()}verbergen/", HIDE)
    case = Case.objects.get()
    assert (case.thing, case.is_open, case.author) == (idea, False, idea.author)
    browser(noor).post(f"{idea.get_absolute_url()}terugzetten/", {"why": "Vergissing."})
    assert kinds() == [("hide", "spam", "Staat er twee keer."), ("restore", "", "Vergissing.")]
    browser(mo).post(f"{idea.get_absolute_url()}verbergen/", HIDE)
    assert [one.decisions.count() for one in Case.objects.all()] == [2, 1]


def test_hiding_directly_ends_the_case_that_waits_and_reporters_hear_it(comment, bram, mo):
    report(comment, bram, "spam")
    mails.forget()
    comment.hide(mo, "spam", "Staat er twee keer.")
    assert not Case.objects.get().is_open
    assert ("bram@example.org", "Wat je meldde is verborgen") in mails.told()


@pytest.mark.parametrize("why", ["wrote it", "reported it"])
def test_who_is_involved_hides_nothing_directly(comment, anna, bram, why):
    person = anna if why == "wrote it" else bram
    person.roles.create(kind=RoleKind.MODERATOR)
    report(comment, bram, "spam")
    with pytest.raises(PermissionDenied):
        comment.hide(person, "spam", "Staat er twee keer.")
    comment.refresh_from_db()
    assert not comment.is_hidden
    assert Case.objects.get().is_open


def test_the_migration_makes_cases_of_what_was_hidden_once_and_now(idea, mo, noor):
    idea.hide(mo, "spam", "Staat er twee keer.")
    idea.restore(noor, "Vergissing.")
    idea.hide(mo, "abuse", "Dit scheldt.")
    before = kinds()
    Case.objects.all().delete()
    migrate = __import__(f"{migrations}.0004_what_is_hidden", fromlist=["open_cases"]).open_cases
    for _again in range(2):
        migrate(apps, None)
        assert kinds() == before
    assert [case.decided_at for case in Case.objects.all()] == [one.at for one in IdeaHiding.objects.all()]


def test_the_migration_leaves_alone_what_a_case_hid_and_finds_its_twin_with_the_same_words(comment, bram, mo, noor):
    for _turn in range(2):
        report(comment, bram, "spam").report.case.decide(mo, "hide", "spam", "Staat er twee keer.")
        comment.refresh_from_db()
        comment.restore(noor, "Vergissing.")
    first, second = Case.objects.order_by("pk")
    hidden_at = [one.at for one in comment.hidings.all()]
    second.delete()
    migrate = __import__(f"{migrations}.0004_what_is_hidden", fromlist=["open_cases"]).open_cases
    for _again in range(2):
        migrate(apps, None)
        assert Case.objects.first() == first
        assert [case.decided_at for case in Case.objects.all()[1:]] == hidden_at[1:]
    assert len(kinds()) == 4


def test_pages_of_writer_and_reporters_say_that_it_is_back(comment, anna, bram, mo, noor):
    report(comment, bram, "spam")
    comment.hide(mo, "spam", "Staat er twee keer.")
    case = Case.objects.get()
    mails.work_off()
    theirs, hers = f"/{case.lab.slug}/moderatie/meldingen/", case.path_for_writer
    assert "Het is verborgen." in browser(bram).get(theirs).text
    assert "Je reactie is verborgen" in browser(anna).get(hers).text
    assert "Een moderator verborg je reactie" in browser(anna).get("/van-mij/nieuw/").text
    comment.restore(noor, "Vergissing van ons.")
    page = browser(bram).get(theirs).text
    assert "Een moderator zette het later terug." in page
    assert "Het is verborgen." not in page
    assert "Vergissing van ons." not in page, "that is for the writer"
    page = browser(anna).get(hers).text
    assert "Je reactie staat er weer" in page
    assert "Vergissing van ons." in page
    assert "Je reactie is verborgen" not in page
    assert "Een moderator zette je reactie terug" in browser(anna).get("/van-mij/nieuw/").text
    assert "Een moderator zette terug wat je meldde." in browser(bram).get("/van-mij/nieuw/").text
    assert "Vergissing van ons." in browser(mo).get(case.get_absolute_url()).text


def test_the_log_of_the_lab_tells_nothing_of_reports_nor_of_what_stays(lab, comment, bram, mo):
    """Its readers may have written the words, or work for the municipality."""
    admin = make_member(lab, "Bea", RoleKind.LAB_ADMIN)
    report(comment, bram, "privacy", "Iedereen weet wie dat is.").report.case.decide(mo, "nothing", explanation="Mag.")
    report(comment, bram, "abuse", "Nog eens.").report.case.decide(mo, "hide", "spam", "Staat er twee keer.")
    assert [(one.kind, one.reason) for one in AuditEntry.objects.filter(object_kind="comment")] == [("hide", "spam")]
    page = browser(admin).get(f"/{lab.slug}/beheer/logboek/").text
    assert "verborg iets" in page
    for words in ("Bram", "meld", "Niets mis", "privégegevens"):
        assert words not in page


def test_putting_back_belongs_to_the_decision_that_hid_it_and_to_no_older_one(comment, mo, noor):
    comment.hide(mo, "spam", "Staat er twee keer.")
    comment.restore(noor, "Vergissing.")
    comment.hidings.create(by=None, reason="abuse")  # by hand, without a case
    comment.turn(True)
    comment.restore(noor, "Toch niet.")
    assert kinds() == [("hide", "spam", "Staat er twee keer."), ("restore", "", "Vergissing.")]
