"""The words of a question change until it is closed; two edits are merged; the former words stay readable."""

import pytest

from challenges.models import Challenge, ChallengeClosed, State, attach
from ideas.models import Moved
from labs.models import RoleKind, Stance
from tests.challenges.factories import make_draft_question, make_municipal
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser, fields_of


def edited(client, challenge, **words):
    """Return what the form of the page sends, with these words changed."""
    url = f"{challenge.get_absolute_url()}bewerken/"
    return fields_of(client.get(url), url) | words


def test_the_author_changes_the_words_and_everybody_reads_the_former_ones(anna, question):
    client, url = browser(anna), f"{question.get_absolute_url()}bewerken/"
    client.post(url, edited(client, question, title="Wie eet er mee?"))
    question.refresh_from_db()
    assert question.title == "Wie eet er mee?"
    history = browser().get(f"{question.get_absolute_url()}geschiedenis/").text
    assert "Hoe eten we vaker samen?" in history
    assert "Wie eet er mee?" in history


def test_others_change_nothing(bram, mo, greet, question):
    for somebody in (bram, mo, greet):
        assert browser(somebody).get(f"{question.get_absolute_url()}bewerken/").status_code == 403


def test_each_civil_servant_changes_a_question_of_the_municipality(lab, anna, municipal):
    gert = make_member(lab, "Gert", RoleKind.CIVIL_SERVANT, label="team Centrum")
    client, url = browser(gert), f"{municipal.get_absolute_url()}bewerken/"
    client.post(url, edited(client, municipal, fixed="De huur is laag."))
    municipal.refresh_from_db()
    assert municipal.fixed == "De huur is laag."
    assert browser(anna).get(url).status_code == 403


def test_a_promise_online_cant_be_left_out(greet, municipal):
    client, url = browser(greet), f"{municipal.get_absolute_url()}bewerken/"
    assert client.post(url, edited(client, municipal, promise="")).status_code == 422
    with pytest.raises(ChallengeClosed):
        municipal.edit(greet, promise="")


def test_two_edits_of_different_things_are_both_kept(lab, greet, municipal):
    gert = make_member(lab, "Gert", RoleKind.CIVIL_SERVANT, label="team Centrum")
    url = f"{municipal.get_absolute_url()}bewerken/"
    first, second = browser(greet), browser(gert)
    mine, theirs = edited(first, municipal, title="Wat kan er?"), edited(second, municipal, fixed="Niets.")
    second.post(url, theirs)
    first.post(url, mine)
    municipal.refresh_from_db()
    assert (municipal.title, municipal.fixed) == ("Wat kan er?", "Niets.")


def test_two_edits_of_the_same_thing_are_shown_and_nothing_is_lost(lab, greet, municipal):
    gert = make_member(lab, "Gert", RoleKind.CIVIL_SERVANT, label="team Centrum")
    url = f"{municipal.get_absolute_url()}bewerken/"
    first, second = browser(greet), browser(gert)
    mine, theirs = edited(first, municipal, title="Mijn titel?"), edited(second, municipal, title="Hun titel?")
    second.post(url, theirs)
    response = first.post(url, mine)
    assert response.status_code == 409
    assert "Mijn titel?" in response.text
    assert "Hun titel?" in response.text
    municipal.refresh_from_db()
    assert municipal.title == "Hun titel?"


def test_an_edit_of_older_words_is_refused_under_the_lock(anna, question):
    stale = Challenge.objects.get(pk=question.pk)
    question.edit(anna, question.words_revision, title="Eerst?")
    with pytest.raises(Moved):
        stale.edit(anna, stale.words_revision, title="Daarna?")


def test_a_closed_or_hidden_question_is_not_changed(anna, mo, question):
    question.hide(mo, "spam")
    with pytest.raises(ChallengeClosed):
        question.edit(anna, title="Toch?")
    question.restore(mo, "Vergissing.")
    Challenge.objects.filter(pk=question.pk).update(state=State.CLOSED)
    with pytest.raises(ChallengeClosed):
        question.edit(anna, title="Toch?")


def test_an_edit_of_a_draft_leaves_no_history(greet):
    draft = make_draft_question(greet)
    draft.edit(greet, title="Anders?")
    assert not draft.edits.exists()
    assert draft.edited_at is None


def test_only_a_civil_servant_says_what_the_municipality_does(anna, mo, greet, question, municipal):
    url = f"{question.get_absolute_url()}gemeente/"
    for somebody in (anna, mo):
        assert browser(somebody).post(url, {"stance": "helps"}).status_code == 403
    browser(greet).post(url, {"stance": "helps", "seen": question.stance_revision})
    assert "De gemeente helpt." in browser().get(question.get_absolute_url()).text
    assert browser(greet).get(f"{municipal.get_absolute_url()}gemeente/").status_code == 403


def test_two_stances_at_once_are_seen_by_the_second(greet, question):
    url, seen = f"{question.get_absolute_url()}gemeente/", question.stance_revision
    browser(greet).post(url, {"stance": "helps", "seen": seen})
    response = browser(greet).post(url, {"stance": "aside", "seen": seen})
    assert response.status_code == 409
    question.refresh_from_db()
    assert question.stance == Stance.HELPS


def test_the_author_takes_back_a_question_that_nothing_answers(anna, bram, question, lab):
    url = f"{question.get_absolute_url()}intrekken/"
    assert browser(bram).post(url).status_code == 403
    client = browser(anna)
    assert client.get(url).status_code == 200
    client.post(url)
    assert not Challenge.objects.exists()
    assert "al weg" in client.post(url, follow=True).text


def test_a_question_with_an_idea_stays(anna, bram, question):
    question.answers.create(idea=make_idea(bram))
    browser(anna).post(f"{question.get_absolute_url()}intrekken/")
    assert Challenge.objects.filter(pk=question.pk).exists()


def test_when_its_author_has_left_a_connector_keeps_it(lab, anna, question):
    connector = make_member(lab, "Vera", RoleKind.CONNECTOR)
    url = f"{question.get_absolute_url()}bewerken/"
    assert browser(connector).get(url).status_code == 403
    anna.user.delete()
    assert browser(connector).get(url).status_code == 200


def test_a_question_of_the_municipality_stays_with_the_municipality(lab, greet):
    municipal = make_municipal(greet)
    connector = make_member(lab, "Vera", RoleKind.CONNECTOR)
    greet.user.delete()
    assert browser(connector).get(f"{municipal.get_absolute_url()}bewerken/").status_code == 403


def test_the_page_to_take_back_an_answered_question_leads_to_closing_it(anna, bram, question):
    url = f"{question.get_absolute_url()}intrekken/"
    assert "Trek de vraag in" in browser(anna).get(url).text.partition('<form class="cluster"')[2]
    attach(make_idea(bram), question)
    page = browser(anna).get(url).text
    assert 'class="nl-button nl-button--primary nl-button--negative"' not in page
    assert f'href="{question.get_absolute_url()}sluiten/"' in page
