"""Drafts and approvals at the same moment, on real threads. The controls do the same without the lock of the idea."""

import threading

import pytest

from answers.models import Answer, Approval, Draft, NotApproved, NoteKind, NotOwed
from answers.models.approval import approve, ask_approval
from answers.models.draft import draft_of, keep
from ideas.models import Moved
from tests.answers.conftest import asked, voice_of, words
from tests.answers.test_drafts import ask_for_all, seen_now
from tests.answers.test_owner import again
from tests.factories import make_idea, make_member
from tests.ideas.test_races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def wim(lab):
    return make_member(lab, "Wim", "alderman")


@pytest.fixture
def answer(lab, fleur):
    return asked(make_idea(make_member(lab, "Anna")), fleur)


def refused(act, *why):
    try:
        return bool(act())
    except why:
        return None


def test_twenty_colleagues_who_keep_at_once_leave_one_text_and_the_others_hear(answer, fleur):
    def write(number):
        return refused(lambda: keep(again(answer), fleur, "", 0, **words(words=f"Tekst {number}.")), Moved)

    results = all_at_once([lambda n=n: write(n) for n in range(20)])
    assert results.count(True) == 1
    assert Draft.objects.get().text == 1


def test_twenty_presses_of_aldermen_at_once_approve_once(answer, lab, fleur, wim):
    keep(again(answer), fleur, "", 0, **words())
    ask_approval(again(answer), fleur, wim, "")
    seen, people = seen_now(answer), [wim, make_member(lab, "Saar", "alderman")]
    results = all_at_once([lambda who=who: bool(approve(again(answer), who, seen)) for who in people * 10])
    assert results.count(True) == 1
    assert answer.notes.filter(kind=NoteKind.APPROVED).count() == Approval.objects.count() == 1


@pytest.mark.parametrize("time", range(5))
def test_a_text_that_changes_while_it_is_approved_is_never_approved(answer, fleur, wim, time):
    keep(again(answer), fleur, "", 0, **words())
    ask_approval(again(answer), fleur, wim, "")
    seen = seen_now(answer)
    acts = [lambda: approve(again(answer), wim, seen), lambda: keep(again(answer), fleur, seen, 0, **words(to="x"))]
    acts = acts if time % 2 else acts[::-1]
    all_at_once([lambda act=act: refused(act, Moved) for act in acts], threads=2)
    assert Draft.objects.get().text == 2
    assert not Approval.objects.exists(), "of a text that nobody approved"


def test_an_answer_that_is_given_while_the_text_changes_says_what_was_approved(answer, lab, fleur, wim):
    ask_for_all(lab)
    keep(again(answer), fleur, "", 0, **words())
    ask_approval(again(answer), fleur, wim, "")
    seen = seen_now(answer)
    approve(again(answer), wim, seen)

    def give():
        again(answer).give(fleur, voice_of(fleur), kept=seen, **words())

    def change():
        keep(again(answer), fleur, seen, 0, **words(words="Anders."))

    all_at_once([lambda: refused(give, Moved, NotApproved), lambda: refused(change, Moved, NotOwed)], threads=2)
    now = Answer.objects.get()
    assert bool(now.given_at) != Draft.objects.exists()
    assert bool(now.given_at) == Approval.objects.exists()


def test_control_reading_the_draft_before_the_lock_approves_what_nobody_read(answer, fleur, wim):
    keep(again(answer), fleur, "", 0, **words())
    seen, both_looked = seen_now(answer), threading.Barrier(2)

    def approve_without():
        draft = draft_of(again(answer))
        is_same = draft.seen == seen
        both_looked.wait(10)
        both_looked.wait(10)  # the other one wrote
        if is_same:
            Approval.objects.create(draft_id=draft.pk, by=wim, is_noted=False, on="2026-12-01")

    def change():
        both_looked.wait(10)
        Draft.objects.update(text=2, words="Een andere belofte.")
        both_looked.wait(10)

    all_at_once([approve_without, change], threads=2)
    assert Approval.objects.get().draft.words == "Een andere belofte."
