"""Residents ask without approval and promise nothing; the municipality promises before it asks."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from challenges.forms.words import SIX_WEEKS
from challenges.models import Asker, Challenge, ChallengeClosed, State
from common import clock
from common.times import day_of, day_words
from labs.models import RESIDENT_VOICE, RoleKind
from tests.challenges.factories import GROEN, PROMISE, in_a_month, make_draft_question, make_question
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser

ASKED = {"title": "Hoe eten we vaker samen?", "background": "Veel mensen eten alleen."}


def paper(**more):
    return ASKED | {"until": in_a_month().isoformat(), "key": str(uuid.uuid4())} | more


def test_a_resident_asks_and_nobody_approves_it(bram, lab):
    response = browser(bram).post(f"/{lab.slug}/vragen/nieuw/", paper(), follow=True)
    assert "Hoe eten we vaker samen?" in response.text
    asked = Challenge.objects.get()
    assert (asked.asker, asked.state, asked.author) == (Asker.NEIGHBOURS, State.OPEN, bram)
    assert [step.kind for step in asked.story.all()] == ["opened"]
    assert "Hoe eten we vaker samen?" in browser().get(f"/{lab.slug}/vragen/").text


def test_a_question_of_the_neighbourhood_takes_no_level_and_no_promise(bram, lab):
    browser(bram).post(f"/{lab.slug}/vragen/nieuw/", paper(**PROMISE | {"level": "decide"}))
    asked = Challenge.objects.get()
    assert (asked.level, asked.decides, asked.fixed, asked.promise) == ("", "", "", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.filter(pk=asked.pk).update(level="decide")


def test_the_form_sent_twice_asks_once_and_other_words_ask_again(bram, lab):
    sent, client = paper(), browser(bram)
    for _press in range(2):
        client.post(f"/{lab.slug}/vragen/nieuw/", sent)
    assert Challenge.objects.count() == 1
    client.post(f"/{lab.slug}/vragen/nieuw/", sent | {"title": "Wie kookt er mee?"})
    assert Challenge.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"title": ""}, {"background": " "}, {"until": ""}, {"until": "2020-01-01"}])
def test_what_is_missing_is_said_and_the_words_stay(bram, lab, wrong):
    response = browser(bram).post(f"/{lab.slug}/vragen/nieuw/", paper(**wrong))
    assert response.status_code == 422
    assert "Hoe eten we vaker samen?" in response.text or "Veel mensen eten alleen." in response.text
    assert not Challenge.objects.exists()


def test_a_civil_servant_asks_as_a_neighbour_without_the_badge(greet, lab):
    browser(greet).post(f"/{lab.slug}/vragen/nieuw/", paper(voice=str(greet.roles.get().pk)))
    assert not Challenge.objects.exists()
    browser(greet).post(f"/{lab.slug}/vragen/nieuw/", paper())
    assert Challenge.objects.get().voice_kind == RoleKind.RESIDENT


def test_only_a_civil_servant_asks_for_the_municipality(anna, mo, greet, lab):
    form = paper(**PROMISE, do="online")
    for somebody in (anna, mo):
        assert browser(somebody).post(f"/{lab.slug}/vragen/nieuw/gemeente/", form).status_code == 403
    response = browser(greet).post(f"/{lab.slug}/vragen/nieuw/gemeente/", form, follow=True)
    assert "Je beslist mee:" in response.text
    assert "Gemeente · team Groen" in response.text
    assert Challenge.objects.get().state == State.OPEN


@pytest.mark.parametrize("name", ["level", "decides", "fixed", "promise", "background"])
def test_without_its_promise_a_question_of_the_municipality_is_a_draft_at_most(greet, lab, name):
    client, url = browser(greet), f"/{lab.slug}/vragen/nieuw/gemeente/"
    form = paper(**PROMISE) | {name: ""}
    response = client.post(url, form | {"do": "online"})
    assert response.status_code == 422
    assert not Challenge.objects.exists()
    client.post(url, form | {"do": "keep"})
    draft = Challenge.objects.get()
    assert draft.is_draft
    with pytest.raises(ChallengeClosed):
        draft.publish(greet, GROEN)
    client.post(f"{draft.get_absolute_url()}online/")
    draft.refresh_from_db()
    assert draft.is_draft
    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.filter(pk=draft.pk).update(state=State.OPEN)


def test_a_draft_is_seen_by_the_municipality_only(anna, mo, greet, lab):
    draft = make_draft_question(greet)
    colleague = make_member(lab, "Gert", RoleKind.CIVIL_SERVANT, label="team Centrum")
    for somebody in (None, anna, mo):
        client = browser(somebody)
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert draft.title not in client.get(f"/{lab.slug}/vragen/").text
    for servant in (greet, colleague):
        assert browser(servant).get(draft.get_absolute_url()).status_code == 200
        assert draft.title in browser(servant).get(f"/{lab.slug}/vragen/").text
    browser(colleague).post(f"{draft.get_absolute_url()}online/")
    assert browser().get(draft.get_absolute_url()).status_code == 200


def test_a_draft_goes_online_once(greet):
    draft = make_draft_question(greet)
    assert [draft.publish(greet, GROEN) for _press in range(2)] == [True, False]
    assert [step.kind for step in draft.story.all()] == ["opened"]


def test_questions_stay_in_their_lab(anna, lab):
    question = make_question(anna)
    other = make_lab("buurdorp")
    stranger = make_member(other, "Otto", RoleKind.CIVIL_SERVANT, RoleKind.MODERATOR, label="team Rood")
    assert browser(stranger).get(f"/buurdorp/vragen/{question.pk}/").status_code == 404
    assert question.title not in browser(stranger).get("/buurdorp/vragen/").text
    for page in ("bewerken", "gemeente", "intrekken", "verbergen"):
        assert browser(stranger).post(f"/buurdorp/vragen/{question.pk}/{page}/").status_code == 404


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(anna, lab, django_assert_num_queries):
    make_question(anna)
    client = browser()
    client.get(f"/{lab.slug}/vragen/")
    with django_assert_num_queries(4) as first:
        client.get(f"/{lab.slug}/vragen/")
    for number in range(2):
        make_question(anna, f"Vraag {number}", voice=RESIDENT_VOICE)
    with django_assert_num_queries(len(first)):
        client.get(f"/{lab.slug}/vragen/")


def test_a_draft_asks_for_a_title_only_and_says_its_last_day(greet, lab):
    client, sent = browser(greet), {"title": "Wat kan er?", "key": str(uuid.uuid4()), "do": "keep"}
    page = client.post(f"/{lab.slug}/vragen/nieuw/gemeente/", sent, follow=True)
    draft = Challenge.objects.get()
    assert (draft.is_draft, draft.until) == (True, day_of(clock.now()) + SIX_WEEKS)
    assert f"Open tot en met {day_words(draft.until)}" in page.text
    refused = client.post(
        f"/{lab.slug}/vragen/nieuw/gemeente/", sent | PROMISE | {"do": "online", "key": uuid.uuid4()}
    )
    assert (refused.status_code, Challenge.objects.count()) == (422, 1), "online it needs a day that somebody chose"


def test_a_draft_has_no_headings_with_nothing_below_them(greet):
    draft = make_draft_question(greet, **dict.fromkeys(PROMISE, ""))
    page = browser(greet).get(draft.get_absolute_url()).text
    assert ("Zo telt jouw idee mee" in page, "Hoe gaat het verder?" in page) == (False, False)
    draft.edit(greet, **PROMISE)
    draft.publish(greet, GROEN)
    page = browser(greet).get(draft.get_absolute_url()).text
    assert ("Zo telt jouw idee mee" in page, "Hoe gaat het verder?" in page) == (True, True)
