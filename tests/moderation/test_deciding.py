"""Moderators decide cases; who wrote or reported something, or works for the municipality, doesn't."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from labs.models import RoleKind
from moderation.models import Case, Decided, Decision, report
from tests import mails
from tests.challenges.factories import make_question
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser

HIDE = {"kind": "hide", "reason": "privacy", "explanation": "Je noemt een huisnummer."}
STAYS = {"kind": "nothing", "explanation": "Dit is een mening."}


@pytest.fixture
def case(comment, bram, chaima):
    report(comment, bram, "privacy", "Iedereen weet wie dat is.")
    return report(comment, chaima, "abuse").report.case


def test_hiding_puts_a_tombstone_with_the_reason_in_its_place(case, mo, comment):
    page = browser(mo).post(case.get_absolute_url(), HIDE, follow=True)
    assert "Je noemt een huisnummer." in page.text
    comment.refresh_from_db()
    assert comment.is_hidden
    there = browser().get(comment.idea.get_absolute_url()).text
    assert comment.text not in there
    assert "privégegevens van iemand" in there
    decision = Decision.objects.get()
    assert (decision.by, decision.kind, decision.reason) == (mo, "hide", "privacy")
    case.refresh_from_db()
    assert case.decided_at == decision.at


def test_what_is_not_wrong_stays(case, mo, comment):
    browser(mo).post(case.get_absolute_url(), STAYS)
    comment.refresh_from_db()
    assert not comment.is_hidden
    assert Decision.objects.get().kind == "nothing"


def test_only_moderators_of_this_lab_see_cases(case, mo, bram, anna, lab):
    other = make_lab("buurdorp")
    elsewhere = make_member(other, "Olaf", RoleKind.MODERATOR)
    for address in (f"/{lab.slug}/moderatie/", case.get_absolute_url()):
        assert browser(mo).get(address).status_code == 200
        for nobody in (bram, anna, elsewhere):
            assert browser(nobody).get(address).status_code == 403
    there = f"/{other.slug}/moderatie/"
    assert comment_of(case) not in browser(elsewhere).get(there).text
    assert browser(elsewhere).get(f"{there}{case.pk}/").status_code == 404


def comment_of(case):
    return case.comment.text


def test_a_moderator_reads_who_reported_what(case, mo):
    page = browser(mo).get(case.get_absolute_url()).text
    for words in ("Die van nummer 14", "Bram", "Iedereen weet wie dat is.", "Chaima", "scheldt of kleineert"):
        assert words in page


def test_a_moderator_reads_earlier_cases_of_this_writer_in_this_lab_only(case, mo, noor, anna, bram):
    theirs = make_idea(anna, "Een ander idee")
    report(theirs, bram, "spam").report.case.decide(mo, "nothing", explanation="Mag.")
    there = make_lab("buurdorp")
    strange = make_idea(make_member(there, "Anna"), "Idee van elders")
    assert strange.author.user == anna.user
    olaf = make_member(there, "Olaf", RoleKind.MODERATOR)
    report(strange, make_member(there, "Piet"), "spam").report.case.decide(olaf, "nothing", explanation="Mag.")
    page = browser(noor).get(case.get_absolute_url()).text
    assert "Een ander idee" in page
    assert "Idee van elders" not in page


@pytest.mark.parametrize("kind", [RoleKind.CIVIL_SERVANT, RoleKind.ALDERMAN, RoleKind.COUNCILLOR])
@pytest.mark.parametrize("where", ["here", "in another lab of the municipality"])
def test_a_moderator_with_a_role_of_the_municipality_decides_nothing(case, lab, kind, where):
    both = make_member(lab, "Ingrid", RoleKind.MODERATOR)
    there = lab if where == "here" else make_lab("buurdorp")
    (both if where == "here" else make_member(there, "Ingrid")).roles.create(kind=kind)
    assert browser(both).get(f"/{lab.slug}/moderatie/").status_code == 403
    assert browser(both).post(case.get_absolute_url(), STAYS).status_code == 403
    with pytest.raises(PermissionDenied):
        case.decide(both, "nothing", explanation="Mag.")
    assert Case.objects.get().is_open


def test_a_role_in_another_municipality_is_no_hindrance(case, lab):
    mo = make_member(lab, "Mo", RoleKind.MODERATOR)
    make_member(make_lab("verweg", municipality="Ver"), "Mo", RoleKind.CIVIL_SERVANT)
    assert browser(mo).post(case.get_absolute_url(), STAYS).status_code == 302


def test_nobody_decides_about_their_own_report(case, bram):
    bram.roles.create(kind=RoleKind.MODERATOR)
    page = browser(bram).get(case.get_absolute_url())
    assert "een andere moderator" in page.text
    assert 'name="kind"' not in page.text
    assert browser(bram).post(case.get_absolute_url(), STAYS).status_code == 403
    with pytest.raises(PermissionDenied):
        case.decide(bram, "nothing", explanation="Mag.")


def test_nobody_decides_about_their_own_words(case, anna):
    anna.roles.create(kind=RoleKind.MODERATOR)
    assert browser(anna).post(case.get_absolute_url(), STAYS).status_code == 404
    with pytest.raises(PermissionDenied):
        case.decide(anna, "nothing", explanation="Mag.")


def test_a_resident_cannot_decide_with_the_verb(case, lab):
    with pytest.raises(PermissionDenied):
        case.decide(make_member(lab, "Piet"), "nothing", explanation="Mag.")


def test_the_second_moderator_reads_what_the_first_decided_and_keeps_their_words(case, mo, noor):
    browser(noor).post(case.get_absolute_url(), STAYS)
    page = browser(mo).post(case.get_absolute_url(), HIDE)
    assert page.status_code == 409
    assert "Dit is een mening." in page.text
    assert "Je noemt een huisnummer." in page.text
    assert Decision.objects.get().by == noor


def test_the_same_decision_twice_is_one(case, mo):
    for _again in range(2):
        assert browser(mo).post(case.get_absolute_url(), HIDE).status_code == 302
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("missing", ["reason", "explanation", "kind"])
def test_a_decision_to_hide_needs_a_reason_and_an_explanation(case, mo, missing):
    said = {name: value for name, value in HIDE.items() if name != missing}
    page = browser(mo).post(case.get_absolute_url(), said)
    assert page.status_code == 422
    assert not Decision.objects.exists()


def test_fields_that_the_form_does_not_have_change_nothing(case, mo, bram):
    more = {"by": bram.pk, "case": 1, "due": "2030-01-01", "at": "2030-01-01"}
    browser(mo).post(case.get_absolute_url(), STAYS | more)
    decision = Decision.objects.get()
    assert (decision.by, decision.case) == (mo, case)
    assert Case.objects.get().due == case.due


def test_words_that_their_writer_took_away_can_only_be_closed(case, mo, comment):
    type(comment).objects.get(pk=comment.pk).remove()
    page = browser(mo).get(case.get_absolute_url()).text
    assert "haalde" in page
    assert 'value="hide"' not in page
    assert browser(mo).post(case.get_absolute_url(), {"kind": "gone"}).status_code == 302
    assert Decision.objects.get().kind == "gone"


def test_words_that_were_taken_away_a_moment_ago_are_not_hidden(case, mo, comment):
    there = Case.objects.with_thing().get()
    type(comment).objects.get(pk=comment.pk).remove()
    with pytest.raises(Decided):
        there.decide(mo, "hide", "privacy", "Je noemt een huisnummer.")
    assert Case.objects.get().is_open


def test_a_case_outlives_the_idea_that_its_author_deletes(lab, bram, mo):
    anna = make_member(lab, "Anna")
    idea = make_idea(anna)
    case = report(idea, bram, "spam").report.case
    assert idea.withdraw(anna, anna.voices()[0], "Toch niet.") is False
    assert "haalde" in browser(mo).get(case.get_absolute_url()).text
    assert "Pluktuin" not in browser(bram).get(f"/{lab.slug}/moderatie/meldingen/").text
    assert browser(mo).post(case.get_absolute_url(), {"kind": "gone"}).status_code == 302


def test_the_writer_reads_the_decision_on_a_page_of_their_own(case, mo, anna, bram, noor):
    page = f"{case.get_absolute_url()}uitleg/"
    assert browser(anna).get(page).status_code == 404, "not decided yet"
    case.decide(mo, **HIDE)
    told = browser(anna).get(page)
    assert told.status_code == 200
    for words in ("Je reactie is verborgen", "Die van nummer 14", "Je noemt een huisnummer.", "Mo"):
        assert words in told.text
    for nobody in ("Bram", "Chaima", "Iedereen weet wie dat is."):
        assert nobody not in told.text
    for other in (bram, noor):
        assert browser(other).get(page).status_code == 404


def test_the_writer_never_hears_of_a_case_in_which_nothing_was_wrong(case, mo, anna):
    case.decide(mo, "nothing", explanation="Dit is een mening.")
    assert browser(anna).get(f"{case.get_absolute_url()}uitleg/").status_code == 404
    assert "anna@example.org" not in {reader for reader, _subject in mails.told()}
    assert "/uitleg/" not in browser(anna).get("/van-mij/nieuw/").text


def test_moderators_hear_of_a_new_case_once(comment, bram, chaima, mo, noor, lab):
    mails.forget()
    make_member(lab, "Ingrid", RoleKind.MODERATOR, RoleKind.CIVIL_SERVANT)
    report(comment, bram, "spam", "Staat er twee keer.")
    report(comment, chaima, "abuse")
    told = mails.told()
    assert sorted(reader for reader, _subject in told) == ["mo@example.org", "noor@example.org"]
    assert {subject for _reader, subject in told} == {"Iemand meldde een reactie"}


def test_a_moderator_who_wrote_it_hears_nothing_of_the_case(comment, bram, anna, mo):
    anna.roles.create(kind=RoleKind.MODERATOR)
    mails.forget()
    report(comment, bram, "privacy")
    assert [reader for reader, _subject in mails.told()] == ["mo@example.org"]


def test_reporters_and_the_writer_hear_how_it_ended(case, mo):
    mails.forget()
    case.decide(mo, **HIDE)
    assert sorted(mails.told()) == [
        ("anna@example.org", "Je reactie bij Fietsbus Melderslo is verborgen"),
        ("bram@example.org", "Wat je meldde is verborgen"),
        ("chaima@example.org", "Wat je meldde is verborgen"),
    ]


def test_the_mail_of_the_writer_leads_to_the_page_with_the_decision(case, mo, anna):
    mails.forget()
    case.decide(mo, **HIDE)
    (hers,) = [body for body in mails.bodies() if "verborg deze tekst" in body or "huisnummer" in body]
    assert f"{case.get_absolute_url()}uitleg/" in hers
    assert "Bram" not in hers


def test_the_mail_about_a_question_leads_there_too(anna, bram, mo):
    case = report(make_question(anna), bram, "spam").report.case
    mails.forget()
    case.decide(mo, "hide", "spam", "Deze vraag staat er al.")
    assert any(f"{case.get_absolute_url()}uitleg/" in body for body in mails.bodies())


def test_reporters_hear_why_it_stays(case, mo):
    mails.forget()
    case.decide(mo, "nothing", explanation="Dit is een mening.")
    assert sorted(mails.told()) == [
        ("bram@example.org", "Wat je meldde blijft staan"),
        ("chaima@example.org", "Wat je meldde blijft staan"),
    ]


def test_the_news_of_reporter_and_writer_leads_to_their_own_pages(case, mo, anna, bram):
    case.decide(mo, **HIDE)
    mails.work_off()
    assert f"{case.get_absolute_url()}uitleg/" in browser(anna).get("/van-mij/nieuw/").text
    theirs = browser(bram).get("/van-mij/nieuw/").text
    assert "/moderatie/meldingen/" in theirs
    assert "uitleg" not in theirs


def test_the_list_takes_as_many_queries_for_one_case_as_for_five(lab, mo, bram, anna, django_assert_num_queries):
    client = browser(mo)
    report(make_idea(anna, "Idee 0"), bram, "spam")
    client.get(f"/{lab.slug}/moderatie/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/{lab.slug}/moderatie/")
    for n in range(1, 5):
        report(make_idea(anna, f"Idee {n}"), bram, "spam")
    with django_assert_num_queries(len(one)):
        assert "Idee 4" in client.get(f"/{lab.slug}/moderatie/").text
