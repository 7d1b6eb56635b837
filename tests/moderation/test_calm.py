"""Calm mode: everybody comments once an hour at one idea, reads whom they can call, and it ends by itself."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from common import clock
from common.times import AMSTERDAM, day_of
from ideas.models import Comment, TooSoon
from ideas.models.onbehalf import write_down_comment
from labs.models import RESIDENT_VOICE, RoleKind
from moderation.models import ModerationSettings
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import PART, browser

NOTICE = "reageert iedereen één keer per uur"


@pytest.fixture
def calm(lab):
    """The settings of a lab in calm mode, until and with tomorrow."""
    until = day_of(clock.now()) + timedelta(days=1)
    who = {"calm_name": "Wim", "calm_phone": "077 123 45 67", "calm_mail": "wim@example.org"}
    return ModerationSettings.objects.create(lab=lab, calm_until=until, **who)


def say(member, idea, text, **headers):
    return browser(member).post(f"{idea.get_absolute_url()}reacties/", {"text": text}, **headers)


def post(member, idea, text):
    return idea.post_comment(member, RESIDENT_VOICE, text, uuid.uuid4()).thing


def test_above_the_form_stands_until_when_and_whom_to_call(idea, bram, calm):
    for address in (idea.get_absolute_url(), f"{idea.get_absolute_url()}reacties/"):
        page = browser(bram).get(address).text
        assert NOTICE in page
        assert 'href="tel:0771234567"' in page
        assert 'href="mailto:wim@example.org"' in page
        assert "Wim" in page


def test_without_calm_mode_nobody_reads_of_it_or_waits(idea, bram, lab):
    ModerationSettings.objects.create(lab=lab, calm_name="Wim", calm_phone="077 123 45 67")
    assert NOTICE not in browser(bram).get(idea.get_absolute_url()).text
    assert [say(bram, idea, text).status_code for text in ("Eén.", "Twee.")] == [302, 302]


def test_a_second_comment_within_the_hour_is_429_with_the_time_and_the_words(idea, bram, calm, monkeypatch):
    assert say(bram, idea, "Eén keer.").status_code == 302
    again = Comment.objects.get().created_at.astimezone(AMSTERDAM) + timedelta(hours=1, minutes=1)
    for options in ({}, PART):
        answer = say(bram, idea, "En nog iets.", **options)
        assert answer.status_code == 429
        assert "En nog iets." in answer.text
        assert f"Stuur hem na {again.hour}.{again.minute:02} uur." in answer.text
    assert Comment.objects.count() == 1
    monkeypatch.setattr(clock, "now", lambda: again)
    assert say(bram, idea, "En nog iets.").status_code == 302


def test_the_same_comment_twice_is_one_comment_and_no_refusal(idea, bram, calm):
    assert [say(bram, idea, "Eén keer.").status_code for _time in range(2)] == [302, 302]
    assert Comment.objects.count() == 1


def test_a_comment_that_was_removed_counts_too(idea, bram, calm):
    post(bram, idea, "Boos.").remove()
    with pytest.raises(TooSoon):
        post(bram, idea, "Nog bozer.")


def test_each_person_and_each_idea_has_an_hour_of_its_own(idea, anna, bram, calm):
    other = make_idea(anna, "Een ander idee")
    for member, place in ((bram, idea), (anna, idea), (bram, other)):
        assert post(member, place, "Eén keer.").pk
    with pytest.raises(TooSoon):
        post(bram, other, "Twee keer.")


@pytest.mark.parametrize("role", [RoleKind.STADMAKER, RoleKind.CONNECTOR, RoleKind.MODERATOR])
def test_who_leads_conversations_does_not_wait(idea, calm, lab, role):
    sam = make_member(lab, "Sam", role)
    assert [say(sam, idea, text).status_code for text in ("Eén.", "Twee.")] == [302, 302]


def test_what_is_written_down_for_somebody_neither_waits_nor_counts(idea, calm, lab, bram):
    sam = make_member(lab, "Sam", RoleKind.STADMAKER)
    for name in ("Truus", "Piet"):
        write_down_comment(idea, sam, RESIDENT_VOICE, name, f"Van {name}.", uuid.uuid4())
    assert Comment.objects.count() == 2


def test_it_ends_by_itself_after_its_last_day(idea, bram, calm):
    post(bram, idea, "Eén.")
    ModerationSettings.objects.update(calm_until=timezone.localdate())
    with pytest.raises(TooSoon):
        post(bram, idea, "Twee.")
    ModerationSettings.objects.update(calm_until=timezone.localdate() - timedelta(days=1))
    assert NOTICE not in browser(bram).get(idea.get_absolute_url()).text
    assert post(bram, idea, "Twee.").pk


def test_another_lab_goes_on_as_usual(calm):
    elsewhere = make_member(make_lab("buurdorp"), "Chaima")
    idea = make_idea(elsewhere, "Daar")
    assert [say(elsewhere, idea, text).status_code for text in ("Eén.", "Twee.")] == [302, 302]
