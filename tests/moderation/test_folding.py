"""Two independent people report something urgent: it is closed at once, until a moderator looked."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from audit.models import AuditEntry
from ideas.models import Comment, Idea, IdeaPhoto
from labs.models import Role, RoleKind
from labs.models.moderation import is_folded
from moderation import log
from moderation.models import Case, Report, report, report_by_mail
from moderation.models import folding as folds
from tests import mails
from tests.challenges.factories import make_question
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_member
from tests.ideas.conftest import browser
from tests.moderation.test_looking_along import text_of

CLOSED = "Even dicht tot een moderator keek"
HOW = re.compile(r"dicht tot een moderator keek(?:(?!</article>|</li>|<footer).)*/zo-modereren-wij/", re.DOTALL)
FIRST = "Dit bekijken we als eerste."
KINDS = ("idea", "comment", "challenge", "gathering", "photo")
REASON = "privégegevens van iemand"


@pytest.fixture
def make(lab, idea, anna):
    def make(kind):
        if kind == "idea":
            return make_idea(anna, "Die van nummer 14")
        if kind == "photo":
            name = default_storage.save("ideas/foto.webp", ContentFile(b"RIFF"))
            return IdeaPhoto(make_idea(anna, "Pluktuin", photo=name, photo_alt="Een kind"))
        if kind == "challenge":
            return make_question(anna, "Wie woont op nummer 14?")
        if kind == "gathering":
            Role.objects.create(membership=anna, kind=RoleKind.STADMAKER)  # so that she may change it
            return make_gathering(anna, "Avond bij nummer 14", about="Hij heet Kees.")
        return make_comment(idea, anna, "Die van nummer 14 doet niets.")

    return make


def again(thing):
    if isinstance(thing, IdeaPhoto):
        return IdeaPhoto(Idea.objects.get(pk=thing.pk))
    return type(thing).objects.get(pk=thing.pk)


def fold(thing, *people):
    """Let these two report it, one for each urgent reason, and return the case."""
    for who, reason in zip(people, ("privacy", "threat"), strict=True):
        case = report(again(thing), who, reason, "Dat is mijn huis.").report.case
    return Case.objects.with_reviews().get(pk=case.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_two_urgent_reports_close_it_and_nothing_wrong_opens_it_in_place(make, kind, anna, bram, chaima, mo, noor):
    thing = make(kind)
    report(again(thing), bram, "privacy")
    assert not again(thing).is_hidden, "one isn't enough"
    case = fold(thing, bram, chaima)
    assert (again(thing).is_hidden, is_folded(again(thing)), case.is_folded) == (True, True, True)
    page = browser(noor if kind == "comment" else None).get(thing.get_absolute_url(), follow=True)
    assert page.status_code == 200
    assert (CLOSED if kind != "photo" else "De foto is even dicht tot een moderator keek.") in page.text
    assert HOW.search(page.text), "the tombstone leads to how we moderate"
    for word in (REASON, "bedreigt", "Bram", "Chaima"):
        assert word not in page.text
    case.decide(mo, "nothing", explanation="Het mag er staan.")
    assert not again(thing).is_hidden
    assert CLOSED not in browser().get(thing.get_absolute_url(), follow=True).text
    if kind == "photo":
        assert again(thing).idea.photo


@pytest.mark.parametrize("kind", KINDS)
def test_a_moderator_hides_it_with_a_reason(make, kind, bram, chaima, mo, noor):
    thing = make(kind)
    case = fold(thing, bram, chaima)
    mails.work_off()
    mails.forget()
    case.decide(mo, "hide", "privacy", "Er staat een adres.")
    hidden = again(thing)
    assert (hidden.is_hidden, is_folded(hidden)) == (True, False)
    assert [(one.by, one.reason) for one in hidden.hidings.all()] == [(mo, "privacy")]
    assert REASON in browser().get(thing.get_absolute_url(), follow=True).text
    assert [to for to, words in mails.told() if to == "anna@example.org" and "verborgen" in words], "as any hiding"
    assert hidden.restore(noor, "Vergissing.")
    assert not again(thing).is_hidden
    if kind == "comment":
        assert Idea.objects.get(pk=thing.idea_id).comment_count == 1
    if kind == "photo":
        assert again(thing).idea.photo


@pytest.mark.parametrize("kind", KINDS)
def test_asking_to_change_opens_it_and_the_clock_goes_on(lab, make, kind, anna, bram, chaima, mo):
    case = fold(make(kind), bram, chaima)
    first_due = case.due
    page = browser(mo).get(case.get_absolute_url())
    assert CLOSED in page.text
    assert 'value="ask"' in page.text
    assert 'value="pause"' in page.text or kind == "gathering"
    case.decide(mo, "ask", "privacy", "Haal het nummer weg.")
    assert not case.thing.is_hidden
    assert case.is_open
    assert not case.is_urgent
    assert case.due >= first_due
    assert "Zolang kunnen mensen het lezen" in browser(anna).get(case.path_for_writer).text


def test_a_moderator_opens_it_directly_which_decides_its_case(comment, bram, chaima, mo):
    case = fold(comment, bram, chaima)
    address = f"{comment.idea.get_absolute_url()}reacties/{comment.pk}/terugzetten/"
    assert CLOSED in browser(mo).get(address).text
    assert browser(mo).post(address, {"why": "Het mag er staan."}).status_code == 302
    case.refresh_from_db()
    assert (case.outcome.kind, case.outcome.explanation) == ("nothing", "Het mag er staan.")
    assert not again(comment).is_hidden


def test_a_moderator_hides_it_directly(comment, bram, chaima, mo):
    fold(comment, bram, chaima)
    address = f"{comment.idea.get_absolute_url()}reacties/{comment.pk}/verbergen/"
    assert "Dit is al verborgen" not in browser(mo).get(address).text
    assert browser(mo).post(address, {"reason": "privacy", "explanation": "Een adres."}).status_code == 302
    assert Case.objects.get().outcome.kind == "hide"
    assert Idea.objects.get(pk=comment.idea_id).comment_count == 0


def test_a_moderator_who_reported_it_cannot_open_it(comment, bram, mo):
    fold(comment, bram, mo)
    address = f"{comment.idea.get_absolute_url()}reacties/{comment.pk}/terugzetten/"
    assert browser(mo).post(address, {"why": "Toch."}).status_code == 403
    assert again(comment).is_hidden
    assert Case.objects.get().is_open


# Who counts


def test_other_reasons_do_not_close_it(comment, bram, chaima):
    for who, reason in ((bram, "privacy"), (chaima, "abuse")):
        report(again(comment), who, reason)
    assert not again(comment).is_hidden
    report(again(comment), chaima, "threat")
    assert again(comment).is_hidden, "who thinks again counts"


def test_one_of_both_may_be_without_an_account_and_one_mailbox_is_one_person(comment, bram):
    report(again(comment), bram, "privacy")
    report_by_mail(again(comment), "bram+2@example.org", "nl", "threat", "Nog eens.")
    assert not again(comment).is_hidden, "the same mailbox"
    report_by_mail(again(comment), "tess@example.org", "nl", "threat", "Dit is mijn huis.")
    assert again(comment).is_hidden


def test_reports_of_who_works_for_the_municipality_close_nothing(lab, comment, bram):
    for name in ("Ingrid", "Inge"):
        report(again(comment), make_member(lab, name, RoleKind.CIVIL_SERVANT), "threat")
    report_by_mail(again(comment), "ingrid@example.org", "nl", "threat", "Thuis.")
    report(again(comment), bram, "threat")
    assert not again(comment).is_hidden


@pytest.mark.parametrize(("was", "limit"), [("nothing", "IN_VAIN"), ("", "WAITING")])
def test_who_reported_much_that_stays_closes_nothing_more(
    idea, comment, anna, bram, chaima, mo, monkeypatch, was, limit
):
    monkeypatch.setattr(folds, limit, 2)
    for number in (1, 2):
        case = report(make_comment(idea, anna, f"Aardig {number}."), bram, "threat").report.case
        if was:
            case.decide(mo, was, explanation="Dit mag.")
    fold(comment, bram, chaima)
    assert not again(comment).is_hidden
    assert Case.objects.with_reviews().get(comment=comment).is_urgent, "moderators look first all the same"
    report(again(comment), make_member(idea.lab, "Dirk"), "threat")
    assert again(comment).is_hidden


@pytest.mark.parametrize("kind", ["nothing", "pause"])
def test_words_that_a_moderator_let_stand_are_never_closed_again_but_changed_words_are(
    lab, comment, anna, bram, chaima, mo, kind
):
    said = {"reason": "threat", "days": 2} if kind == "pause" else {}
    fold(comment, bram, chaima).decide(mo, kind, explanation="Dit mag.", **said)
    dirk, els = make_member(lab, "Dirk"), make_member(lab, "Els")
    fold(comment, dirk, els)
    assert not again(comment).is_hidden
    again(comment).edit("Kees woont op nummer 14.")
    report(again(comment), dirk, "privacy")
    assert not again(comment).is_hidden, "only one of them read these words"
    report(again(comment), els, "privacy")
    assert again(comment).is_hidden


def test_words_that_were_put_back_after_another_look_are_not_closed_again(comment, bram, chaima, mo, noor):
    fold(comment, bram, chaima).decide(mo, "hide", "privacy", "Een adres.")
    again(comment).restore(noor, "Het is een winkel.")
    fold(comment, bram, chaima)
    assert not again(comment).is_hidden


def test_photo_alone_is_closed_and_another_photo_is_shown(make, anna, bram, chaima, mo):
    photo = make("photo")
    case = fold(photo, bram, chaima)
    idea = Idea.objects.get(pk=photo.pk)
    assert (idea.is_hidden, bool(idea.photo)) == (False, False)
    assert browser(mo).get(case.get_absolute_url()).status_code == 200
    name = default_storage.save("ideas/ander.webp", ContentFile(b"RIFF"))
    idea.edit(anna, idea.words_revision, photo=name, photo_alt="Een boom")
    assert Idea.objects.get(pk=photo.pk).photo
    report(again(photo), make_member(idea.lab, "Dirk"), "privacy")
    assert Idea.objects.get(pk=photo.pk).photo, "the others reported another photo"


# Meanwhile


def test_nobody_changes_it_meanwhile_and_its_author_reads_it(lab, comment, anna, bram, chaima, mo):
    case = fold(comment, bram, chaima)
    at = f"{comment.idea.get_absolute_url()}reacties/{comment.pk}/"
    assert browser(anna).post(f"{at}bewerken/", {"text": "Weg ermee."}).status_code == 403
    assert again(comment).text == comment.text
    more = browser(anna).get(f"{at}meer/").text
    own = browser(anna).get(case.path_for_writer).text
    for page in (more, own):
        assert CLOSED in page
        assert comment.text in page
        for word in (REASON, "bedreigt", "Bram", "Chaima", "Laat nog eens kijken"):
            assert word not in page
    assert browser(bram).get(case.path_for_writer).status_code == 404
    case.decide(mo, "nothing", explanation="Dit mag.")
    assert browser(anna).get(case.path_for_writer)["Location"] == comment.get_absolute_url()


def test_who_saves_their_comment_too_late_keeps_the_words_and_reads_why(comment, anna, bram, chaima):
    fold(comment, bram, chaima)
    page = browser(anna).post(f"{comment.get_absolute_url()}bewerken/", {"text": "Zonder huisnummer."})
    assert page.status_code == 403
    for words in ("Zonder huisnummer.", "Anderen kunnen deze reactie nu niet lezen"):
        assert words in page.text
    assert "Bewaar" not in page.text
    assert browser(bram).post(f"{comment.get_absolute_url()}bewerken/", {"text": "Van mij."}).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_who_had_the_page_open_still_reports_it_and_twice_is_once(lab, make, kind, anna, bram, chaima):
    thing = make(kind)
    fold(thing, bram, chaima)
    names = {"challenge": "vragen", "gathering": "bijeenkomsten"}
    pk = thing.idea_id if kind == "comment" else thing.pk
    tail = {"comment": f"reacties/{thing.pk}/", "photo": "foto/"}.get(kind, "")
    address = f"/{lab.slug}/moderatie/melden/{names.get(kind, 'ideeen')}/{pk}/{tail}"
    dirk = make_member(lab, "Dirk")
    for who in (dirk, dirk, chaima):
        assert browser(who).post(address, {"reason": "privacy", "words": "Mijn huis."}).status_code == 302
    assert Report.objects.count() == 3
    page = browser(dirk).post(address, {"words": "Mijn huis."})
    assert page.status_code == 422
    for word in ("nummer 14", "Kees", "Een kind"):
        assert word not in page.text
    assert browser(anna).post(address, {"reason": "privacy"}).status_code == 403
    assert browser(bram).post(address, {"reason": "spam"}).status_code == 302
    assert again(thing).is_hidden, "it stays closed until a moderator looked"


def test_a_gathering_that_is_closed_is_not_cancelled(make, bram, chaima, mo):
    evening = make("gathering")
    evening.sign_up(make_member(evening.lab, "Dirk"))
    mails.work_off()
    mails.forget()
    case = fold(evening, bram, chaima)
    assert "dirk@example.org" not in [to for to, _words in mails.told()]
    page = browser().get(evening.get_absolute_url()).text
    assert "De bijeenkomst is niet afgezegd, en je plek blijft van jou." in page
    feed = browser().get(f"{evening.get_absolute_url()}agenda.ics")
    assert "CANCELLED" not in feed.text
    case.decide(mo, "nothing", explanation="Dit mag.")
    evening.refresh_from_db()
    assert (evening.state, evening.attendances.count()) == ("published", 1)


# Who hears of it


def test_moderators_hear_of_it_at_once_and_have_it_on_top(lab, idea, comment, anna, bram, chaima, mo):
    early = report(make_comment(idea, anna, "Reclame."), bram, "spam").report.case
    Case.objects.filter(pk=early.pk).update(due="2026-01-01")
    mails.told()
    mails.forget()
    report(again(comment), bram, "threat")
    assert mails.told() == [("mo@example.org", "Kijk hier eerst naar: er is iets dringends gemeld")]
    here = browser(mo).get(f"/{lab.slug}/moderatie/").text
    assert FIRST in here
    assert here.index("nummer 14") < here.index("Reclame.")
    desk = browser(mo).get(f"/{lab.slug}/werk/").text
    assert FIRST.removesuffix(".") in desk
    mails.forget()
    report(again(comment), chaima, "threat")
    told = mails.told()
    assert ("mo@example.org", "Kijk hier eerst naar: iets is even dicht tot een moderator keek") in told
    assert ("anna@example.org", "Je reactie is even dicht tot een moderator keek") in told
    assert len(told) == 2
    assert CLOSED in browser(mo).get(f"/{lab.slug}/moderatie/").text
    assert CLOSED in browser(mo).get(f"/{lab.slug}/werk/").text
    assert f"hoort wat we deden. {FIRST}" in text_of(browser(bram).get(f"/{lab.slug}/moderatie/meldingen/"))


def test_author_hears_calmly_and_learns_nobodys_name_or_reason(comment, anna, bram, chaima, mo):
    case = fold(comment, bram, chaima)
    theirs = [body for body in mails.bodies() if "Hallo Anna" in body]
    assert len(theirs) == 1
    for word in (REASON, "bedreig", "Bram", "Chaima", "meld", comment.text):
        assert word not in theirs[0]
    news = browser(anna).get("/van-mij/nieuw/").text
    assert "Je reactie is even dicht tot een moderator keek" in news
    mails.forget()
    case.decide(mo, "nothing", explanation="Dit mag.")
    told = mails.told()
    assert ("anna@example.org", "Een moderator keek. Iedereen kan het weer lezen.") in told
    assert "Een moderator keek. Iedereen kan het weer lezen." in browser(anna).get("/van-mij/nieuw/").text


def test_a_mail_that_waits_is_not_sent_after_a_moderator_looked(comment, anna, bram, chaima, mo):
    fold(comment, bram, chaima).decide(mo, "nothing", explanation="Dit mag.")
    assert [words for to, words in mails.told() if to in ("anna@example.org", "mo@example.org")] == [
        "Een moderator keek. Iedereen kan het weer lezen."
    ]


def test_neither_the_public_log_nor_the_log_of_the_lab_says_it(lab, comment, bram, chaima, mo):
    before = AuditEntry.objects.count()
    fold(comment, bram, chaima).decide(mo, "nothing", explanation="Dit mag.")
    assert AuditEntry.objects.count() == before
    assert [row["ended"] for row in log.rows_in(lab)] == ["nothing"]
    page = browser().get(f"/{lab.slug}/beslissingen/").text
    assert "dicht" not in page.split("<main")[1]


def test_support_and_comments_that_come_at_that_moment_are_refused(idea, bram, chaima):
    fold(idea, bram, chaima)
    before = Comment.objects.count()
    browser(bram).post(f"{idea.get_absolute_url()}reacties/", {"text": "Ja."})
    browser(bram).post(f"{idea.get_absolute_url()}steun/")
    idea = Idea.objects.get(pk=idea.pk)
    assert (Comment.objects.count(), idea.support_count) == (before, 0)


def test_the_list_of_cases_costs_the_same_for_many_of_them(
    idea, anna, bram, chaima, mo, django_assert_max_num_queries
):
    for number in range(3):
        fold(make_comment(idea, anna, f"Nummer {number}."), bram, chaima)
    client, address = browser(mo), f"/{idea.lab.slug}/moderatie/"
    client.get(address)
    with django_assert_max_num_queries(1000) as few:
        client.get(address)
    for number in range(9):
        fold(make_comment(idea, anna, f"Huis {number}."), make_member(idea.lab, f"A{number}"), chaima)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
