"""*Laat nog eens kijken* at a pause and at what the writer must change: who asks, and how it ends."""

from datetime import timedelta

import pytest

from common import clock
from ideas.models import Comment
from labs.models import Membership, Pause
from moderation.models import Case, Decided, Review, report, reviewing
from moderation.models.closing import open_talk
from tests import mails
from tests.factories import make_member
from tests.ideas.conftest import browser
from tests.moderation.test_neighbour import address, name_neighbour
from tests.moderation.test_neighbour import olaf as olaf
from tests.moderation.test_neighbour import there as there
from tests.moderation.test_reviews import BACK, STANDS, WHY, ask, decide
from tests.standing import standing_at

DIRECTLY = {"days": 3, "reason": "abuse", "explanation": "Je schold."}
FREE = {"review-outcome": "takes_part", "review-explanation": "Dit was geen schelden."}
OPEN = {"review-outcome": "open", "review-explanation": "Dit was geen ruzie."}
STAYS = {"review-outcome": "stays", "review-explanation": "Er staat geen adres in."}


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


@pytest.fixture
def case(comment, bram):
    return report(comment, bram, "privacy", "Iedereen weet wie dat is.").report.case


@pytest.fixture
def paused(case, mo):
    case.decide(mo, "pause", "abuse", "Je schold.", 7)
    return fresh(case)


@pytest.fixture
def asked(case, mo):
    case.decide(mo, "ask", "privacy", "Haal het huisnummer weg.")
    return fresh(case)


def news(member):
    mails.work_off()
    return browser(member).get("/van-mij/nieuw/").text


# A pause


def test_the_mail_about_a_pause_leads_to_the_page_on_which_to_ask(paused):
    (hers,) = [body for body in mails.bodies() if "Je schold." in body]
    assert paused.path_for_writer in hers
    assert "deze mail" not in hers


def test_a_pause_given_directly_is_decided_at_once_and_looked_at_again(lab, anna, bram, mo, noor):
    for _twice_is_once in range(2):
        given = browser(mo).post(f"/{lab.slug}/mensen/{anna.pk}/tijdelijk-niet/", DIRECTLY)
        assert given.status_code == 302
    case = Case.objects.get()
    assert (case.kind, case.author, case.is_open, case.outcome.kind) == ("person", anna, False, "pause")
    (hers,) = [body for body in mails.bodies() if "Je schold." in body]
    assert case.path_for_writer in hers
    why = browser(anna).get(case.path_for_writer).text
    assert f'action="{case.path_to_ask}"' in why
    assert "Wat je schreef</h2>" not in why
    assert f'href="{case.path_for_writer}"' in browser(anna).get(lab.get_absolute_url()).text
    assert browser(bram).get(case.path_for_writer).status_code == 404
    assert ask(anna, case).status_code == 302
    assert decide(mo, case, FREE).status_code == 403, "who paused them"
    page = browser(noor).get(case.get_absolute_url()).text
    assert "Niemand. Een moderator besliste dit zonder melding." in page
    assert "haalde deze woorden weg" not in page
    assert "Deelnemer: <bdi>Anna</bdi>" in page
    assert "Deelnemer: <bdi>Anna</bdi>" in browser(noor).get(f"/{lab.slug}/moderatie/?stand=nog-eens").text
    assert decide(noor, case, FREE).status_code == 302
    assert not fresh(anna).is_paused
    log = browser().get(f"/{lab.slug}/beslissingen/").text
    assert "Deelnemer" in log
    assert "Anna" not in log


def test_a_neighbour_decides_about_a_pause_that_only_its_moderator_gave(lab, there, olaf, anna, mo):
    name_neighbour(lab, olaf)
    anna.pause(mo, "abuse", "Je schold.", 3)
    case = Case.objects.get()
    assert ask(anna, case).status_code == 302
    page = browser(olaf).get(address(case, there)).text
    assert "Deelnemer: <bdi>Anna</bdi>" in page
    assert "Je schold." in page
    assert browser(olaf).post(address(case, there), FREE).status_code == 302
    assert not fresh(anna).is_paused


def test_a_later_pause_given_directly_leads_to_its_own_page(paused, anna, noor):
    fresh(anna).end_pause(noor, "Genoeg.")
    mails.forget()
    assert fresh(anna).pause(noor, "spam", "Nu is het reclame.", 3)
    (hers,) = [body for body in mails.bodies() if "Nu is het reclame." in body]
    assert Case.objects.last().path_for_writer in hers
    assert paused.path_for_writer not in hers
    assert "laat-nog-eens" not in browser(anna).get(paused.path_for_writer).text, "that pause is over"


