"""The draft of one answer to several ideas: it keeps which ones, and they share one draft."""

import pytest

from answers.models import Answer, Draft, NotApproved
from answers.models.draft import draft_of, keep
from ideas.models import Moved
from tests.answers.conftest import asked, voice_of, words
from tests.answers.test_draft_pages import SAID, press
from tests.answers.test_drafts import approved, ask_for_all, seen_now
from tests.answers.test_joint import also
from tests.answers.test_owner import again
from tests.answers.test_pages import address, text_of
from tests.factories import give_factor, make_idea, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def wim(lab):
    wim = make_member(lab, "Wim", "alderman")
    give_factor(wim.user)
    return wim


@pytest.fixture
def answer(idea, chaima):
    return asked(idea, chaima)


@pytest.fixture
def second(bram):
    return make_idea(bram, "Rozenpad")


@pytest.fixture
def given(answer, second, fleur):
    """Return the answers to both ideas."""
    answer.give(fleur, voice_of(fleur), also(second), **words())
    return [Answer.objects.get(idea=one) for one in (answer.idea, second)]


def test_a_draft_keeps_which_other_ideas_get_the_answer(answer, idea, second, fleur, ruud):
    page = press(fleur, "answer_draft", idea, also=[f"{second.pk}:0"], **SAID)
    assert "Dit is ook het antwoord over" in text_of(page)
    assert "Rozenpad" in text_of(page)
    form = text_of(browser(ruud).get(address("answer_give", idea)))
    assert f'name="also" value="{second.pk}:0" id="id_also_0" checked' in form
    press(ruud, "answer_draft", idea, kept=seen_now(answer), **SAID)
    assert not draft_of(answer).also.exists()


def test_a_draft_that_is_refused_keeps_the_choice(answer, idea, second, fleur):
    said = SAID | {"decision": "geen adres", "also": [f"{second.pk}:0"]}
    response = browser(fleur).post(address("answer_draft", idea), said)
    assert response.status_code == 422
    assert f'name="also" value="{second.pk}:0" id="id_also_0" checked' in text_of(response)


def test_an_approval_reaches_no_idea_that_the_alderman_did_not_see(answer, lab, second, fleur, wim):
    ask_for_all(lab)
    keep(again(answer), fleur, "", 0, **words())
    approved(answer, fleur, wim)
    with pytest.raises(NotApproved):
        again(answer).give(fleur, voice_of(fleur), also(second), **words())
    assert keep(again(answer), fleur, seen_now(answer), 0, also=[second.pk], **words())
    assert not hasattr(draft_of(answer), "approval"), "another choice is another text"
    approved(answer, fleur, wim)
    again(answer).give(fleur, voice_of(fleur), also(second), **words())
    assert [one.versions.get().approval.by for one in Answer.objects.all()] == [wim, wim]


def test_the_ideas_of_one_answer_share_the_draft_of_a_correction(given, idea, second, fleur, ruud):
    first, other = given
    press(fleur, "answer_draft", idea, seen=first.versions.get().pk, reason="Een tikfout.", **SAID)
    for name in ("answer_draft", "answer_correct"):
        assert browser(ruud).get(address(name, second)).url == address(name, idea)
    assert "De bus moet daar keren." in text_of(browser(ruud).get(address("answer_draft", idea)))
    with pytest.raises(Moved):
        said = words(words="Van Ruud.") | {"reason": "Anders.", "kept": ""}
        other.correct(ruud, voice_of(ruud), other.versions.get().pk, **said)
    assert Draft.objects.count() == 1


def test_the_form_of_a_correction_says_which_other_answers_it_changes(given, idea, fleur):
    page = text_of(browser(fleur).get(address("answer_correct", idea)))
    assert "Dit verandert ook het antwoord over" in page
    assert "Rozenpad" in page


def test_what_was_said_of_the_first_draft_does_not_stand_at_that_of_a_correction(answer, idea, fleur, wim):
    keep(again(answer), fleur, "", 0, **words())
    approved(answer, fleur, wim)
    assert "geeft akkoord op het concept" in text_of(browser(fleur).get(address("answer_draft", idea)))
    again(answer).give(fleur, voice_of(fleur), **words())
    version = answer.versions.get().pk
    page = text_of(press(fleur, "answer_draft", idea, seen=version, reason="Een tikfout.", **SAID))
    assert "geeft akkoord op het concept" not in page
