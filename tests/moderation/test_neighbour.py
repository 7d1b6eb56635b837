"""A moderator of a neighbouring lab looks again where nobody else may: at that one case, until it is decided."""

from datetime import timedelta

import pytest

from answers.desk import Work
from audit.models import AuditEntry
from common import clock
from labs.models import Membership, RoleKind
from moderation.models import Case, ModerationSettings, Review, looking_along, report, report_by_mail, reviewing
from moderation.models.reviewing import hand_over_all
from tests import mails
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser
from tests.moderation.test_reviews import BACK, STANDS, WHY, ask, hidden_now
from tests.moderation.test_who_hides import photo_of
from tests.standing import standing_at


@pytest.fixture
def there(db):
    return make_lab("buurdorp", municipality="Buur")


@pytest.fixture
def olaf(there):
    return make_member(there, "Olaf", RoleKind.MODERATOR)


@pytest.fixture
def hidden(comment, bram, mo):
    case = report(comment, bram, "privacy", "Iedereen weet wie dat is.").report.case
    case.decide(mo, "hide", "privacy", "Je noemt een huisnummer.")
    return case


@pytest.fixture
def asked(hidden, lab, olaf, anna):
    name_neighbour(lab, olaf)
    ask(anna, hidden)
    return hidden


def name_neighbour(lab, olaf, has_agreed=True):
    agreed_at = clock.now() if has_agreed else None
    ModerationSettings.objects.update_or_create(lab=lab, defaults={"neighbour": olaf, "agreed_at": agreed_at})


def address(case, lab):
    return f"/{lab.slug}/moderatie/buren/{case.pk}/"


def test_the_neighbour_reads_the_words_the_decision_and_why_and_no_name_of_who_reported(asked, there, olaf):
    page = browser(olaf).get(address(asked, there)).text
    for words in ("Die van nummer 14", "Je noemt een huisnummer.", WHY, "Iedereen weet wie dat is.", "privégegevens"):
        assert words in page
    assert "Bram" not in page


def test_the_neighbour_puts_it_back_and_then_it_is_closed_to_them(asked, there, olaf, lab, anna):
    said = browser(olaf).post(address(asked, there), BACK)
    assert said.headers["Location"] == f"/{there.slug}/moderatie/buren/"
    assert not hidden_now(asked)
    assert Review.objects.get().decided_by == olaf
    assert browser(olaf).get(address(asked, there)).status_code == 404
    again = browser(olaf).post(address(asked, there), BACK, follow=True)
    assert again.redirect_chain == [(f"/{there.slug}/moderatie/buren/", 302)], "the same press twice"
    assert "Beslist." in again.text
    assert "Olaf, moderator" in browser(anna).get(asked.path_for_writer).text
    assert not Membership.objects.filter(lab=lab, user=olaf.user).exists(), "they don't become a member"
    assert AuditEntry.objects.get(kind="restore").lab == lab.slug


def test_a_neighbour_who_comes_too_late_keeps_their_words_and_reads_nothing_of_the_case(
    asked, there, olaf, comment, mo
):
    comment.refresh_from_db()
    assert comment.restore(mo, "Ik had ongelijk.")
    page = browser(olaf).post(address(asked, there), STANDS)
    assert page.status_code == 409
    assert "Het huisnummer is genoeg" in page.text
    assert "Die van nummer 14" not in page.text
    assert Review.objects.get().outcome == "restore"


def asks_nobody(case, lab, olaf):
    ModerationSettings.objects.filter(lab=lab).update(neighbour=None, agreed_at=None)


def said_no(case, lab, olaf):
    assert looking_along.answer(lab, olaf, is_yes=False)


@pytest.mark.parametrize("meanwhile", [asks_nobody, said_no])
def test_who_is_no_neighbour_any_more_keeps_their_words(asked, there, olaf, lab, meanwhile):
    meanwhile(asked, lab, olaf)
    page = browser(olaf).post(address(asked, there), STANDS)
    assert page.status_code == 409
    assert "Het huisnummer is genoeg" in page.text
    assert "Die van nummer 14" not in page.text
    assert Review.objects.open().exists()


def test_what_the_writer_took_away_meanwhile_is_shown_as_it_is_now_and_the_words_stay(
    comment, bram, mo, lab, there, olaf
):
    case = report(comment, bram, "privacy").report.case
    case.decide(mo, "nothing", explanation="Dit mag.")
    name_neighbour(lab, olaf)
    ask(bram, case)
    comment.remove()
    page = browser(olaf).post(address(case, there), STANDS)
    assert page.status_code == 409
    assert "Het huisnummer is genoeg" in page.text
    assert 'value="gone"' in page.text, "they need not open the page again"
    assert browser(olaf).post(address(case, there), {"review-outcome": "gone"}).status_code == 302
    assert Review.objects.get().outcome == "gone"


