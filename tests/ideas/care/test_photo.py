"""The photo of an idea: replaced, described, removed."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ideas.models import Idea
from tests.ideas.care.conftest import new_words, text_of

pytestmark = pytest.mark.django_db


def picture(colour):
    file = BytesIO()
    Image.new("RGB", (40, 25), colour).save(file, "JPEG")
    return SimpleUploadedFile("foto.jpg", file.getvalue(), "image/jpeg")


def test_another_photo_takes_the_place_of_the_first_whose_file_goes(act, anna, idea):
    act(anna, "idea_edit", idea, **new_words(idea, photo=picture("red"), photo_alt="Rood"))
    idea.refresh_from_db()
    first = idea.photo.name
    assert default_storage.exists(first)
    act(anna, "idea_edit", idea, **new_words(idea, photo=picture("blue"), photo_alt="Blauw"))
    idea.refresh_from_db()
    assert (default_storage.exists(first), default_storage.exists(idea.photo.name)) == (False, True)
    act(anna, "idea_edit", idea, **new_words(idea, photo_alt="Blauw", remove_photo="on"))
    last = idea.photo.name
    idea.refresh_from_db()
    assert (bool(idea.photo), idea.photo_alt, default_storage.exists(last)) == (False, "", False)
    page = text_of(act(None, "idea_history", idea))
    steps = ["De foto is weggehaald.", "Er kwam een andere foto.", "Er kwam een foto bij."]
    assert sorted(steps, key=page.index) == steps
    assert ".webp" not in page


def test_photo_that_stays_needs_its_words(act, anna, idea):
    act(anna, "idea_edit", idea, **new_words(idea, photo=picture("red"), photo_alt="Rood"))
    idea.refresh_from_db()
    response = act(anna, "idea_edit", idea, **new_words(idea, photo_alt=""))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["photo_alt"])


def test_photo_sent_with_an_error_elsewhere_is_kept(act, anna, idea):
    response = act(anna, "idea_edit", idea, **new_words(idea, title=" ", photo=picture("red"), photo_alt="Rood"))
    assert response.status_code == 422
    token = response.context["upload"].token
    act(anna, "idea_edit", idea, **new_words(idea, upload=str(token), photo_alt="Rood"))
    idea.refresh_from_db()
    assert default_storage.exists(idea.photo.name)


def test_photo_goes_with_an_idea_that_is_taken_back_whole(act, anna, idea):
    act(anna, "idea_edit", idea, **new_words(idea, photo=picture("red"), photo_alt="Rood"))
    idea.refresh_from_db()
    act(anna, "idea_withdraw", idea, reason="Toch niet.")
    assert (Idea.objects.count(), default_storage.exists(idea.photo.name)) == (0, False)
