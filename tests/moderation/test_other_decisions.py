"""Asking the writer to change it, and letting them not take part for some days: what everybody reads and can do."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from common import clock
from ideas.models import Comment, Idea, IdeaPhoto
from labs.models import Membership, RoleKind
from moderation.models import Case, Decided, Decision, report
from tests import mails
from tests.challenges.factories import make_question
from tests.events.factories import make_gathering
from tests.factories import make_member
from tests.ideas.conftest import browser

WHY = "Je noemt een huisnummer. Zonder dat mag het blijven."
ASK = {"kind": "ask", "reason": "privacy", "explanation": WHY}
PAUSE = {"kind": "pause", "reason": "abuse", "explanation": WHY, "days": "7"}
STAYS = {"kind": "nothing", "explanation": "Zo is het goed."}


@pytest.fixture
def case(comment, bram):
    return report(comment, bram, "privacy", "Iedereen weet wie dat is.").report.case


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def news(member):
    mails.work_off()
    return browser(member).get("/van-mij/nieuw/").text


def test_writer_who_is_asked_gets_the_reason_and_the_way_to_change_it_and_the_words_stay(case, comment, anna, mo):
    mails.forget()
    answer = browser(mo).post(case.get_absolute_url(), ASK, follow=True)
    assert "Je hoort het als die het veranderde." in answer.text
    case = fresh(case)
    assert (case.is_open, case.due, fresh(comment).is_hidden) == (True, case.asked.until, False)
    assert mails.told() == [("anna@example.org", "Een moderator vraagt je om je reactie te veranderen")]
    assert "Een moderator vraagt je om iets te veranderen" in news(anna)
    page = browser(anna).get(case.path_for_writer).text
    assert all(words in page for words in (WHY, "Privégegevens van iemand", "Verander het", "bewerken/"))
    assert "Bram" not in page


def test_moderators_hear_that_it_was_changed_and_the_case_then_ends_for_everybody(case, comment, anna, bram, mo, noor):
    case.decide(mo, "ask", "privacy", WHY)
    Comment.objects.select_related("idea__lab").get(pk=comment.pk).edit("Die ene buur doet niets.")
    assert "De schrijver veranderde wat gemeld was" in news(noor)
    page = browser(noor).get(case.get_absolute_url())
    assert "Die van nummer 14 doet niets." in page.text
    assert "Het is nu goed, laat staan" in page.text
    assert 'value="ask"' not in page.text
    mails.forget()
    assert browser(noor).post(case.get_absolute_url(), STAYS).status_code == 302
    assert ("bram@example.org", "Wat je meldde blijft staan") in mails.told()
    assert "Een moderator keek er nog eens naar" in news(anna)
    page = browser(anna).get(case.path_for_writer).text
    assert "Het blijft staan" in page
    assert "Zo is het goed." not in page, "that is for who reported it"


def test_who_changes_other_words_makes_no_news_for_moderators(case, comment, idea, anna, mo, noor):
    case.decide(mo, "ask", "privacy", WHY)
    other = idea.comments.create(author=anna, text="Iets anders.", revision=1)
    other.edit("Iets heel anders.")
    assert "De schrijver veranderde" not in news(noor)


@pytest.mark.parametrize("end", [("hide", "privacy"), ("pause", "abuse")])
def test_case_of_which_the_writer_was_asked_can_still_end_otherwise(case, comment, anna, mo, noor, end):
    kind, reason = end
    case.decide(mo, "ask", "privacy", WHY)
    made = case.decide(noor, kind, reason, "Het staat er nog.", 3 if kind == "pause" else None)
    case = fresh(case)
    assert (case.is_open, case.outcome, case.told) == (False, made, made)
    assert fresh(comment).is_hidden == (kind == "hide")


def test_asking_twice_is_once_and_two_moderators_at_once_are_409(case, anna, mo, noor):
    first = case.decide(mo, "ask", "privacy", WHY)
    assert Case.objects.get().decide(mo, "ask", "privacy", WHY) == first
    answer = browser(noor).post(case.get_absolute_url(), ASK | {"explanation": "Haal het weg."})
    assert answer.status_code == 409
    assert "Haal het weg." in answer.text
    with pytest.raises(Decided):
        Case.objects.get().decide(noor, "ask", "privacy", "Haal het weg.")
    assert Decision.objects.count() == 1


def test_only_who_can_change_it_is_asked(lab, idea, anna, bram, mo):
    question = make_question(anna, "Waar lopen we?")
    evening = make_gathering(make_member(lab, "Stan", RoleKind.STADMAKER))
    closed = make_question(anna, "Waar zitten we?")
    type(closed).objects.filter(pk=closed.pk).update(is_hidden=True)
    for thing in (idea, question, evening):
        case = report(thing, bram, "abuse").report.case
        assert 'value="ask"' in browser(mo).get(case.get_absolute_url()).text
        assert case.decide(mo, "ask", "abuse", WHY).until
    Membership.objects.filter(pk=anna.pk).update(paused_until=clock.now() + timedelta(days=2))
    case = report(make_question(anna, "Waar staan we?"), bram, "abuse").report.case
    assert 'value="ask"' not in browser(mo).get(case.get_absolute_url()).text
    with pytest.raises(Decided):
        Case.objects.get(pk=case.pk).decide(mo, "ask", "abuse", WHY)


def test_author_is_paused_from_the_case_and_reads_why_and_until_when(case, comment, anna, bram, mo):
    mails.forget()
    assert browser(mo).post(case.get_absolute_url(), PAUSE).status_code == 302
    anna, case = fresh(anna), fresh(case)
    assert (anna.is_paused, case.is_open, fresh(comment).is_hidden) == (True, False, False)
    assert anna.pauses.get().explanation == WHY
    assert ("bram@example.org", "Wat je meldde blijft staan") in mails.told()
    assert "anna@example.org" in [who for who, _subject in mails.told()]
    assert "Je doet tijdelijk niet mee" in news(anna)
    page = browser(anna).get(case.path_for_writer).text
    assert all(words in page for words in (WHY, "Je doet tijdelijk niet mee", "Scheldt of kleineert"))
    theirs = browser(bram).get(f"/{case.lab.slug}/moderatie/meldingen/").text
    assert "Een moderator deed er iets aan. Het blijft staan." in theirs
    assert WHY not in theirs
    anna.end_pause(mo, "Vergissing.")
    assert "Je kunt weer meedoen" in browser(anna).get(case.path_for_writer).text


@pytest.mark.parametrize("days", ["", "0", "91", "x"])
def test_pause_needs_a_number_of_days_and_nothing_happens_without(case, anna, mo, days):
    answer = browser(mo).post(case.get_absolute_url(), PAUSE | {"days": days})
    assert answer.status_code == 422
    assert "Vul een aantal dagen in, van 1 tot 90." in answer.text
    assert not fresh(anna).is_paused
    assert fresh(case).is_open


def test_days_that_are_not_needed_are_not_looked_at(case, anna, mo):
    assert browser(mo).post(case.get_absolute_url(), STAYS | {"days": "x"}).status_code == 302
    assert not fresh(anna).is_paused


def test_author_who_was_paused_meanwhile_is_not_paused_again(case, anna, mo, noor):
    page = Case.objects.with_thing().get(pk=case.pk)
    anna.pause(noor, "spam", "Drie keer hetzelfde.", 3)
    with pytest.raises(Decided):
        page.decide(mo, "pause", "abuse", WHY, 7)
    assert fresh(case).is_open
    assert anna.pauses.count() == 1


def test_nobody_pauses_who_runs_the_lab_nor_one_of_several_organisers(lab, idea, bram, mo):
    bea = make_member(lab, "Bea", RoleKind.LAB_ADMIN)
    evening = make_gathering(make_member(lab, "Stan", RoleKind.STADMAKER))
    for thing, refused in ((make_question(bea, "Waar lopen we?"), PermissionDenied), (evening, Decided)):
        case = report(thing, bram, "abuse").report.case
        assert 'value="pause"' not in browser(mo).get(case.get_absolute_url()).text
        with pytest.raises(refused):
            case.decide(mo, "pause", "abuse", WHY, 7)
        assert fresh(case).is_open


def test_moderator_of_the_municipality_asks_and_pauses_nobody(lab, case, anna):
    eva = make_member(lab, "Eva", RoleKind.MODERATOR, RoleKind.CIVIL_SERVANT)
    for facts in (ASK, PAUSE):
        assert browser(eva).post(case.get_absolute_url(), facts).status_code == 403
    assert (fresh(case).is_open, fresh(anna).is_paused, Decision.objects.count()) == (True, False, 0)


def test_words_that_were_taken_out_while_a_case_waited_are_not_for_everybody(
    lab, case, comment, idea, anna, chaima, mo
):
    def earlier(member):
        pages = (f"{idea.get_absolute_url()}reacties/{comment.pk}/meer/", f"{idea.get_absolute_url()}geschiedenis/")
        text = "".join(browser(member).get(page).text for page in pages)
        return ("nummer 14" in text, "Kerkstraat 12" in text)

    author = idea.author
    report(idea, chaima, "privacy")
    idea.edit(author, idea.words_revision, title="Fietsbus", opportunity="Bel aan op Kerkstraat 12.")
    idea.edit(author, Idea.objects.get(pk=idea.pk).words_revision, title="Fietsbus", opportunity="Bel gewoon aan.")
    Comment.objects.select_related("idea__lab").get(pk=comment.pk).edit("Die ene buur doet niets.")
    assert earlier(chaima) == (False, False)
    assert earlier(mo) == (True, True)
    assert earlier(anna)[0]
    for one in Case.objects.all():
        one.decide(mo, "nothing", explanation="Zo is het goed.")
    assert earlier(chaima) == (False, False), "for good"
    Comment.objects.select_related("idea__lab").get(pk=comment.pk).edit("Die buur van nummer 14 helpt!")
    Comment.objects.select_related("idea__lab").get(pk=comment.pk).edit("Die buur helpt!")
    assert earlier(chaima)[0], "what is changed later is for everybody again"


def test_earlier_words_are_for_everybody_again_when_nothing_was_changed_meanwhile(comment, idea, bram, chaima, mo):
    Comment.objects.select_related("idea__lab").get(pk=comment.pk).edit("Nummer 14 doet niets.")
    page = f"{idea.get_absolute_url()}reacties/{comment.pk}/meer/"
    case = report(comment, bram, "abuse").report.case
    assert "Die van nummer 14" not in browser(chaima).get(page).text
    case.decide(mo, "nothing", explanation="Dit mag.")
    assert "Die van nummer 14" in browser(chaima).get(page).text


def test_photo_that_its_author_is_asked_to_change(lab, bram, mo, idea):
    Idea.objects.filter(pk=idea.pk).update(photo="ideas/x.jpg", photo_alt="Het kind van de buren")
    case = report(IdeaPhoto(Idea.objects.get(pk=idea.pk)), bram, "privacy").report.case
    case.decide(mo, "ask", "privacy", WHY)
    shown = Idea.objects.get(pk=idea.pk)
    shown.edit(shown.author, shown.words_revision, photo_alt="Een veldje")
    assert "De schrijver veranderde wat gemeld was" in news(make_member(lab, "Nel", RoleKind.MODERATOR))


def test_public_log_gives_the_reason_of_the_moderator_and_nothing_of_asking(case, chaima, mo, noor):
    case.decide(mo, "ask", "privacy", WHY)
    page = browser(chaima).get(f"/{case.lab.slug}/beslissingen/").text
    assert "privégegevens" not in page
    case.decide(noor, "pause", "abuse", "Het staat er nog.", 3)
    page = browser(chaima).get(f"/{case.lab.slug}/beslissingen/").text
    assert "De schrijver doet tijdelijk niet mee" in page
    assert "Reden: scheldt of kleineert" in page
    assert "privégegevens" not in page
