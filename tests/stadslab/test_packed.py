"""A compressed file is not compressed again, and a browser that has it gets 304."""

from io import BytesIO

import pytest
from PIL import Image

from ideas.models import Idea
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db
PACKS = {"accept-encoding": "gzip, deflate, br"}


@pytest.fixture
def anna():
    return make_member(make_lab(), "Anna")


@pytest.fixture
def photo(anna, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    picture = BytesIO()
    Image.effect_noise((300, 200), 60).convert("RGB").save(picture, "WEBP")
    (tmp_path / "bankje.webp").write_bytes(picture.getvalue())
    Idea.objects.filter(pk=make_idea(anna).pk).update(photo="bankje.webp")
    return f"{Idea.objects.get().get_absolute_url()}foto/bankje.webp", picture.getvalue()


def test_a_photo_goes_as_it_is_and_says_how_long_it_is(photo):
    address, picture = photo
    answer = browser().get(address, headers=PACKS)
    assert answer.getvalue() == picture
    assert "Content-Encoding" not in answer.headers
    assert answer["Content-Length"] == str(len(picture))


def test_a_browser_that_has_the_photo_gets_it_no_second_time(photo):
    address, picture = photo
    there = browser().get(address, headers=PACKS)
    assert there.getvalue() == picture
    again = browser().get(address, headers={**PACKS, "if-none-match": there["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_to_take_along_goes_as_it_is(anna):
    answer = browser(anna).get("/account/gegevens/", headers=PACKS)
    assert "Content-Encoding" not in answer.headers
    assert answer["Content-Length"] == str(len(answer.getvalue()))


def test_a_page_is_packed(anna):
    assert browser().get(anna.lab.get_absolute_url(), headers=PACKS)["Content-Encoding"] == "gzip"
