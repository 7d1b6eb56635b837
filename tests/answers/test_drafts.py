"""A draft of an answer, colleagues who read it along, and the approval of an alderman: the verbs."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from answers.models import (
    Answer,
    Approval,
    Draft,
    Incomplete,
    NoDraft,
    NotApproved,
    NoteKind,
    NotOwed,
    Terms,
    Version,
)
from answers.models.approval import approve, ask_approval, record_approval, refuse, take_back_approval
from answers.models.draft import ask_to_read, draft_of, keep, say_of_draft, stop_asking, throw_away
from ideas.models import Idea, Moved
from labs.models import RESIDENT_VOICE, HidingReason, Role
from notifications.models import OutgoingMail
from tests import news
from tests.answers.conftest import asked, voice_of, words
from tests.answers.test_live import heads
from tests.answers.test_owner import again
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def wim(lab):
    return make_member(lab, "Wim", "alderman")


@pytest.fixture
def answer(idea, chaima):
    return asked(idea, chaima)


def kept(answer, by, seen=None, version=0, **more):
    """Keep a draft, as if what is there now was on the screen."""
    mine = again(answer)
    return keep(mine, by, seen_now(mine) if seen is None else seen, version, **words(**more))


def seen_now(answer):
    draft = draft_of(answer)
    return draft.seen if draft else ""


def approved(answer, fleur, wim):
    ask_approval(again(answer), fleur, wim, "Mag dit?")
    return approve(again(answer), wim, seen_now(answer))


def kinds(answer):
    return [note.kind for note in answer.notes.all()]


def give(answer, by, **more):
    return again(answer).give(by, voice_of(by), **words(**more))


# The draft


def test_a_draft_is_kept_and_the_same_text_again_changes_nothing(answer, fleur, ruud):
    assert kept(answer, fleur)
    first = draft_of(answer)
    assert not kept(answer, ruud, seen="")
    assert (first.by, first.text, first.words) == (fleur, 1, "De bus moet daar keren.")
    assert kept(answer, ruud, words="De bus keert daar.")
    assert (draft_of(answer).by, draft_of(answer).text) == (ruud, 2)
    assert Draft.objects.count() == 1


def test_of_two_colleagues_who_write_the_second_one_sees_it(answer, fleur, ruud):
    kept(answer, fleur)
    with pytest.raises(Moved):
        kept(answer, ruud, seen="", words="Iets anders.")
    assert draft_of(answer).by == fleur


def test_a_draft_that_was_thrown_away_is_not_kept_over_by_an_old_page(answer, fleur, ruud):
    kept(answer, fleur)
    old = seen_now(answer)
    assert throw_away(again(answer), ruud, old)
    assert not throw_away(again(answer), ruud, old)
    with pytest.raises(Moved):
        kept(answer, fleur, seen=old, words="Verder geschreven.")
    kept(answer, fleur, seen="")
    with pytest.raises(Moved):
        throw_away(again(answer), ruud, old)


def test_a_draft_moves_nothing_that_others_follow(answer, idea, fleur, ruud, wim):
    before = heads(idea)
    kept(answer, fleur)
    ask_to_read(again(answer), fleur, ruud, "")
    say_of_draft(again(answer), ruud, False, "Korter.", seen_now(answer))
    approved(answer, fleur, wim)
    throw_away(again(answer), fleur, seen_now(answer))
    assert heads(idea) == before


def test_the_draft_goes_when_the_answer_is_online_or_the_idea_goes(answer, idea, anna, chaima, fleur, ruud):
    kept(answer, fleur)
    request = ask_to_read(again(answer), fleur, ruud, "")
    give(answer, fleur, kind="already")
    request.refresh_from_db()
    assert request.replied_at
    assert not Draft.objects.exists()
    second = asked(Idea.objects.get(pk=idea.pk), chaima)
    kept(second, fleur)
    Idea.objects.select_related("lab").get(pk=idea.pk).withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    assert not Draft.objects.exists()


def test_nobody_writes_on_after_the_answer_or_while_the_idea_is_hidden(answer, idea, fleur, ruud, mo):
    give(answer, fleur)
    with pytest.raises(NotOwed):
        kept(answer, ruud)
    idea.hide(mo, HidingReason.SPAM)
    with pytest.raises(NotOwed):
        kept(answer, ruud, version=Version.objects.get().pk, reason="Fout.")


def test_only_a_civil_servant_of_this_moment_writes_one(answer, admin, fleur, mo, chaima):
    for member in (mo, chaima, admin):
        with pytest.raises(PermissionDenied):
            kept(answer, member)
    fleur.take_role(fleur.roles.get(), admin, "Ander werk.")
    with pytest.raises(PermissionDenied):
        kept(answer, fleur)


def test_a_draft_that_others_changed_is_not_passed_over_when_giving(answer, fleur, ruud):
    kept(answer, fleur)
    old = seen_now(answer)
    kept(answer, ruud, words="Van Ruud.")
    with pytest.raises(Moved):
        again(answer).give(fleur, voice_of(fleur), kept=old, **words())
    assert draft_of(answer).words == "Van Ruud."


# Reading along


def test_a_colleague_reads_along_and_says_it_once(answer, fleur, ruud):
    kept(answer, fleur)
    assert ask_to_read(again(answer), fleur, ruud, "Klopt de maat?")
    assert ask_to_read(again(answer), fleur, ruud, "Klopt de maat?") is None
    assert say_of_draft(again(answer), ruud, True, "", seen_now(answer)).to == fleur
    assert say_of_draft(again(answer), ruud, True, "", seen_now(answer)) is None
    assert kinds(answer) == [NoteKind.READING, NoteKind.FINE]


def test_nobody_says_fine_of_a_text_that_they_did_not_read(answer, fleur, ruud):
    kept(answer, fleur)
    old = seen_now(answer)
    ask_to_read(again(answer), fleur, ruud, "")
    kept(answer, fleur, words="Anders.")
    with pytest.raises(Moved):
        say_of_draft(again(answer), ruud, True, "", old)


def test_a_question_to_read_along_is_taken_back_until_there_is_a_reply(answer, fleur, ruud):
    kept(answer, fleur)
    request = ask_to_read(again(answer), fleur, ruud, "")
    assert stop_asking(again(answer), fleur, request.pk)
    assert not stop_asking(again(answer), fleur, request.pk)
    assert say_of_draft(again(answer), ruud, True, "", seen_now(answer)) is None
    assert ask_to_read(again(answer), fleur, ruud, "Toch wel.")


def test_a_stranger_is_not_asked_and_nobody_without_a_draft(answer, fleur, ruud, mo):
    with pytest.raises(NoDraft):
        ask_to_read(again(answer), fleur, ruud, "")
    kept(answer, fleur)
    for member in (mo, fleur):
        with pytest.raises(Moved):
            ask_to_read(again(answer), fleur, member, "")


# Approval


def ask_for_all(lab, *these):
    Terms.objects.update_or_create(lab=lab, defaults={"approval": list(these or ["every"])})


def test_without_the_setting_an_answer_needs_nobody(answer, fleur):
    assert give(answer, fleur)


def test_an_answer_that_needs_approval_is_not_given_without(answer, lab, fleur, wim):
    ask_for_all(lab)
    with pytest.raises(NotApproved):
        give(answer, fleur)
    kept(answer, fleur)
    with pytest.raises(NotApproved):
        give(answer, fleur)
    approval = approved(answer, fleur, wim)
    with pytest.raises(NotApproved):
        give(answer, fleur, words="Andere woorden.")
    version = give(answer, fleur)
    approval.refresh_from_db()
    assert (approval.version, approval.draft, approval.by, approval.is_noted) == (version, None, wim, False)


def test_only_the_kinds_that_the_lab_names_need_approval(answer, lab, fleur):
    ask_for_all(lab, "yes", "not_now")
    with pytest.raises(NotApproved):
        give(answer, fleur, kind="yes")
    assert give(answer, fleur, kind="no")


def test_an_approval_that_nobody_asked_for_in_the_settings_is_shown_too(answer, fleur, wim):
    kept(answer, fleur)
    approved(answer, fleur, wim)
    assert give(answer, fleur).approval.by == wim


def test_another_text_takes_the_approval_away_and_the_same_one_keeps_it(answer, fleur, ruud, wim):
    kept(answer, fleur)
    approved(answer, fleur, wim)
    kept(answer, ruud)
    assert Approval.objects.exists()
    kept(answer, ruud, words="Een andere belofte.")
    assert not Approval.objects.exists()
    assert kinds(answer)[-1] == NoteKind.LAPSED


def test_an_alderman_approves_what_they_read_once_and_only_when_asked(answer, fleur, wim):
    kept(answer, fleur)
    assert approve(again(answer), wim, seen_now(answer)) is None, "nobody asked"
    old = seen_now(answer)
    ask_approval(again(answer), fleur, wim, "")
    assert ask_approval(again(answer), fleur, wim, "") is None
    kept(answer, fleur, words="Anders.")
    with pytest.raises(Moved):
        approve(again(answer), wim, old)
    assert approve(again(answer), wim, seen_now(answer))
    assert approve(again(answer), wim, seen_now(answer)) is None
    assert kinds(answer) == [NoteKind.TO_APPROVE, NoteKind.APPROVED]


def test_an_alderman_says_what_should_change(answer, fleur, wim):
    kept(answer, fleur)
    ask_approval(again(answer), fleur, wim, "")
    assert refuse(again(answer), wim, "Niet zonder bedrag.", seen_now(answer)).to == fleur
    assert refuse(again(answer), wim, "Niet zonder bedrag.", seen_now(answer)) is None
    assert approve(again(answer), wim, seen_now(answer)) is None, "asked anew first"
    assert ask_approval(again(answer), fleur, wim, "Nu wel?")


def test_an_alderman_who_lost_the_role_and_a_civil_servant_approve_nothing(answer, admin, fleur, wim):
    kept(answer, fleur)
    ask_approval(again(answer), fleur, wim, "")
    wim.take_role(wim.roles.get(), admin, "Weg.")
    for member in (wim, fleur, admin):
        with pytest.raises(PermissionDenied):
            approve(again(answer), member, seen_now(answer))
    with pytest.raises(Moved):
        ask_approval(again(answer), fleur, wim, "")


def test_staff_record_an_approval_with_its_day_and_name(answer, fleur, ruud, wim):
    kept(answer, fleur)
    request = ask_approval(again(answer), fleur, wim, "")
    day = date(2026, 11, 27)
    assert record_approval(again(answer), fleur, day, "Janssen", seen_now(answer))
    assert record_approval(again(answer), ruud, day, "Janssen", seen_now(answer)) is None
    request.refresh_from_db()
    assert request.replied_at
    approval = Approval.objects.get()
    assert (approval.by, approval.is_noted, approval.on, approval.name) == (fleur, True, day, "Janssen")
    assert kinds(answer)[-1] == NoteKind.NOTED


def test_an_approval_is_taken_back_before_the_answer_is_online(answer, fleur, ruud, wim, mo):
    kept(answer, fleur)
    approved(answer, fleur, wim)
    for member in (fleur, mo):
        with pytest.raises(PermissionDenied):
            take_back_approval(again(answer), member)
    assert take_back_approval(again(answer), wim)
    assert not take_back_approval(again(answer), wim)
    for member in (ruud, wim):
        record_approval(again(answer), fleur, date(2026, 11, 27), "", seen_now(answer))
        assert take_back_approval(again(answer), member)
    record_approval(again(answer), fleur, date(2026, 11, 27), "", seen_now(answer))
    give(answer, fleur)
    assert not take_back_approval(again(answer), wim)
    assert Approval.objects.get().version


def test_who_asked_reads_what_was_said_of_the_draft(answer, fleur, ruud, wim):
    kept(answer, fleur)
    for is_fine in (True, False):
        news.start_anew()
        ask_to_read(again(answer), fleur, ruud, "")
        say_of_draft(again(answer), ruud, is_fine, "Liever eerst de bewoners vragen.", seen_now(answer))
        assert news.told() == [("Fleur", "answer_fine" if is_fine else "answer_remark")]
    assert news.lines(fleur) == ["Er is een opmerking bij je antwoord op Pluktuin"]
    news.start_anew()
    approved(answer, fleur, wim)
    assert news.told() == [("Fleur", "answer_approved")]
    news.start_anew()
    take_back_approval(again(answer), wim)
    assert news.told() == [("Fleur", "answer_lapsed")]


def test_an_alderman_who_was_asked_hears_what_is_noted_in_their_name(answer, fleur, wim):
    news.start_anew()
    kept(answer, fleur)
    ask_approval(again(answer), fleur, wim, "Mag dit?")
    assert news.told() == [("Wim", "answer_to_approve")]
    assert news.lines(wim) == ["Geef jij akkoord op het antwoord op Pluktuin?"]
    record_approval(again(answer), fleur, date(2026, 11, 27), "", seen_now(answer))
    assert news.told() == [("Wim", "answer_to_approve"), ("Wim", "answer_noted")]
    assert news.lines(wim) == [
        "Een collega noteerde jouw akkoord op het antwoord op Pluktuin",
        "Er is akkoord op het antwoord op Pluktuin",
    ]
    mail = OutgoingMail.objects.filter(user=wim.user).last()
    assert "Klopt dat niet? Trek het akkoord dan in" in mail.body


def test_a_colleague_who_is_alderman_too_is_not_told_what_they_did_themselves(answer, fleur):
    Role.objects.create(membership=fleur, kind="alderman")
    kept(answer, fleur)
    news.start_anew()
    ask_approval(again(answer), fleur, fleur, "")
    record_approval(again(answer), fleur, date(2026, 11, 27), "", seen_now(answer))
    assert news.told() == []


def test_a_draft_that_lacks_something_is_approved_by_nobody(answer, fleur, wim):
    for less in ({"kind": ""}, {"words": ""}, {"contact": ""}, {"kind": "not_now"}, {"kind": "others"}):
        kept(answer, fleur, **less)
        with pytest.raises(Incomplete):
            ask_approval(again(answer), fleur, wim, "")
        with pytest.raises(Incomplete):
            record_approval(again(answer), fleur, date(2026, 11, 27), "", seen_now(answer))


def test_a_correction_needs_approval_too_and_the_first_one_stays_with_its_words(answer, lab, fleur, wim):
    kept(answer, fleur)
    approved(answer, fleur, wim)
    first = give(answer, fleur)
    ask_for_all(lab)
    more = {"words": "De vrachtauto keert daar.", "reason": "Verkeerd gelezen."}

    def correct():
        return again(answer).correct(fleur, voice_of(fleur), first.pk, **words(**more))

    with pytest.raises(NotApproved):
        correct()
    kept(answer, fleur, version=first.pk, **more)
    approved(answer, fleur, wim)
    second = correct()
    assert (first.approval.version, second.approval.version) == (first, second)
    assert Answer.objects.get().versions.count() == 2
