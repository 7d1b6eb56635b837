"""Residents report what others wrote; reports of the same thing join one case."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from answers.models import Terms
from common import rate_limits
from moderation.models import Case, NotReportable, Report, report
from moderation.models.case import due_in
from tests.challenges.factories import make_question
from tests.factories import make_idea
from tests.ideas.conftest import browser
from tests.standing import standing_at

WRONG = {"reason": "privacy", "words": "Iedereen weet wie dat is."}


def address(comment):
    return f"/{comment.idea.lab.slug}/moderatie/melden/ideeen/{comment.idea_id}/reacties/{comment.pk}/"


def test_reports_of_one_thing_join_its_open_case(comment, bram, chaima):
    for reporter in (bram, chaima):
        assert browser(reporter).post(address(comment), WRONG).status_code == 302
    case = Case.objects.get()
    assert (case.comment, case.author, case.kind) == (comment, comment.author, "comment")
    assert [(one.by, one.reason, one.words) for one in case.reports.all()] == [
        (bram, "privacy", WRONG["words"]),
        (chaima, "privacy", WRONG["words"]),
    ]


def test_a_second_report_of_the_same_person_changes_the_first(comment, bram):
    for said in (WRONG, {"reason": "abuse", "words": ""}):
        browser(bram).post(address(comment), said)
    one = Report.objects.get()
    assert (one.reason, one.words) == ("abuse", "")
    assert "Je meldde dit al" in browser(bram).get(address(comment)).text


def test_after_a_decision_the_same_person_can_report_it_again(comment, bram, mo):
    report(comment, bram, "abuse").report.case.decide(mo, "nothing", explanation="Het mag er staan.")
    report(comment, bram, "abuse")
    assert [case.is_open for case in Case.objects.all()] == [False, True]


def test_a_thing_has_one_open_case(comment, bram):
    case = report(comment, bram, "abuse").report.case
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(lab=case.lab, kind="comment", comment=comment, due=case.due)


def test_ideas_and_questions_can_be_reported(idea, bram, anna):
    question = make_question(anna)
    browser(bram).post(f"/{idea.lab.slug}/moderatie/melden/ideeen/{idea.pk}/", WRONG)
    browser(bram).post(f"/{idea.lab.slug}/moderatie/melden/vragen/{question.pk}/", WRONG)
    assert [case.thing for case in Case.objects.all()] == [idea, question]


def test_off_topic_is_no_reason_at_a_question(anna, bram):
    question = make_question(anna)
    address = f"/{question.lab.slug}/moderatie/melden/vragen/{question.pk}/"
    assert browser(bram).post(address, {"reason": "off_topic"}).status_code == 422


def test_ones_own_words_and_hidden_words_cannot_be_reported(comment, anna, bram, mo):
    answer = browser(anna).get(address(comment))
    assert answer.status_code == 403
    assert "Wat je zelf schreef, kun je niet melden." in answer.text
    assert 'name="reason"' not in answer.text
    assert browser(anna).post(address(comment), WRONG).status_code == 403
    comment.hide(mo, "spam")
    assert browser(bram).post(address(comment), WRONG).status_code == 404
    with pytest.raises(NotReportable):
        report(comment, bram, "abuse")
    assert not Report.objects.exists()


def test_what_was_taken_away_a_moment_ago_is_not_reported(comment, bram):
    there = type(comment).objects.get(pk=comment.pk)
    comment.remove()
    with pytest.raises(NotReportable):
        report(there, bram, "abuse")


def test_a_report_without_a_reason_keeps_the_words(comment, bram):
    page = browser(bram).post(address(comment), {"words": "Iedereen weet dat."})
    assert page.status_code == 422
    assert "Iedereen weet dat." in page.text
    assert "Kies wat er mis is." in page.text


def test_the_reporter_reads_by_when_and_how_it_ended(comment, bram, chaima, mo):
    with standing_at(datetime(2026, 12, 22, 12, tzinfo=UTC)):
        page = browser(bram).post(address(comment), WRONG, follow=True).text
        assert "uiterlijk 24\N{NO-BREAK SPACE}december" in page
    browser(mo).post(Case.objects.get().get_absolute_url(), {"kind": "nothing", "explanation": "Dit mag."})
    mine = f"/{comment.idea.lab.slug}/moderatie/meldingen/"
    assert "Dit mag." in browser(bram).get(mine).text
    assert "Dit mag." not in browser(chaima).get(mine).text


def test_the_reporter_of_a_hidden_comment_reads_at_which_idea_it_stood(idea, comment, bram, mo):
    report(comment, bram, "abuse")
    comment.hide(mo, "abuse", "Dit is schelden.")
    mine = f"/{idea.lab.slug}/moderatie/meldingen/"
    assert idea.title in browser(bram).get(mine).text
    assert comment.text not in browser(bram).get(mine).text
    idea.hide(mo, "spam", "Dubbel.")
    assert idea.title not in browser(bram).get(mine).text


@pytest.mark.parametrize(
    ("today", "due"),
    [
        ((2026, 12, 1), date(2026, 12, 3)),
        ((2026, 12, 4), date(2026, 12, 8)),  # a weekend
        ((2026, 12, 24), date(2026, 12, 29)),  # Christmas
        ((2027, 2, 25), date(2027, 3, 8)),  # a recess of the lab
    ],
)
def test_a_decision_is_due_within_two_working_days(lab, today, due):
    Terms.objects.create(lab=lab, recesses=[["2027-02-26", "2027-03-04"]])
    with standing_at(datetime(*today, 12, tzinfo=UTC)):
        assert due_in(lab) == due


def test_nobody_reports_endlessly(comment, bram, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "report", "1 per year")
    assert browser(bram).post(address(comment), WRONG).status_code == 302
    assert browser(bram).post(address(comment), WRONG).status_code == 302, "the same report costs nothing"
    other = make_idea(comment.author, "Nog iets")
    page = browser(bram).post(f"/{other.lab.slug}/moderatie/melden/ideeen/{other.pk}/", WRONG)
    assert page.status_code == 429
    assert WRONG["words"] in page.text
    assert Report.objects.count() == 1


def test_every_page_of_words_leads_to_the_report(comment, anna):
    question = make_question(anna)
    idea = comment.idea
    for page, there in [
        (f"{idea.get_absolute_url()}meer/", f"/moderatie/melden/ideeen/{idea.pk}/"),
        (f"{idea.get_absolute_url()}reacties/{comment.pk}/meer/", address(comment)),
        (question.get_absolute_url(), f"/moderatie/melden/vragen/{question.pk}/"),
    ]:
        assert there in browser().get(page).text
