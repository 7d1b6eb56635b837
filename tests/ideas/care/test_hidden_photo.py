"""A moderator hides the photo of an idea alone: the words stay, the drawn cover returns, nobody else can fetch it."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ideas import sharing
from ideas.leaving import remove_words_of, taken_along
from ideas.models import Idea, IdeaPhoto, NoPhoto, PhotoHiding
from ideas.topics import IdeaTopic
from tests import mails
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db
REASON = {"reason": "privacy", "explanation": "Er staat een kind op."}


@pytest.fixture
def shot(anna):
    name = default_storage.save("ideas/foto.webp", ContentFile(b"RIFF"))
    return make_idea(anna, "Pluktuin", photo=name, photo_alt="Een veldje met een kind")


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", "moderator")


def media(idea):
    return f"{idea.get_absolute_url()}foto/{idea.photo_name}"


def test_only_the_photo_goes_and_comes_back(anna, bram, mo, shot, lab):
    url, address = shot.get_absolute_url(), media(shot)
    assert browser(bram).post(f"{url}foto/verbergen/", REASON).status_code == 403
    assert browser().get(address).status_code == 200
    assert browser(mo).post(f"{url}foto/verbergen/", REASON).status_code == 302
    shown = Idea.objects.get(pk=shot.pk)
    for somebody in (None, anna, bram):
        page = browser(somebody).get(url).text
        assert shot.opportunity in page
        assert "Een veldje" not in page
        assert "Een moderator heeft de foto verborgen. Reden: <strong>privégegevens van iemand</strong>." in page
        assert address not in page + browser(somebody).get(f"/{lab.slug}/ideeen/").text
        there = 200 if somebody == anna else 404
        assert browser(somebody).get(address).status_code == there
        unchanged = browser(somebody).get(address, headers={"If-None-Match": f'"{shot.photo_name}"'})
        assert unchanged.status_code == (304 if somebody == anna else 404)
    assert sharing.card(shown).photo == ""
    assert browser(mo).get(address).status_code == 200
    assert address in browser(mo).get(f"/{lab.slug}/verborgen/").text
    browser(mo).post(f"{url}foto/terugzetten/", {"why": "Vergissing."})
    assert "Een veldje" in browser().get(url).text
    assert "heeft de foto verborgen" not in browser().get(url).text
    assert browser().get(address).status_code == 200


def test_open_pages_and_cards_get_the_drawn_cover(mo, shot):
    before = shot.revision
    IdeaPhoto(shot).hide(mo, "privacy")
    for view in ("page", "card"):
        covers = [part.render() for part in IdeaTopic().parts(shot.pk, view, before) if "cover" in part.key]
        assert covers
        assert not any("foto/" in cover for cover in covers)


def test_the_author_is_told_why(mo, shot):
    IdeaPhoto(shot).hide(mo, "privacy", "Er staat een kind op.")
    assert mails.told() == [("anna@example.org", "De foto van Pluktuin is verborgen")]
    assert "Er staat een kind op." in mails.bodies()[0]
    mails.forget()
    IdeaPhoto(shot).restore(mo, "Vergissing.")
    assert mails.told() == [("anna@example.org", "Mensen kunnen de foto van Pluktuin weer zien")]


def test_twice_is_once_and_without_a_photo_nothing_is_hidden(anna, mo, shot):
    assert IdeaPhoto(shot).hide(mo, "privacy")
    assert IdeaPhoto(shot).hide(mo, "spam") is None
    assert IdeaPhoto(shot).restore(mo, "Vergissing.")
    assert not IdeaPhoto(shot).restore(mo, "Nog eens.")
    with pytest.raises(NoPhoto):
        IdeaPhoto(make_idea(anna, "Zonder")).hide(mo, "privacy")


def test_another_photo_of_the_author_ends_it_and_can_be_hidden_too(anna, mo, shot, django_capture_on_commit_callbacks):
    hidden = shot.photo.name
    IdeaPhoto(shot).hide(mo, "privacy")
    another = default_storage.save("ideas/ander.webp", ContentFile(b"RIFF"))
    with django_capture_on_commit_callbacks(execute=True):
        shot.edit(anna, photo=another)
    assert not default_storage.exists(hidden)
    assert not IdeaPhoto(shot).is_hidden
    assert IdeaPhoto(shot).hide(mo, "privacy")
    assert shot.photo_hidings.count() == 2


def test_it_is_in_their_download_and_gone_with_their_words(anna, mo, shot, django_capture_on_commit_callbacks):
    hidden = shot.photo.name
    IdeaPhoto(shot).hide(mo, "privacy")
    with zipfile.ZipFile(io.BytesIO(), "w") as file:
        (told,) = taken_along([anna], "", file)["ideas"]
        assert (told["photo"], told["photo_alt"]) == (file.namelist()[0], "Een veldje met een kind")
    with django_capture_on_commit_callbacks(execute=True):
        remove_words_of(shot)
    assert not default_storage.exists(hidden)
    assert shot.photo_hidings.get().photo_alt == ""


def test_its_author_reads_why_and_sees_the_photo(anna, bram, mo, shot):
    more, address = f"{shot.get_absolute_url()}meer/", media(shot)
    IdeaPhoto(shot).hide(mo, "privacy", "Er staat een kind op.")
    page = browser(anna).get(more).text
    for words in (
        "Een moderator heeft je foto verborgen.",
        "privégegevens van iemand",
        "Er staat een kind op.",
        address,
    ):
        assert words in page
    assert "foto/terugzetten/" not in page
    assert "je foto verborgen" not in browser(bram).get(more).text
    assert browser(bram).get(address).status_code == 404


def test_an_idea_whose_photo_was_hidden_is_withdrawn_with_a_trace(anna, mo, shot):
    IdeaPhoto(shot).hide(mo, "privacy")
    assert Idea.objects.get(pk=shot.pk).withdraw(anna, anna.voices()[0], "Toch niet.")
    assert PhotoHiding.objects.get().reason == "privacy"


def test_the_public_history_tells_nothing_of_a_hidden_photo(anna, bram, mo, shot):
    words = {"title": shot.title, "opportunity": shot.opportunity}
    shot.edit(anna, shot.words_revision, photo_alt="Het kind van de buren", **words)
    history = f"{shot.get_absolute_url()}geschiedenis/"
    assert "Een veldje met een kind" in browser(bram).get(history).text
    IdeaPhoto(shot).hide(mo, "privacy")
    for somebody in (None, bram):
        page = browser(somebody).get(history).text
        assert "veldje" not in page
        assert "buren" not in page
    for somebody in (anna, mo):
        assert "Een veldje met een kind" in browser(somebody).get(history).text
    Idea.objects.get(pk=shot.pk).edit(anna, Idea.objects.get(pk=shot.pk).words_revision, photo_alt="Een boom", **words)
    page = browser(bram).get(history).text
    assert "Een boom" in page
    assert "buren" not in page
