"""A failed form returns the texts that a person may have typed, with the labels of their fields, and nothing else."""

import html
import re

import pytest

from accounts.typed import typed
from labs.models import HidingReason
from tests.events.factories import make_draft
from tests.factories import make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}


@pytest.fixture
def lab():
    return make_lab()


def given_back(page):
    found = re.findall(
        r"<label[^>]*><span>([^<]*)</span>\s*<textarea[^>]* readonly[^>]*>(.*?)</textarea>", page.text, re.DOTALL
    )
    return [(html.unescape(label), html.unescape(text)) for label, text in found]


@pytest.mark.parametrize("text", ["Ja", "https://post.example/a", "Twee woorden", "Een\r\nregel"])
def test_comment_on_an_idea_that_was_hidden_meanwhile_comes_back(client, lab, text):
    idea, bram = make_idea(make_member(lab)), make_member(lab, "Bram")
    idea.hide(make_member(lab, "Mo", "moderator"), HidingReason.SPAM)
    client.force_login(bram.user)
    sent = {"text": text, "key": "6b6e1f0e-7d0c-4a52-9d6b-0d2d5f2d8f11", "parent": "", "voice": "een stem"}
    page = client.post(f"{idea.get_absolute_url()}reacties/", sent, headers=HERE)
    assert page.status_code == 404
    assert "Dit is hier niet meer" in page.text
    assert "Het is verborgen of teruggenomen terwijl je bezig was" in page.text
    assert given_back(page) == [("Wat wil je toevoegen?", text)]


def test_form_of_a_draft_that_is_gone_comes_back_without_its_hidden_fields(client, lab):
    anna = make_member(lab, "Anna", "stadmaker")
    draft = make_draft(anna, "Kansen ophalen")
    address = f"{draft.get_absolute_url()}bewerken/"
    client.force_login(anna.user)
    was = re.search(r'name="was" value="([^"]+)"', client.get(address).text)[1]
    assert len(was.split()) > 1, "a sign of each part"
    draft.delete()
    page = client.post(address, {"title": "Kansen", "was": was, "seen": "3"}, headers=HERE)
    assert page.status_code == 404
    assert [text for _label, text in given_back(page)] == ["Kansen"]


def test_choices_come_back_in_words_with_the_texts(client, lab):
    anna, stranger = make_member(lab, "Anna"), make_member(make_lab("heusden"), "Bram")
    idea, village = make_idea(anna), lab.neighbourhoods.first()
    client.force_login(stranger.user)
    status = {
        "status": "meeting",
        "date": "2026-12-08",
        "reason": "Er is een zaal.",
        "voice": "stadmaker",
        "seen": "3",
    }
    page = client.post(f"{idea.get_absolute_url()}status/", status, headers=HERE)
    assert page.status_code == 403
    assert given_back(page) == [
        ("Kies hoe het nu staat", "Op een bijeenkomst"),
        ("Op welke datum?", "2026-12-08"),
        ("Waarom?", "Er is een zaal."),
    ]
    idea.delete()
    words = {
        "title": "Pluktuin",
        "neighbourhood": str(village.pk),
        "part": "join",
        "remove_photo": "on",
        "upload": "7",
    }
    page = client.post(f"{idea.get_absolute_url()}bewerken/", words, headers=HERE)
    assert [text for _label, text in given_back(page)] == ["Pluktuin", village.name, "Ik doe mee", "Ja"]


@pytest.mark.parametrize("pairs", [[("status", "meeting")], [("title", "Kar"), ("neighbourhood", "9" * 30)]])
def test_a_press_alone_and_a_choice_that_is_not_there_are_left_out(pairs):
    assert [one.text for one in typed(pairs)] == [text for name, text in pairs if name == "title"]


def test_rows_of_a_set_and_fields_that_no_form_knows_come_back():
    pairs = [("rooms-0-name", "Zaal"), ("rooms-0-pk", "a b"), ("idea_7", "Twee woorden"), ("onbekend", "woord")]
    assert [one.text for one in typed(pairs)] == ["Zaal", "Twee woorden"]
