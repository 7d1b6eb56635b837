"""Sharing an idea: a poster and words to share, with the public address, without other services."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.urls import reverse

from common.qr import qr
from ideas.leaving import remove_words_of
from ideas.models import Idea, Status
from labs.models import RESIDENT_VOICE
from tests.factories import make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.PUBLIC_ORIGINS = ["https://lab.example.org", "https://second.example.org"]
    qr.cache_clear()


def read(client, name, idea):
    return client.get(reverse(name, kwargs={"lab_slug": "proefdorp", "pk": idea.pk})).content.decode()


@pytest.fixture
def idea():
    lab = make_lab(contact_name="Noor", contact_phone="077 000 00 00")
    evil = '"><script>alert(1)</script>'
    return make_idea(
        make_member(lab), f"Pluktuin & co {evil}", opportunity=f"Fruit voor iedereen.\n{evil} 100% & meer #1"
    )


def test_poster_leads_to_the_public_address(client, idea):
    page = read(client, "idea_poster", idea)
    address = f"https://lab.example.org/proefdorp/ideeen/{idea.pk}/"
    assert str(qr(address)) in page
    assert address.removeprefix("https://") in page
    assert "Praat je liever? Bel Noor: 077\xa0000\xa000\xa000." in page


def test_poster_keeps_the_policy_strict(client, idea):
    page = read(client, "idea_poster", idea)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page.replace("&quot;", ""))
    assert "<script>alert" not in page
    assert '<path fill="#fff"' in page


def test_share_links_carry_the_words_whole(client, idea):
    page = read(client, "idea_share", idea)
    assert "<script>alert" not in page
    whatsapp = re.search(r'href="(https://wa\.me/[^"]+)"', page)[1].replace("&amp;", "&")
    said = parse_qs(urlsplit(whatsapp).query)
    assert list(said) == ["text"]
    assert said["text"][0].startswith(idea.title)
    assert said["text"][0].endswith(f"https://lab.example.org/proefdorp/ideeen/{idea.pk}/")
    mail = re.search(r'href="(mailto:[^"]+)"', page)[1].replace("&amp;", "&")
    subject, body = re.fullmatch(r"mailto:\?subject=([^&]+)&body=([^&]+)", mail).groups()
    assert unquote(subject) == idea.title
    assert "100% & meer #1" in unquote(body)
    assert "\n" not in unquote(body).replace("\r\n", "")


def test_pages_ask_nothing_of_another_machine(client, idea):
    for name in ("idea_poster", "idea_share"):
        page = read(client, name, idea)
        assert re.findall(r'(?:src|srcset|action|data)="(?:https?:)?//[^"]*"', page) == []
        assert re.findall(r'<link[^>]+href="(?:https?:)?//', page) == []


@pytest.mark.parametrize("name", ["idea_poster", "idea_share"])
def test_what_is_left_out_after_a_whole_sentence_is_no_fourth_dot(client, idea, name):
    Idea.objects.update(opportunity="Fruit. " * 80)
    page = read(client, name, idea)
    assert "Fruit.\N{NO-BREAK SPACE}…" in page
    assert "Fruit.…" not in page


@pytest.mark.parametrize("name", ["idea_poster", "idea_share"])
def test_nobody_shares_an_idea_whose_maker_removed_all_words(client, idea, name):
    idea.set_status(make_member(idea.lab, "Mo", "moderator"), RESIDENT_VOICE, Status.DONE, "Het staat er.")
    address = reverse(name, kwargs={"lab_slug": "proefdorp", "pk": idea.pk})
    more = f"{idea.get_absolute_url()}meer/"
    assert client.get(address).status_code == 200
    assert f"{idea.get_absolute_url()}delen/" in client.get(more).text
    remove_words_of(idea)
    assert client.get(address).status_code == 404
    assert f"{idea.get_absolute_url()}delen/" not in client.get(more).text


def test_poster_shows_the_photo_of_who_has_one(client, idea):
    assert "<img" not in read(client, "idea_poster", idea)
    Idea.objects.update(photo="ideas/x.webp", photo_alt="Het gras")
    page = read(client, "idea_poster", idea)
    assert f'<img class="cover cut--b" src="{idea.get_absolute_url()}foto/x.webp" alt="Het gras">' in page
