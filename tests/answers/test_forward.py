"""An idea that belongs elsewhere is passed on in one press: by whom, with which words, and who is told."""

import re
from html import unescape

import pytest
from django.core import mail
from django.urls import reverse

from answers.models import Terms
from answers.models.answer import ask
from answers.models.forwarding import forward
from ideas.models import Idea
from ideas.models.results import AnswerOwed
from labs.models import RESIDENT_VOICE
from tests.answers.conftest import asked, voice_of
from tests.factories import make_member
from tests.mails import send_all

pytestmark = pytest.mark.django_db
LINK = "https://www.proefstad.nl/melden"


@pytest.fixture
def address(idea):
    return reverse("answer_forward", kwargs={"lab_slug": idea.lab.slug, "pk": idea.pk})


@pytest.fixture
def form(client, fleur, address):
    """Return what the form holds that was opened with this query."""

    def opened(query=""):
        client.force_login(fleur.user)
        page = client.get(address + query).text
        seen = re.search(r'name="seen" value="(\d+)"', page) or re.search(r'value="(\d+)"[^>]*name="seen"', page)
        to = re.search(r'name="to" value="([^"]*)"', page)
        reason = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.S)
        return {"seen": seen[1], "to": to[1] if to else "", "reason": reason[1]}

    return opened


def test_one_press_passes_it_on_with_the_link_and_tells_the_maker(client, lab, idea, fleur, address, form):
    Terms.objects.create(lab=lab, channel=LINK)
    assert form()["reason"] == "", "nobody passes on with a reason that they did not choose"
    said = form("?reden=melding")
    assert said["to"] == "team Openbare ruimte"
    assert said["reason"].endswith(f"Dat doe je hier: &lt;{LINK}&gt;")
    said["reason"] = unescape(said["reason"])
    assert client.post(address, said).headers["Location"] == idea.get_absolute_url()
    send_all()
    idea.refresh_from_db()
    assert (idea.status, idea.status_to) == ("forwarded", "team Openbare ruimte")
    step = idea.story.get()
    assert (step.by, step.voice_kind, step.voice_label) == (fleur, "civil_servant", "team Groen")
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    assert LINK in mail.outbox[0].body
    client.logout()
    assert f'href="{LINK}"' in client.get(idea.get_absolute_url()).text


def test_other_reasons_begin_from_a_link_and_without_a_channel_there_is_no_link(form):
    assert form("?reden=vergunning")["to"] == "team Vergunningen"
    other = form("?reden=anders")
    assert other["to"] == ""
    assert "gaat hier niet over" in other["reason"]
    assert "Dat doe je hier" not in other["reason"]
    assert form("?reden=onzin") == form()


def test_only_a_civil_servant_passes_it_on(client, lab, address, anna, chaima, mo):
    for member in (anna, chaima, mo, make_member(lab, "Wim", "alderman")):
        client.force_login(member.user)
        assert client.get(address).status_code == 403
        assert client.post(address, {"seen": 1, "to": "Iemand", "reason": "Daarom."}).status_code == 403


def test_owed_answer_is_given_instead(client, idea, chaima, fleur, address):
    ask(idea, chaima, chaima.voices()[-1], "Kan dit?")
    client.force_login(fleur.user)
    assert client.get(address).status_code == 403
    page = client.get(f"{idea.get_absolute_url()}meer/").text
    assert "Geef antwoord" in page
    assert "doorsturen/" not in page


def test_pressed_twice_is_one_step_and_another_status_undoes_it(client, idea, fleur, address, form):
    said = form("?reden=melding")
    assert [client.post(address, said).status_code for _ in "ab"] == [302, 302]
    assert idea.story.count() == 1
    idea.set_status(fleur, RESIDENT_VOICE, "talking", "Toch iets voor hier.", "Kom langs.")
    assert client.get(address).status_code == 200


def test_bad_form_and_what_a_colleague_did_meanwhile_keep_the_words(client, idea, chaima, address, form):
    said = form("?reden=melding")
    empty = client.post(address, said | {"to": "", "reason": "Zie daar."})
    assert empty.status_code == 422
    assert "Zie daar." in empty.text
    idea.set_status(chaima, RESIDENT_VOICE, "doing", "Ze planten al.", "Zaterdag verder.")
    late = client.post(address, said)
    assert late.status_code == 409
    assert "team Openbare ruimte" in late.text
    idea.refresh_from_db()
    assert idea.status == "doing"


def test_support_that_makes_an_answer_owed_meanwhile_goes_before_passing_it_on(idea, chaima, fleur):
    seen = Idea.objects.get(pk=idea.pk)
    asked(idea, chaima)
    with pytest.raises(AnswerOwed):
        forward(seen, fleur, voice_of(fleur), "Daarom.", "Iemand", seen.status_revision)
    idea.refresh_from_db()
    assert (idea.is_open, idea.answer_due is None) == (True, False)