def test_the_paused_writer_asks_and_another_moderator_ends_the_pause(paused, anna, bram, mo, noor):
    assert f'action="{paused.path_to_ask}"' in browser(anna).get(paused.path_for_writer).text
    assert ask(anna, paused).status_code == 302
    assert browser(bram).get(paused.path_to_ask).status_code == 404, "it is between the writer and the moderator"
    page = browser(noor).get(paused.get_absolute_url()).text
    assert "Laat de schrijver weer meedoen" in page
    mails.forget()
    assert decide(noor, paused, FREE).status_code == 302
    assert not fresh(anna).is_paused
    pause = Pause.objects.get()
    assert (pause.ended_by, pause.ended_why) == (noor, "Dit was geen schelden.")
    review = Review.objects.get()
    assert (review.outcome, review.decided_by) == ("takes_part", noor)
    assert sorted(mails.told()) == [
        ("anna@example.org", "Je kunt weer meedoen in Proefdorp"),
        ("mo@example.org", "Een andere moderator keek naar een beslissing van jou"),
    ]
    page = browser(anna).get(paused.path_for_writer).text
    assert "Je kunt weer meedoen." in page
    assert "Noor, moderator" in page
    assert "Een moderator keek nog eens" not in news(anna), "that they take part again says it"


def test_a_confirmed_pause_lasts_and_the_writer_reads_why(paused, anna, noor):
    ask(anna, paused)
    mails.forget()
    assert decide(noor, paused, STANDS).status_code == 302
    assert fresh(anna).is_paused
    assert ("anna@example.org", "We keken nog eens: je doet nog niet mee") in mails.told()
    page = browser(anna).get(paused.path_to_ask).text
    assert "Je doet tot die dag nog niet mee." in page
    assert "Het huisnummer is genoeg" in page


def test_ending_the_pause_directly_ends_the_review(paused, anna, mo):
    ask(anna, paused)
    assert fresh(anna).end_pause(mo, "Ik had ongelijk.")
    review = Review.objects.get()
    assert (review.outcome, review.decided_by, review.explanation) == ("takes_part", mo, "Ik had ongelijk.")


def test_a_pause_that_is_over_has_nothing_to_ask_and_its_review_can_only_be_closed(paused, anna, noor):
    ask(anna, paused)
    with standing_at(clock.now() + timedelta(days=9)):
        page = browser(noor).get(paused.get_absolute_url()).text
        assert 'value="gone"' in page
        assert 'value="takes_part"' not in page
        late = decide(noor, paused, FREE)
        assert late.status_code == 409
        assert "Dit was geen schelden." in late.text, "their words stay"
        assert decide(noor, paused, {"review-outcome": "gone"}).status_code == 302
    assert Review.objects.get().outcome == "gone"


def test_the_writer_can_ask_also_when_they_took_the_words_away(paused, comment, anna, noor):
    Comment.objects.get(pk=comment.pk).remove()
    assert ask(anna, paused).status_code == 302
    assert decide(noor, paused, FREE).status_code == 302
    assert not fresh(anna).is_paused


def test_who_paused_them_does_not_look_again_and_a_neighbour_may(paused, anna, mo, lab, there, olaf):
    name_neighbour(lab, olaf)
    ask(anna, paused)
    assert decide(mo, paused, FREE).status_code == 403
    assert browser(olaf).post(address(paused, there), FREE).status_code == 302
    assert not fresh(anna).is_paused
    assert Pause.objects.get().ended_by == olaf


# What the writer must change


def test_the_writer_asks_while_the_case_waits_and_another_moderator_lets_it_stay(asked, anna, bram, mo, noor):
    assert f'action="{asked.path_to_ask}"' in browser(anna).get(asked.path_for_writer).text
    assert ask(anna, asked).status_code == 302
    assert fresh(asked).is_open
    assert "Je vroeg om nog eens te kijken" in browser(anna).get(asked.path_for_writer).text
    mails.forget()
    for _again in range(2):
        assert decide(noor, asked, STAYS).status_code == 302
    case = fresh(asked)
    assert (case.is_open, case.outcome.kind, case.outcome.by) == (False, "nothing", noor)
    review = Review.objects.get()
    assert (review.outcome, review.explanation) == ("stays", "Er staat geen adres in.")
    assert sorted(mails.told()) == [
        ("anna@example.org", "We keken nog eens: het blijft staan"),
        ("bram@example.org", "Wat je meldde blijft staan"),
        ("mo@example.org", "Een andere moderator keek naar een beslissing van jou"),
    ]
    for path in (asked.path_for_writer, asked.path_to_ask):
        page = browser(anna).get(path).text
        assert "je hoeft niets te veranderen" in page
        assert "Er staat geen adres in." in page
    assert browser(mo).get(asked.get_absolute_url()).text.count("Er staat geen adres in.") == 1
    assert "Het blijft staan, je hoeft niets" in news(anna)
    assert "Een moderator keek er nog eens naar" not in news(anna), "that is the same news"
    assert ask(bram, case).status_code == 302, "now it stays, and who reported it may ask"


