"""*Laat nog eens kijken*: once each, within six months, decided by a moderator who didn't decide it before."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from common.times import AMSTERDAM
from front.erasure import erase
from labs.models import RoleKind
from moderation.models import Case, Decision, Review, report, reviewing
from moderation.models.review import last_day
from tests import mails
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser
from tests.moderation.test_who_hides import KINDS, is_hidden, thing_of
from tests.standing import standing_at

WHY = "Iedereen kent dit huis, en ik noem geen naam."
BACK = {"review-outcome": "restore", "review-explanation": "Er staat geen adres in."}
STANDS = {"review-outcome": "confirm", "review-explanation": "Het huisnummer is genoeg om te weten wie het is."}
HIDE = {"review-outcome": "hide", "review-reason": "privacy", "review-explanation": "Dit is wel een huisnummer."}


@pytest.fixture
def hidden(comment, bram, mo):
    case = report(comment, bram, "privacy", "Iedereen weet wie dat is.").report.case
    case.decide(mo, "hide", "privacy", "Je noemt een huisnummer.")
    return case


@pytest.fixture
def stayed(comment, bram, chaima, mo):
    report(comment, chaima, "abuse")
    case = report(comment, bram, "privacy", "Iedereen weet wie dat is.").report.case
    case.decide(mo, "nothing", explanation="Dit is een mening.")
    return case


def ask(who, case, why=WHY):
    return browser(who).post(f"{case.get_absolute_url()}laat-nog-eens-kijken/", {"why": why})


def decide(who, case, said):
    return browser(who).post(f"{case.get_absolute_url()}nieuwe-beoordeling/", said)


def hidden_now(case):
    return type(case.thing).objects.get(pk=case.thing.pk).is_hidden


# Asking


def test_the_writer_reads_why_it_is_hidden_and_asks_on_the_page(hidden, anna):
    page = browser(anna).get(f"{hidden.get_absolute_url()}uitleg/").text
    assert "Een andere moderator kijkt, uiterlijk" in page
    assert f'action="{hidden.path_to_ask}"' in page
    assert ask(anna, hidden).headers["Location"] == hidden.path_to_ask
    review = Review.objects.get()
    assert (review.asked_by, review.why, review.decision) == (anna, WHY, hidden.outcome)
    for address in (hidden.path_to_ask, hidden.path_for_writer):
        after = browser(anna).get(address).text
        assert "Je vroeg om nog eens te kijken" in after
        assert 'name="why"' not in after


def test_a_reporter_asks_when_nothing_was_wrong(stayed, bram, lab):
    listed = browser(bram).get(f"/{lab.slug}/moderatie/meldingen/").text
    assert stayed.path_to_ask in listed
    assert ask(bram, stayed).status_code == 302
    assert Review.objects.get().asked_by == bram
    listed = browser(bram).get(f"/{lab.slug}/moderatie/meldingen/").text
    assert stayed.path_to_ask not in listed
    assert "Een andere moderator kijkt, uiterlijk" in listed


def test_a_reporter_has_nothing_to_ask_when_it_is_hidden_nor_the_writer_when_it_stays(
    hidden, bram, anna, comment, mo, noor
):
    assert browser(bram).get(hidden.path_to_ask).status_code == 404
    assert ask(bram, hidden).status_code == 404
    comment.refresh_from_db()
    comment.restore(noor, "Vergissing.")
    again = report(comment, bram, "spam").report.case
    again.decide(mo, "nothing", explanation="Dit mag.")
    assert browser(anna).get(again.path_to_ask).status_code == 404
    assert ask(anna, again).status_code == 404
    assert not Review.objects.exists()


def test_nobody_else_asks_and_an_open_case_has_nothing_to_ask_about(hidden, chaima, mo, lab, idea, bram):
    there = make_member(make_lab("buurdorp"), "Olaf")
    for who in (chaima, mo, there):
        assert browser(who).get(hidden.path_to_ask).status_code == 404
        assert ask(who, hidden).status_code == 404
    waiting = report(idea, bram, "spam").report.case
    assert ask(bram, waiting).status_code == 404
    assert browser().get(hidden.path_to_ask).status_code == 302
    assert not Review.objects.exists()


def test_the_same_words_twice_are_one_review_and_other_words_are_kept_on_the_screen(hidden, anna):
    for _again in range(2):
        assert ask(anna, hidden).status_code == 302
    page = ask(anna, hidden, "Nog iets.")
    assert page.status_code == 409
    assert "Nog iets." in page.text
    assert [review.why for review in Review.objects.all()] == [WHY]


def test_each_reporter_may_ask_once_also_after_it_was_confirmed(stayed, bram, chaima, noor):
    ask(bram, stayed)
    decide(noor, stayed, STANDS)
    assert ask(bram, stayed, "Toch niet eens.").status_code == 409
    assert ask(chaima, stayed).status_code == 302
    assert list(Review.objects.values_list("asked_by", "outcome")) == [(bram.pk, "confirm"), (chaima.pk, "")]


@pytest.mark.parametrize(("days", "status"), [(0, 302), (1, 403)])
def test_it_can_be_asked_for_six_months(hidden, anna, days, status):
    last = last_day(hidden.outcome.at) + timedelta(days=days)
    with standing_at(datetime(last.year, last.month, last.day, 12, tzinfo=AMSTERDAM)):
        page = ask(anna, hidden)
        assert page.status_code == status
        if status == 403:
            assert WHY in page.text, "their words stay on the screen"
            assert "kon je nog eens laten kijken" in browser(anna).get(hidden.path_for_writer).text


@pytest.mark.parametrize(
    ("day", "last"),
    [((2026, 5, 24), (2026, 11, 24)), ((2026, 8, 31), (2027, 2, 28)), ((2026, 12, 1), (2027, 6, 1))],
)
def test_six_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, last):
    assert last_day(datetime(*day, 12, tzinfo=AMSTERDAM)) == date(*last)


def test_words_must_say_why(hidden, anna):
    assert ask(anna, hidden, " ").status_code == 422
    assert not Review.objects.exists()


def test_fields_that_the_form_does_not_have_change_nothing(hidden, anna, noor):
    more = {"why": WHY, "asked_by": noor.pk, "due": "2030-01-01", "outcome": "restore", "decided_by": noor.pk}
    browser(anna).post(hidden.path_to_ask, more)
    review = Review.objects.get()
    assert (review.asked_by, review.is_open, review.decided_by) == (anna, True, None)
    assert review.due < date(2030, 1, 1)


def test_somebody_who_is_paused_asks(hidden, anna, noor):
    assert anna.pause(noor, "abuse", "Je schold.", 3)
    assert browser(anna).get(hidden.path_to_ask).status_code == 200
    assert ask(anna, hidden).status_code == 302


def test_what_is_back_already_has_nothing_to_ask(hidden, anna, noor, comment):
    comment.refresh_from_db()
    comment.restore(noor, "Vergissing.")
    page = ask(anna, hidden)
    assert page.status_code == 403
    assert WHY in page.text
    assert 'name="why"' not in browser(anna).get(hidden.path_for_writer).text


# Deciding


@pytest.mark.parametrize("kind", KINDS)
def test_another_moderator_puts_it_back_in_its_place(lab, anna, mo, noor, kind):
    thing = thing_of(kind, anna)
    thing.hide(mo, "spam", "Staat er twee keer.")
    case = Case.objects.get()
    ask(anna, case)
    assert decide(noor, case, BACK).status_code == 302
    assert not is_hidden(thing)
    review = Review.objects.get()
    assert (review.outcome, review.decided_by, review.explanation) == ("restore", noor, "Er staat geen adres in.")
    assert list(Decision.objects.values_list("kind", "by")) == [("hide", mo.pk), ("restore", noor.pk)]
    page = browser(anna).get(case.path_for_writer).text
    assert page.count("Er staat geen adres in.") == 1
    assert "Noor, moderator" in page
    listed = browser(mo).get(f"/{lab.slug}/moderatie/?stand=klaar").text
    assert re.search(r"</time>\s*<br>\s*Teruggezet", listed), "each decision on a line of its own"


def test_a_confirmed_decision_stands_and_the_writer_reads_why(hidden, anna, noor):
    ask(anna, hidden)
    decide(noor, hidden, STANDS)
    assert hidden_now(hidden)
    page = browser(anna).get(hidden.path_for_writer).text
    for words in ("Het blijft verborgen", "Het huisnummer is genoeg", "Noor, moderator"):
        assert words in page
    assert "Bram" not in page


def test_what_stayed_can_be_hidden_after_all_and_then_its_writer_may_ask(stayed, bram, anna, noor, mo, comment, lab):
    ask(bram, stayed)
    assert decide(noor, stayed, HIDE).status_code == 302
    comment.refresh_from_db()
    assert comment.is_hidden
    assert Review.objects.get().outcome == "hide"
    listed = browser(bram).get(f"/{lab.slug}/moderatie/meldingen/").text
    assert "verborg het toch" in listed
    assert "Dit is wel een huisnummer." not in listed, "that is for the writer"
    theirs = Case.objects.order_by("pk").last()
    page = browser(anna).get(theirs.path_for_writer).text
    assert "Dit is wel een huisnummer." in page
    assert "Bram" not in page
    assert ask(anna, theirs).status_code == 302


def test_hiding_after_all_needs_a_reason(stayed, bram, noor):
    ask(bram, stayed)
    page = decide(noor, stayed, HIDE | {"review-reason": ""})
    assert page.status_code == 422
    assert "Dit is wel een huisnummer." in page.text
    assert Review.objects.open().exists()


def test_who_decided_it_does_not_look_again(hidden, anna, mo, noor):
    ask(anna, hidden)
    page = browser(mo).get(hidden.get_absolute_url()).text
    assert WHY in page
    assert "Een andere moderator kijkt" in page
    assert 'name="review-outcome"' not in page
    assert decide(mo, hidden, STANDS).status_code == 403
    with pytest.raises(PermissionDenied):
        reviewing.decide_review(hidden, mo, "confirm", "Ik blijf erbij.")
    assert 'name="review-outcome"' in browser(noor).get(hidden.get_absolute_url()).text
    assert Review.objects.open().exists()


@pytest.mark.parametrize("who", ["the writer", "the reporter", "a resident", "of the municipality", "of another lab"])
def test_who_is_involved_or_no_moderator_here_does_not_look_again(hidden, anna, bram, lab, who):
    person = {
        "the writer": lambda: anna,
        "the reporter": lambda: bram,
        "a resident": lambda: make_member(lab, "Piet"),
        "of the municipality": lambda: make_member(lab, "Ingrid", RoleKind.CIVIL_SERVANT),
        "of another lab": lambda: make_member(make_lab("buurdorp"), "Olaf", RoleKind.MODERATOR),
    }[who]()
    if who not in ("a resident", "of another lab"):
        person.roles.create(kind=RoleKind.MODERATOR)
    ask(anna, hidden)
    assert decide(person, hidden, BACK).status_code in (403, 404)
    with pytest.raises(PermissionDenied):
        reviewing.decide_review(hidden, person, "restore", "Het mag.")
    assert hidden_now(hidden)
    assert Review.objects.open().exists()


def test_the_municipality_in_another_lab_does_not_look_again(hidden, anna, lab):
    ingrid = make_member(lab, "Ingrid", RoleKind.MODERATOR)
    make_member(make_lab("buurdorp"), "Ingrid", RoleKind.ALDERMAN)
    ask(anna, hidden)
    assert decide(ingrid, hidden, BACK).status_code == 403
    assert not reviewing.uninvolved(hidden).exists()


def test_the_second_moderator_reads_what_the_first_decided_and_keeps_their_words(hidden, anna, noor, lab):
    els = make_member(lab, "Els", RoleKind.MODERATOR)
    ask(anna, hidden)
    decide(noor, hidden, STANDS)
    page = decide(els, hidden, BACK)
    assert page.status_code == 409
    assert "Er staat geen adres in." in page.text
    assert "Het huisnummer is genoeg" in page.text
    assert hidden_now(hidden)


def test_the_same_decision_twice_is_one(hidden, anna, noor):
    ask(anna, hidden)
    mails.forget()
    for _again in range(2):
        assert decide(noor, hidden, STANDS).status_code == 302
    assert len([1 for reader, _subject in mails.told() if reader == "anna@example.org"]) == 1


def test_what_the_form_does_not_offer_is_refused(hidden, anna, noor):
    ask(anna, hidden)
    for said in ("hide", "gone", "", "nothing"):
        assert decide(noor, hidden, STANDS | {"review-outcome": said}).status_code == 422
    assert hidden_now(hidden)


def test_without_a_review_there_is_nothing_to_decide(hidden, noor):
    assert decide(noor, hidden, BACK).status_code == 404
    assert hidden_now(hidden)


def test_putting_back_directly_ends_the_review(hidden, anna, mo, comment):
    ask(anna, hidden)
    comment.refresh_from_db()
    assert comment.restore(mo, "Ik had ongelijk.")
    review = Review.objects.get()
    assert (review.outcome, review.decided_by, review.explanation) == ("restore", mo, "Ik had ongelijk.")


def test_hiding_directly_ends_the_review_of_what_stayed(stayed, bram, noor, comment):
    ask(bram, stayed)
    comment.hide(noor, "privacy", "Een huisnummer.")
    assert Review.objects.get().outcome == "hide"


def test_a_review_of_words_that_were_taken_away_can_only_be_closed(stayed, bram, noor, comment):
    ask(bram, stayed)
    type(comment).objects.get(pk=comment.pk).remove()
    page = browser(noor).get(stayed.get_absolute_url()).text
    assert 'value="gone"' in page
    assert 'value="confirm"' not in page
    assert decide(noor, stayed, {"review-outcome": "gone"}).status_code == 302
    assert Review.objects.get().outcome == "gone"


def test_one_decision_ends_all_who_asked(stayed, bram, chaima, noor):
    ask(bram, stayed)
    ask(chaima, stayed, "Ik ook.")
    mails.forget()
    decide(noor, stayed, STANDS)
    assert set(Review.objects.values_list("outcome", flat=True)) == {"confirm"}
    assert ("bram@example.org", "We keken nog eens: het blijft staan") in mails.told()
    assert ("chaima@example.org", "We keken nog eens: het blijft staan") in mails.told()


def test_the_moderators_who_may_decide_hear_that_somebody_asks(hidden, anna, mo, noor, lab):
    make_member(lab, "Ingrid", RoleKind.MODERATOR, RoleKind.CIVIL_SERVANT)
    mails.forget()
    ask(anna, hidden)
    assert mails.told() == [("noor@example.org", "Iemand vraagt een nieuwe beoordeling")]
    assert hidden.get_absolute_url() in browser(noor).get("/van-mij/nieuw/").text


def test_when_nobody_else_may_decide_the_page_says_so_and_all_moderators_hear_it(hidden, anna, mo):
    mails.forget()
    ask(anna, hidden)
    assert mails.told() == [("mo@example.org", "Iemand vraagt een nieuwe beoordeling")]
    assert "Noem een moderator van een buurlab" in browser(mo).get(hidden.get_absolute_url()).text


def test_with_another_moderator_the_page_asks_for_no_neighbour(hidden, anna, mo, noor):
    ask(anna, hidden)
    for who in (mo, noor):
        assert "buurlab" not in browser(who).get(hidden.get_absolute_url()).text


def test_who_asked_and_who_decided_hear_how_it_ended(hidden, anna, mo, noor):
    ask(anna, hidden)
    mails.forget()
    decide(noor, hidden, STANDS)
    assert sorted(mails.told()) == [
        ("anna@example.org", "We keken nog eens: het blijft verborgen"),
        ("mo@example.org", "Een andere moderator keek naar een beslissing van jou"),
    ]
    (hers,) = [body for body in mails.bodies() if "Het huisnummer is genoeg" in body]
    assert hidden.path_to_ask in hers
    assert "Noor, moderator" in hers
    assert "Bram" not in hers


def test_the_writer_of_what_is_back_gets_one_mail(hidden, anna, noor, bram, mo):
    ask(anna, hidden)
    mails.forget()
    decide(noor, hidden, BACK)
    assert sorted(reader for reader, _subject in mails.told()) == [
        "anna@example.org",
        "bram@example.org",
        "mo@example.org",
    ]
    assert "Het staat weer op zijn plek" in browser(anna).get("/van-mij/nieuw/").text


def test_the_mail_about_hidden_words_leads_to_the_page_on_which_to_ask(hidden):
    (hers,) = [body for body in mails.bodies() if "Je noemt een huisnummer." in body]
    assert hidden.path_for_writer in hers
    assert "deze mail" not in hers.partition("laat nog eens kijken")[0]


def test_the_mail_about_what_stays_leads_there_too(stayed):
    theirs = [body for body in mails.bodies() if "Dit is een mening." in body]
    assert [stayed.path_to_ask in body for body in theirs] == [True, True]


def test_the_list_shows_what_waits_for_another_look(hidden, anna, mo, noor, lab):
    address = f"/{lab.slug}/moderatie/?stand=nog-eens"
    assert "Die van nummer 14" not in browser(noor).get(address).text
    ask(anna, hidden)
    assert "Die van nummer 14" in browser(noor).get(address).text
    decide(noor, hidden, STANDS)
    assert "Die van nummer 14" not in browser(noor).get(address).text


def test_what_somebody_asked_goes_with_their_account(hidden, anna):
    ask(anna, hidden)
    erase(anna.user, keep_words=True)
    assert Review.objects.values_list("why", "outcome").get() == ("", "gone")