def test_the_neighbour_confirms_it(asked, there, olaf):
    assert browser(olaf).post(address(asked, there), STANDS).status_code == 302
    assert hidden_now(asked)
    assert Review.objects.get().outcome == "confirm"


def test_the_neighbour_sees_that_case_and_nothing_else_of_that_lab(asked, there, olaf, lab, bram, idea, anna, mo):
    other = report(make_idea(anna, "Een ander idee"), bram, "spam").report.case
    second = report(idea, bram, "spam").report.case
    second.decide(mo, "nothing", explanation="Dit mag.")
    for pk in (other.pk, second.pk):
        assert browser(olaf).get(f"/{there.slug}/moderatie/buren/{pk}/").status_code == 404
    for path in ("moderatie/", f"moderatie/{asked.pk}/", f"moderatie/{other.pk}/", "moderatie/opvallend/", "log/"):
        assert browser(olaf).get(f"/{lab.slug}/{path}").status_code in (403, 404), path
    assert browser(olaf).get(asked.path_for_writer).status_code == 404
    assert browser(olaf).post(f"{asked.get_absolute_url()}nieuwe-beoordeling/", BACK).status_code == 403
    page = browser(olaf).get(address(asked, there)).text
    assert "Een ander idee" not in page
    assert "Eerder in dit lab" not in page
    mine = browser(olaf).get(f"/{there.slug}/moderatie/buren/").text
    assert address(asked, there) in mine
    assert "Die van nummer 14" not in mine


def test_nobody_else_there_sees_it(asked, there, bram):
    others = [
        make_member(there, "Els", RoleKind.MODERATOR),
        make_member(there, "Piet"),
        make_member(there, "Baas", RoleKind.LAB_ADMIN),
    ]
    for who in (*others, bram):
        assert browser(who).get(address(asked, there)).status_code in (403, 404)
        assert browser(who).post(address(asked, there), BACK).status_code in (403, 404)
    assert hidden_now(asked)


@pytest.mark.parametrize("gone", ["the role", "the name in the settings", "what they agreed to", "their own pause"])
def test_access_ends_with_what_gave_it(asked, there, olaf, lab, gone):
    assert browser(olaf).get(address(asked, there)).status_code == 200
    {
        "the role": lambda: olaf.roles.all().delete(),
        "the name in the settings": lambda: ModerationSettings.objects.update(neighbour=None, agreed_at=None),
        "what they agreed to": lambda: ModerationSettings.objects.update(agreed_at=None),
        "their own pause": lambda: Membership.objects.filter(pk=olaf.pk).update(
            paused_until=clock.now() + timedelta(days=3)
        ),
    }[gone]()
    assert browser(olaf).get(address(asked, there)).status_code in (403, 404)
    assert browser(olaf).post(address(asked, there), BACK).status_code in (403, 404, 409)
    assert hidden_now(asked)


def test_somebody_of_the_municipality_of_that_lab_is_no_neighbour(hidden, lab, olaf, there, anna):
    make_member(lab, "Olaf", RoleKind.CIVIL_SERVANT)
    name_neighbour(lab, olaf)
    ask(anna, hidden)
    assert browser(olaf).get(address(hidden, there)).status_code == 404


def test_a_neighbour_who_reported_it_here_is_not_asked(comment, lab, olaf, there, mo, anna):
    theirs = make_member(lab, "Olaf")
    case = report(comment, theirs, "privacy").report.case
    case.decide(mo, "hide", "privacy", "Je noemt een huisnummer.")
    name_neighbour(lab, olaf)
    ask(anna, case)
    assert browser(olaf).get(address(case, there)).status_code == 404
    assert "Noem een moderator van een buurlab" in browser(mo).get(case.get_absolute_url()).text


def test_where_another_moderator_may_decide_the_neighbour_is_not_asked(hidden, lab, olaf, there, anna, noor):
    name_neighbour(lab, olaf)
    mails.forget()
    ask(anna, hidden)
    assert browser(olaf).get(address(hidden, there)).status_code == 404
    assert {reader for reader, _subject in mails.told()} == {"noor@example.org"}


