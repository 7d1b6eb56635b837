"""A moderator hides a question: its words go everywhere, with a trace, and can come back."""

import pytest

from challenges import live
from challenges.topics import ChallengeTopic
from tests import mails
from tests.ideas.conftest import browser

REASON = {"reason": "spam", "explanation": "Deze vraag staat er al."}


def test_a_hidden_question_is_a_tombstone_for_everybody_but_its_maker_and_moderators(anna, bram, mo, question, lab):
    url = question.get_absolute_url()
    assert browser(bram).post(f"{url}verbergen/", REASON).status_code == 403
    browser(mo).post(f"{url}verbergen/", REASON)
    for somebody in (None, bram):
        page = browser(somebody).get(url)
        assert page.status_code == 200
        assert "Deze vraag is verborgen" in page.text
        assert question.title not in page.text
        assert question.title not in browser(somebody).get(f"/{lab.slug}/vragen/").text
        assert browser(somebody).get(f"{url}geschiedenis/").status_code == 404
    for somebody in (anna, mo):
        assert question.title in browser(somebody).get(url).text
    assert question.title in browser(mo).get(f"/{lab.slug}/verborgen/").text
    browser(mo).post(f"{url}terugzetten/", {"why": "Vergissing."})
    assert question.title in browser().get(url).text


def test_open_pages_get_the_tombstone_and_a_reset_when_it_is_back(mo, question):
    topic, before = ChallengeTopic(), question.revision
    question.hide(mo, "spam")
    (gone,) = topic.parts(question.pk, "page", before)
    assert gone.key == f"challenge-{question.pk}"
    assert "data-gone" in gone.render()
    assert question.title not in gone.render()
    (card,) = topic.parts(question.pk, "card", before)
    assert question.title not in card.render()
    hidden = question.revision
    question.restore(mo, "Vergissing.")
    assert topic.parts(question.pk, "page", hidden) is None


@pytest.mark.parametrize("verb", ["edit", "take_stance", "hide", "withdraw"])
def test_each_verb_rings(anna, mo, question, monkeypatch, verb):
    rung = []
    monkeypatch.setattr(live, "ring", rung.append)
    told = {"edit": (anna,), "take_stance": ("helps",), "hide": (mo, "spam"), "withdraw": ()}[verb]
    getattr(question, verb)(*told, **({"title": "Anders?"} if verb == "edit" else {}))
    pk = question.pk or rung[0].partition("-")[2]
    expected = [f"challenge-{pk}"] + ([f"lab-{question.lab_id}"] if verb in ("hide", "withdraw") else [])
    assert rung == expected


def test_the_writer_is_mailed(anna, mo, question):
    question.hide(mo, "spam", "Deze vraag staat er al.")
    question.restore(mo, "Vergissing.")
    assert mails.told() == [
        ("anna@example.org", "Je vraag Hoe eten we vaker samen? is verborgen"),
        ("anna@example.org", "Mensen kunnen je vraag Hoe eten we vaker samen? weer lezen"),
    ]
