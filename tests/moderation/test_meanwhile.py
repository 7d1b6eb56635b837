"""What happens to a case, its mails and its pages when something else happened meanwhile."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from challenges.models import Challenge
from ideas.models import Comment, Idea, IdeaPhoto
from labs.models import RoleKind
from moderation.models import Decided, report
from moderation.rules import can_report
from moderation.views import reporting
from notifications.models import Notification
from tests import mails
from tests.challenges.factories import make_draft_question, make_question
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser

HIDE = {"kind": "hide", "reason": "privacy", "explanation": "Je noemt een huisnummer."}
STAYS = {"kind": "nothing", "explanation": "Dit is een mening."}


@pytest.fixture
def case(comment, bram):
    return report(comment, bram, "privacy", "Iedereen weet wie dat is.").report.case


def fresh(comment):
    return Comment.objects.select_related("idea__lab").get(pk=comment.pk)


def test_nothing_wrong_is_refused_about_words_that_a_colleague_hid_meanwhile(case, comment, mo, noor):
    fresh(comment).hide(noor, "spam", "Dubbel.")
    mails.forget()
    answer = browser(mo).post(case.get_absolute_url(), STAYS)
    assert answer.status_code == 409
    assert "Dit is een mening." in answer.text
    assert mails.told() == []


def test_case_about_words_that_a_colleague_hid_has_ended_with_that_hiding(case, comment, mo, noor):
    fresh(comment).hide(noor, "spam", "Dubbel.")
    with pytest.raises(Decided):
        case.decide(mo, **HIDE)
    assert [(one.by, one.reason) for one in case.decisions.all()] == [(noor, "spam")]


@pytest.mark.parametrize("reason", ["spam", ""])
def test_case_about_words_that_older_code_hid_ends_with_the_reason_of_that_hiding(case, comment, mo, noor, reason):
    Comment.objects.filter(pk=comment.pk).update(is_hidden=True)
    if reason:
        comment.hidings.create(by=noor, reason=reason, explanation="Dubbel.")
    made = case.decide(mo, **HIDE)
    assert (made.reason, made.explanation) == (
        ("spam", "Dubbel.") if reason else (HIDE["reason"], HIDE["explanation"])
    )
    with pytest.raises(Decided):
        case.decide(noor, **STAYS)


def test_moderator_of_another_lab_decides_nothing_here(case):
    olaf = make_member(make_lab("buurdorp"), "Olaf", RoleKind.MODERATOR)
    with pytest.raises(PermissionDenied):
        case.decide(olaf, **HIDE)


def test_mail_that_waits_for_a_reporter_names_no_idea_that_was_hidden_since(case, comment, mo, noor):
    case.decide(mo, **STAYS)
    mails.work_off()
    Idea.objects.get(pk=comment.idea_id).hide(noor, "spam")
    mails.send_all()
    (got,) = [one for one in mail.outbox if one.to == ["bram@example.org"]]
    assert "een reactie" in got.body
    assert "Fietsbus Melderslo" not in got.subject + got.body


def test_news_of_a_former_moderator_names_no_title(lab, anna, bram, mo):
    report(make_idea(anna, "Tuin achter de kerk"), bram, "abuse")
    mails.work_off()
    mo.take_role(mo.roles.get(), None, "Klaar.")
    assert "Tuin achter de kerk" not in browser(mo).get("/van-mij/nieuw/").text


def test_news_of_a_case_that_ended_no_longer_asks_to_decide(lab, anna, bram, mo, noor):
    case = report(make_idea(anna, "Tuin achter de kerk"), bram, "abuse").report.case
    mails.work_off()
    assert "Beslis uiterlijk" in browser(mo).get("/van-mij/nieuw/").text
    case.decide(noor, **STAYS)
    page = browser(mo).get("/van-mij/nieuw/").text
    assert "Beslis uiterlijk" not in page
    assert "Een moderator heeft beslist." in page


def test_page_of_reports_costs_the_same_queries_with_more_of_each_kind(lab, bram, anna):
    client, here = browser(bram), f"/{lab.slug}/moderatie/meldingen/"

    def add(number):
        idea = make_idea(anna, f"Idee {number}")
        shown = IdeaPhoto(make_idea(anna, f"Foto {number}", photo=f"ideas/{number}.webp"))
        talk = make_comment(idea, anna, f"Woorden {number}")
        for thing in (
            idea,
            shown,
            talk,
            make_question(anna, f"Vraag {number}"),
            make_gathering(anna, f"Avond {number}"),
        ):
            report(thing, bram, "spam")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(here)
        return len(asked)

    add(0)
    queries()
    few = queries()
    for number in range(1, 5):
        add(number)
    assert queries() == few


def test_mail_about_hidden_words_leads_to_no_case_of_an_earlier_hiding(case, comment, mo, noor):
    case.decide(mo, **HIDE)
    fresh(comment).restore(noor, "Toch niet.")
    mails.told()
    mails.forget()
    fresh(comment).hide(noor, "spam", "Staat er dubbel.")
    (hers,) = [body for body in mails.bodies() if "dubbel" in body]
    assert case.path_for_writer not in hers


def test_report_that_comes_after_the_hiding_keeps_its_words_and_shows_none_that_are_hidden(
    comment, bram, mo, monkeypatch
):
    whole = reporting.report

    def late(thing, by, **said):
        fresh(thing).hide(mo, "privacy")
        return whole(thing, by, **said)

    monkeypatch.setattr(reporting, "report", late)  # between the check and the lock
    here = f"/{comment.idea.lab.slug}/moderatie/melden/ideeen/{comment.idea_id}/reacties/{comment.pk}/"
    page = browser(bram).post(here, {"reason": "abuse", "words": "Mijn woorden"})
    assert page.status_code == 403
    assert "Mijn woorden" in page.text
    assert "Die van nummer 14" not in page.text


def test_writer_who_moderates_reads_neither_the_case_nor_who_reported_them(case, anna, lab):
    anna.roles.create(kind=RoleKind.MODERATOR)
    assert browser(anna).get(case.get_absolute_url()).status_code == 404
    assert case.get_absolute_url() not in browser(anna).get(f"/{lab.slug}/moderatie/").text


def test_moderator_who_is_paused_hears_of_no_case(comment, bram, mo, noor):
    mo.pause(noor, "abuse", "Je schold iemand uit.", 3)
    mails.told()
    mails.forget()
    report(comment, bram, "abuse")
    mails.work_off()
    told = set(Notification.objects.filter(kind="case_opened").values_list("inbox", flat=True))
    assert told == {noor.user_id}


def test_nobody_reports_a_draft_of_a_question(lab):
    servant, colleague = (make_member(lab, name, RoleKind.CIVIL_SERVANT) for name in ("Fleur", "Ruud"))
    draft = Challenge.objects.get(pk=make_draft_question(servant).pk)
    assert not can_report(colleague, draft)


@pytest.mark.parametrize("meanwhile", ["hidden", "taken away", "asked", "paused"])
@pytest.mark.parametrize("kind", ["nothing", "ask", "pause"])
def test_decision_that_is_sent_too_late_keeps_its_words_on_the_page(case, comment, anna, mo, noor, meanwhile, kind):
    {
        "hidden": lambda: fresh(comment).hide(noor, "spam", "Dubbel."),
        "taken away": lambda: fresh(comment).remove(),
        "asked": lambda: case.decide(noor, "ask", "privacy", "Haal het nummer weg."),
        "paused": lambda: case.decide(noor, "pause", "abuse", "Je schold.", 3),
    }[meanwhile]()
    said = {"kind": kind, "reason": "abuse", "explanation": "Mijn eigen woorden.", "days": "3"}
    page = browser(mo).post(case.get_absolute_url(), said)
    is_possible = meanwhile == "asked" and kind != "ask"
    assert page.status_code == (302 if is_possible else 409)
    if not is_possible:
        assert "Mijn eigen woorden." in page.text
        assert "Dit is net beslist of veranderd" in page.text


def test_moderator_who_opens_a_case_about_their_own_words_goes_to_the_page_for_the_writer(lab, anna, mo, noor):
    hers = report(make_idea(mo, "Tuin achter de kerk"), anna, "abuse").report.case
    assert browser(mo).get(hers.get_absolute_url()).status_code == 404, "nobody told them of it"
    hers.decide(noor, **HIDE)
    answer = browser(mo).get(hers.get_absolute_url())
    assert answer.headers["Location"] == hers.path_for_writer


def test_who_reported_it_reads_why_they_do_not_decide(case, bram):
    bram.roles.create(kind="moderator")
    page = browser(bram).post(case.get_absolute_url(), STAYS)
    assert page.status_code == 403
    assert "Je schreef of meldde dit zelf" in page.text