def test_a_confirmed_request_must_still_be_changed_by_a_new_day(asked, anna, noor):
    with standing_at(clock.now() + timedelta(days=6)):
        ask(anna, asked)
        mails.forget()
        assert decide(noor, asked, STANDS).status_code == 302
        case = fresh(asked)
        assert case.is_open
        assert case.due == case.asked.until == case.due_again()
        assert ("anna@example.org", "We keken nog eens: wil je het veranderen?") in mails.told()
        page = browser(anna).get(asked.path_for_writer).text
        assert "vraagt je nog steeds om het te veranderen" in page
        assert "bewerken/" in page
        assert ask(anna, asked, "Nog eens.").status_code == 409


@pytest.mark.parametrize(("kind", "outcome"), [("nothing", "stays"), ("hide", "gone"), ("pause", "gone")])
def test_deciding_the_case_ends_the_review(asked, anna, mo, noor, kind, outcome):
    ask(anna, asked)
    mails.forget()
    reason = "" if kind == "nothing" else "abuse"
    Case.objects.with_thing().get().decide(mo, kind, reason, "Ik keek nog eens.", 3 if kind == "pause" else None)
    review = Review.objects.get()
    assert (review.outcome, review.decided_by) == (outcome, mo)
    assert len([1 for reader, _subject in mails.told() if reader == "anna@example.org"]) == 1
    with pytest.raises(Decided):
        reviewing.decide_review(fresh(asked), noor, "stays", "Te laat.")


@pytest.mark.parametrize("first", ["restore", "confirm"])
def test_a_moderator_who_comes_too_late_reads_that_and_keeps_their_words(comment, anna, mo, noor, lab, first):
    els = make_member(lab, "Els", "moderator")
    comment.hide(mo, "spam", "Dubbel.")
    case = Case.objects.get()
    ask(anna, case)
    decide(noor, case, STANDS | {"review-outcome": first})
    for who in (els, mo):  # mo decided it first, and may not look again
        page = decide(who, case, BACK)
        assert page.status_code == 409
        assert "Er staat geen adres in." in page.text
        assert "Dit is net beslist of veranderd" in page.text
    assert Review.objects.get().decided_by == noor


def test_after_it_is_hidden_all_the_same_the_writer_may_ask_again(asked, anna, mo, noor):
    ask(anna, asked)
    decide(noor, asked, STANDS)
    Case.objects.with_thing().get().decide(mo, "hide", "privacy", "Het staat er nog.")
    case = fresh(asked)
    assert f'action="{case.path_to_ask}"' in browser(anna).get(case.path_for_writer).text
    assert ask(anna, case, "Het is weg.").status_code == 302
    assert list(Review.objects.values_list("decision__kind", "outcome")) == [("ask", "confirm"), ("hide", "")]
    page = browser(Membership.objects.get(pk=noor.pk)).get(case.get_absolute_url()).text
    assert WHY in page
    assert "Het is weg." in page


def test_the_moderator_who_asked_does_not_look_again_nor_who_reported_it(asked, anna, bram, mo):
    ask(anna, asked)
    bram.roles.create(kind="moderator")
    for who in (mo, bram):
        assert decide(who, asked, STAYS).status_code == 403
    assert Review.objects.open().exists()


# A closed conversation


def test_the_writer_and_the_author_of_the_idea_ask_and_another_moderator_opens_it(case, idea, anna, bram, mo, noor):
    case.decide(mo, "close", "abuse", "Het werd een ruzie.")
    case = fresh(case)
    author = idea.author
    for who in (anna, author):
        assert f'action="{case.path_to_ask}"' in browser(who).get(case.path_for_writer).text
    assert browser(bram).get(case.path_to_ask).status_code == 404
    assert ask(author, case).status_code == 302
    assert "Die van nummer 14" not in browser(author).get(case.path_to_ask).text, "that is not theirs"
    assert decide(mo, case, OPEN).status_code == 403
    assert decide(noor, case, OPEN).status_code == 302
    assert fresh(idea).talk_closed_at is None
    assert Review.objects.get().outcome == "open"
    for path in (case.path_to_ask, case.path_for_writer):
        page = browser(author).get(path).text
        assert "Het gesprek is weer open." in page
        assert page.count("Dit was geen ruzie.") == 1


def test_a_closed_conversation_stays_closed_and_opening_it_directly_ends_the_review(case, idea, anna, mo, noor):
    case.decide(mo, "close", "abuse", "Het werd een ruzie.")
    case = fresh(case)
    ask(anna, case)
    mails.forget()
    assert decide(noor, case, STANDS).status_code == 302
    assert fresh(idea).talk_closed_at
    assert ("anna@example.org", "We keken nog eens: het gesprek blijft gesloten") in mails.told()
    ask(idea.author, case)
    assert open_talk(fresh(idea), noor, "Het is weer rustig.")
    assert list(Review.objects.values_list("outcome", flat=True)) == ["confirm", "open"]