def test_the_neighbour_hears_it_and_the_page_of_the_moderators_says_who_was_asked(hidden, lab, olaf, there, anna, mo):
    name_neighbour(lab, olaf)
    mails.forget()
    ask(anna, hidden)
    told = dict(mails.told())
    assert told["olaf@example.org"] == f"{lab.name} vraagt je om mee te kijken"
    assert address(hidden, there) in browser(olaf).get("/van-mij/nieuw/").text
    page = browser(mo).get(hidden.get_absolute_url()).text
    assert "Noem een moderator" not in page
    assert "Olaf" in page


def test_a_neighbour_who_is_named_later_or_while_it_is_late_is_asked_by_the_worker_once(
    hidden, lab, olaf, there, anna, mo
):
    ask(anna, hidden)
    hand_over_all()
    assert Review.objects.get().neighbour is None
    name_neighbour(lab, olaf)
    mails.forget()
    for _again in range(2):
        hand_over_all()
    assert [reader for reader, _subject in mails.told()] == ["olaf@example.org"]
    assert browser(olaf).get(address(hidden, there)).status_code == 200
    (row,) = Work(olaf).rows(Work(olaf).of("mij", "buren"))
    assert (row.title, row.address) == (f"{lab.name} vraagt je om mee te kijken", address(hidden, there))
    assert reviewing.decide_review(Case.objects.with_reviews().get(), olaf, "confirm", "Het is genoeg.")
    assert Work(olaf).of("mij", "buren") == []


def test_the_worker_asks_nothing_about_what_was_handed(hidden, lab, olaf, anna, django_assert_num_queries):
    ask(anna, hidden)
    with django_assert_num_queries(1):
        hand_over_all()
    name_neighbour(lab, olaf)
    hand_over_all()
    assert Review.objects.get().neighbour == olaf
    with django_assert_num_queries(1):
        hand_over_all()


def test_who_asks_about_the_conversation_of_their_idea_is_not_called_the_writer(
    comment, idea, bram, mo, lab, there, olaf
):
    case = report(comment, bram, "abuse").report.case
    case.decide(mo, "close", "abuse", "Het werd een ruzie.")
    name_neighbour(lab, olaf)
    ask(idea.author, case)
    page = browser(olaf).get(address(case, there)).text
    assert "Wie het idee deelde, vraagt:" in page
    assert "De schrijver vraagt:" not in page


def test_a_neighbour_who_reported_it_signed_out_is_not_asked(comment, lab, olaf, there, mo, anna):
    case = report_by_mail(comment, olaf.user.email, "nl", "privacy", "").report.case
    case.decide(mo, "hide", "privacy", "Je noemt een huisnummer.")
    name_neighbour(lab, olaf)
    ask(anna, case)
    assert Review.objects.get().neighbour is None
    assert browser(olaf).get(address(case, there)).status_code == 404


def test_what_is_late_goes_to_the_neighbour_too(hidden, lab, olaf, there, anna, noor):
    name_neighbour(lab, olaf)
    ask(anna, hidden)
    hand_over_all()
    assert Review.objects.get().neighbour is None
    with standing_at(clock.now() + timedelta(days=14)):
        hand_over_all()
    assert Review.objects.get().neighbour == olaf
    assert browser(noor).post(f"{hidden.get_absolute_url()}nieuwe-beoordeling/", BACK).status_code == 302


def test_the_neighbour_sees_the_hidden_photo_and_nobody_else_there(lab, anna, mo, olaf, there):
    photo = photo_of(anna)
    photo.hide(mo, "privacy", "Er staat een kind op.")
    case = Case.objects.get()
    name_neighbour(lab, olaf)
    ask(anna, case)
    picture = f"{address(case, there)}foto/"
    assert picture in browser(olaf).get(address(case, there)).text
    assert browser(olaf).get(picture).status_code == 200
    assert browser(make_member(there, "Els", RoleKind.MODERATOR)).get(picture).status_code == 404
    browser(olaf).post(address(case, there), STANDS)
    assert browser(olaf).get(picture).status_code == 404


def test_two_labs_never_see_each_others_cases(asked, there, olaf, mo, anna):
    theirs = make_idea(make_member(there, "Piet"), "Idee van daar")
    case = report(theirs, make_member(there, "Kees"), "spam").report.case
    assert "Idee van daar" not in browser(mo).get(f"/{asked.lab.slug}/moderatie/").text
    assert browser(mo).get(case.get_absolute_url()).status_code == 403
    assert browser(mo).get(f"/{asked.lab.slug}/moderatie/{case.pk}/").status_code == 404


def test_the_neighbour_cannot_decide_with_the_verb_what_they_were_not_asked(hidden, lab, olaf, anna, noor):
    name_neighbour(lab, olaf)
    ask(anna, hidden)
    assert not reviewing.may_review(hidden, olaf)
