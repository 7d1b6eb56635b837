"""Comments: posted, answered, edited, removed, found; and stored once if sent twice."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from common import clock, rate_limits
from ideas.models import Comment, Idea
from labs.models import RESIDENT_VOICE
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import PART, browser, fields_of
from tests.mails import send_all


def say(member, idea, text="Mooi plan.", query="", **fields):
    options = {name: fields.pop(name) for name in list(fields) if name.startswith("HTTP_")}
    fields = {"text": text, "key": uuid.uuid4()} | fields
    return browser(member).post(f"{idea.get_absolute_url()}reacties/{query}", fields, **options)


def page_of(idea, member=None, query=""):
    return browser(member).get(idea.get_absolute_url() + query).content.decode()


def test_a_comment_stands_there_with_name_and_role(idea, bram):
    answer = say(bram, idea)
    comment = Comment.objects.get()
    assert answer.headers["Location"] == comment.get_absolute_url()
    assert (
        browser().get(comment.get_absolute_url()).headers["Location"]
        == f"{idea.get_absolute_url()}#comment-{comment.pk}"
    )
    page = page_of(idea)
    assert "1 reactie" in page
    assert "<p>Mooi plan.</p>" in page
    assert ">bewoner</span>" in page


def test_a_script_gets_the_comment_when_its_page_is_on_the_screen(idea, bram):
    answer = say(bram, idea, query="?pagina=1", **PART)
    comment = Comment.objects.get()
    assert answer.status_code == 201
    assert f'id="comment-{comment.pk}"' in answer.content.decode()
    assert f'data-in="comments-{idea.pk}" data-key="{comment.pk:012}"' in answer.content.decode()
    assert f'id="talk-{idea.pk}"' in answer.content.decode()
    elsewhere = say(bram, idea, "Iets anders.", query="?pagina=7", **PART)
    assert elsewhere.headers["HX-Redirect"] == Comment.objects.last().get_absolute_url()


def test_answers_stand_under_what_they_answer_one_level_deep(idea, anna, bram):
    first, second = make_comment(idea, bram, "Eerst"), make_comment(idea, bram, "Daarna")
    say(anna, idea, "Antwoord", parent=first.pk)
    reply = Comment.objects.get(text="Antwoord")
    say(bram, idea, "Antwoord op antwoord", parent=reply.pk)
    assert Comment.objects.get(text="Antwoord op antwoord").parent == first
    page = page_of(idea)
    places = [page.index(f"<p>{words}</p>") for words in ("Eerst", "Antwoord", "Antwoord op antwoord", "Daarna")]
    assert places == sorted(places)
    assert reply.place < Comment.objects.get(text="Antwoord op antwoord").place < second.place


@pytest.mark.parametrize("what", ["hidden", "removed", "elsewhere", "nonsense"])
def test_what_is_gone_cannot_be_answered_and_the_words_are_kept(idea, anna, bram, mo, what):
    other = make_idea(anna, "Een ander idee")
    first = make_comment(other if what == "elsewhere" else idea, bram)
    if what == "hidden":
        first.hide(mo, "spam")
    if what == "removed":
        first.remove()
    answer = say(anna, idea, "Dit bewaar je", parent="x" if what == "nonsense" else first.pk)
    assert answer.status_code == 422
    assert "De reactie waarop je antwoordt, is intussen weg." in answer.text
    assert "Wat wil je toevoegen?</label>" in answer.text
    assert not Comment.objects.filter(text="Dit bewaar je").exists()
    back = fields_of(answer, f"{idea.get_absolute_url()}reacties/")
    assert (back["text"].strip(), back["parent"]) == ("Dit bewaar je", "")
    assert browser(anna).post(f"{idea.get_absolute_url()}reacties/", back).status_code == 302
    assert Comment.objects.get(text="Dit bewaar je").parent is None


def test_a_script_that_answers_what_is_gone_gets_another_form(idea, anna, bram):
    """The script looks for the form that it sent, finds none, and shows the whole page with another heading."""
    first = make_comment(idea, bram)
    asked = browser(anna).get(f"{idea.get_absolute_url()}reacties/?antwoord={first.pk}").text
    first.remove()
    answer = say(anna, idea, "Dit bewaar je", parent=first.pk, **PART).text
    assert '<form class="composer" id="antwoord"' in asked
    assert '<form class="composer" id="reageer"' in answer
    assert "Antwoord aan" not in answer


def test_who_is_answered_hears_it_and_not_from_themselves(idea, anna, bram):
    first = make_comment(idea, bram)
    say(anna, idea, "Dank je wel.", parent=first.pk)
    say(bram, idea, "Graag gedaan.", parent=first.pk)
    send_all()
    (to_bram,) = [message for message in mail.outbox if message.to == ["bram@example.org"]]
    assert "Dank je wel." in to_bram.body
    (to_anna,) = [message for message in mail.outbox if message.to == ["anna@example.org"]]
    assert "Graag gedaan." in to_anna.body
    assert "Dank je wel." not in to_anna.body


def test_empty_words_are_refused_at_the_field(idea, bram):
    for text in ("", "   \n ", "\u200b\u202e", "x" * 4001):
        answer = say(bram, idea, text)
        assert answer.status_code == 422
        assert "id_text_error" in answer.content.decode()
    assert not Comment.objects.exists()


def test_the_voice_is_resident_unless_chosen_and_only_ones_own(idea, lab, bram):
    ingrid = make_member(lab, "Ingrid", "civil_servant", label="team Groen")
    role = ingrid.roles.get()
    say(ingrid, idea, "Als buur gezegd.")
    say(ingrid, idea, "Namens ons gezegd.", voice=role.pk)
    assert list(Comment.objects.values_list("voice_kind", "voice_label")) == [
        ("resident", ""),
        ("civil_servant", "team Groen"),
    ]
    assert say(bram, idea, "Stiekem.", voice=role.pk).status_code == 422
    assert "Je reageert als" in browser(ingrid).get(f"{idea.get_absolute_url()}reacties/").content.decode()


# Sent twice


def test_the_same_form_sent_again_gives_the_first_comment(idea, bram):
    key = uuid.uuid4()
    answers = [say(bram, idea, key=key).headers["Location"] for _again in range(3)]
    assert len(set(answers)) == 1
    assert Comment.objects.count() == 1
    assert Idea.objects.get(pk=idea.pk).comment_count == 1


def test_back_then_other_words_under_the_same_key_is_a_new_comment(idea, bram):
    key = uuid.uuid4()
    say(bram, idea, "Eerst dit.", key=key)
    say(bram, idea, "Toch liever dit.", key=key)
    say(bram, idea, "Toch liever dit.", key=key)
    assert list(Comment.objects.values_list("text", flat=True)) == ["Eerst dit.", "Toch liever dit."]


def test_the_same_words_under_another_key_within_ten_minutes_are_the_first_and_say_so(idea, bram, monkeypatch):
    client = browser(bram)
    for _again in range(2):
        client.post(f"{idea.get_absolute_url()}reacties/", {"text": "Mooi plan.", "key": uuid.uuid4()})
    assert Comment.objects.count() == 1
    assert "Deze reactie stond er al." in client.get(idea.get_absolute_url()).content.decode()
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    say(bram, idea)
    assert Comment.objects.count() == 2


def test_a_script_hears_in_its_answer_that_it_stood_there_and_no_later_page_says_it(idea, bram):
    client = browser(bram)
    said = {"text": "Mooi plan."}
    answers = [
        client.post(f"{idea.get_absolute_url()}reacties/?pagina=1", said | {"key": uuid.uuid4()}, **PART).text
        for _again in range(2)
    ]
    assert f'<span id="sent-{idea.pk}">Je reactie staat online. Je hoort hoe het verdergaat.</span>' in answers[0]
    assert (
        f'<span id="sent-{idea.pk}">Deze reactie stond er al. Je stuurde dezelfde tekst al eerder.</span>'
        in answers[1]
    )
    assert "stond er al" not in client.get(idea.get_absolute_url()).text


def test_a_browser_hears_under_its_comment_that_it_is_online(idea, bram):
    client = browser(bram)
    first = make_comment(idea, bram, "Eerst")
    client.post(f"{idea.get_absolute_url()}reacties/", {"text": "Antwoord", "parent": first.pk})
    make_comment(idea, bram, "Later")
    page = client.get(idea.get_absolute_url()).text
    assert page.count("Je reactie staat online.") == 1
    assert page.index("<p>Antwoord</p>") < page.index("Je reactie staat online.") < page.index("<p>Later</p>")


def test_without_a_key_or_with_a_broken_one_it_still_works(idea, bram):
    say(bram, idea, "Zonder", key="")
    say(bram, idea, "Kapot", key="geen-uuid")
    assert Comment.objects.count() == 2


# One's own


def test_editing_is_marked_and_keeps_what_stood_there(idea, bram):
    comment = make_comment(idea, bram, "Eerst.")
    answer = browser(bram).post(f"{comment.get_absolute_url()}bewerken/", {"text": "Beter."})
    assert answer.headers["Location"] == comment.get_absolute_url()
    page = page_of(idea)
    assert "<p>Beter.</p>" in page
    assert "bewerkt" in page
    assert comment.edits.get().before == "Eerst."


@pytest.mark.parametrize("path", ["bewerken/", "verwijderen/"])
def test_only_the_writer_changes_a_comment(idea, anna, bram, mo, path):
    comment = make_comment(idea, bram, "Van Bram.")
    for member in (anna, mo):
        assert browser(member).post(comment.get_absolute_url() + path, {"text": "Anders"}).status_code == 403
    assert (
        browser()
        .post(comment.get_absolute_url() + path, {"text": "Anders"})
        .headers["Location"]
        .startswith("/inloggen/")
    )
    assert browser(bram).get(comment.get_absolute_url() + path).status_code == 200
    assert Comment.objects.get().text == "Van Bram."


def test_editing_offers_a_way_back(idea, bram):
    comment = make_comment(idea, bram, "Eerst.")
    page = browser(bram).get(f"{comment.get_absolute_url()}bewerken/").text
    assert f'<a class="more" href="{comment.get_absolute_url()}">Toch niet</a>' in page
    assert ">Je reactie</label>" in page


def test_a_reply_asks_for_an_answer(idea, bram):
    comment = make_comment(idea, bram, "Eerst.")
    page = browser(bram).get(f"{idea.get_absolute_url()}reacties/?antwoord={comment.pk}").text
    assert ">Je antwoord</label>" in page


def test_a_removed_comment_is_gone_or_a_tombstone_when_it_was_answered(idea, anna, bram):
    lone, answered = make_comment(idea, bram, "Alleen ik."), make_comment(idea, bram, "Met antwoord.")
    make_comment(idea, anna, "Het antwoord.", answered)
    for comment in (lone, answered):
        for _press in range(2):
            gone = browser(bram).post(comment.get_absolute_url() + "verwijderen/")
            assert gone.headers["Location"] == idea.get_absolute_url() + "#reacties"
        assert browser(bram).get(comment.get_absolute_url() + "verwijderen/").status_code == 404
        assert browser(anna).post(comment.get_absolute_url() + "verwijderen/").status_code == 404
    page = page_of(idea)
    assert f"comment-{lone.pk}" not in page
    assert page.count("De schrijver haalde deze reactie weg.") == 1
    assert "Met antwoord." not in page
    assert "1 reactie" in page
    assert browser().get(lone.get_absolute_url()).status_code == 404
    assert set(Comment.objects.filter(author=bram).values_list("text", flat=True)) == {""}


def test_a_hidden_comment_is_a_tombstone_with_its_reason(idea, bram, mo):
    comment = make_comment(idea, bram, "Het nummer van Piet.")
    assert "nummer van Piet" in page_of(idea), "there is something to leak"
    comment.hide(mo, "privacy")
    for reader in (None, bram, mo):
        page = page_of(idea, reader)
        assert "nummer van Piet" not in page
        assert "privégegevens van iemand" in page
        assert f'data-author="{bram.pk}"' not in page
    assert (
        "nummer van Piet"
        not in browser().get(f"{idea.get_absolute_url()}reacties/?antwoord={comment.pk}").content.decode()
    )


# Closed ideas


def test_comments_stay_open_a_month_after_an_idea_closed(idea, bram, mo, monkeypatch):
    idea.set_status(mo, RESIDENT_VOICE, "done", "Gelukt.")
    assert say(bram, idea, "Gefeliciteerd.").status_code == 302
    later = clock.now() + timedelta(days=32)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert say(bram, idea, "Nog iets.").status_code == 403
    assert "Reageren kan niet meer." in page_of(idea, bram)


def test_hidden_and_elsewhere_are_404(idea, bram, mo):
    make_lab("elders")
    assert browser(bram).post(f"/elders/ideeen/{idea.pk}/reacties/", {"text": "Hallo"}).status_code == 404
    idea.hide(mo, "spam")
    assert say(bram, idea).status_code == 404


def test_an_idea_that_closes_meanwhile_answers_403_and_keeps_nothing(idea, bram, mo, monkeypatch):
    monkeypatch.setattr("ideas.rules.can_comment", lambda member, idea, now: True)
    Idea.objects.get(pk=idea.pk).hide(mo, "spam")
    monkeypatch.setattr("ideas.views.talk.find_idea", lambda request, pk: idea)
    idea.lab = bram.lab
    assert say(bram, idea).status_code == 403
    assert not Comment.objects.exists()


def test_too_often_is_429_and_the_words_are_kept(idea, bram, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "comment", "1 per year")
    say(bram, idea, "Een.")
    answer = say(bram, idea, "Dit bewaar je.")
    assert answer.status_code == 429
    assert "Dit bewaar je." in answer.content.decode()
    assert Comment.objects.count() == 1


def test_other_words_too_often_are_429_and_kept(idea, bram, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "comment", "2 per year")
    comment, client = make_comment(idea, bram, "Eerst."), browser(bram)
    address = f"{idea.get_absolute_url()}reacties/{comment.pk}/bewerken/"
    texts = ["Toen.", "Toen.", "Nu.", "Dit bewaar je."]
    answers = [client.post(address, {"text": text}) for text in texts]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429], "the same again costs nothing"
    assert "Dit bewaar je." in answers[-1].text
    assert "Dat is veel in korte tijd." in answers[-1].text
    comment.refresh_from_db()
    assert (comment.text, comment.edits.count()) == ("Nu.", 2)


def test_signed_out_words_wait_for_the_sign_in(idea):
    assert browser().get(f"{idea.get_absolute_url()}reacties/").status_code == 200
    answer = say(None, idea)
    assert answer.headers["Location"].startswith("/inloggen/?bij=")
    assert not Comment.objects.exists()


def test_the_first_comment_comes_in_place_too(idea, bram):
    assert f'action="{idea.get_absolute_url()}reacties/?pagina=1"' in page_of(idea, bram)


def test_an_author_who_comments_on_their_idea_that_was_hidden_meanwhile_reads_why(idea, anna, mo):
    idea.hide(mo, "spam")
    said = {"text": "Wat een goed plan is dit.", "key": str(uuid.uuid4())}
    ours = {"origin": settings.PUBLIC_ORIGINS[0]}
    page = browser(anna).post(f"{idea.get_absolute_url()}reacties/", said, headers=ours)
    assert page.status_code == 403
    assert "Een moderator heeft dit idee verborgen." in page.text
    assert said["text"] in page.text


def test_the_time_is_asked_for_a_closed_idea_only(idea, mo, monkeypatch):
    asked = []
    monkeypatch.setattr("common.clock.now", lambda: asked.append(1) or timezone.now())
    page_of(idea)
    assert not asked
    idea.set_status(mo, RESIDENT_VOICE, "done", "Gelukt.", "Feest.")
    asked.clear()
    assert 'id="reageer"' in page_of(idea)
    assert asked
