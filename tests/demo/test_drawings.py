"""The drawings that ideas of the example labs have for a photo."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image, ImageChops, ImageStat

from demo import content
from demo.build import PHOTOS
from demo.drawings.__main__ import drawings, main
from demo.drawings.sheet import HEIGHT, MOST_BYTES, WIDTH
from demo.management.commands.demo import SLUGS
from ideas.models import Idea

IDEAS = [idea for slug in SLUGS for idea in content.read(slug).ideas]


def test_every_drawing_is_there_once_and_small():
    files = {file.stem: file for file in PHOTOS.iterdir()}
    assert set(files) == set(drawings())
    for file in files.values():
        assert file.stat().st_size <= MOST_BYTES
        with Image.open(file) as drawing:
            assert (drawing.format, drawing.size) == ("WEBP", (WIDTH, HEIGHT))


def test_every_drawing_belongs_to_one_idea_and_says_what_is_in_it():
    photos = [idea.photo for idea in IDEAS if idea.photo]
    assert sorted(name for name, _alt in photos) == sorted(drawings())
    assert all(20 < len(alt) <= 200 for _name, alt in photos)
    assert len(photos) < len(IDEAS), "some show the cover that an idea without a photo gets"


def test_a_drawing_comes_out_the_same_again(tmp_path):
    main(["tools"], tmp_path)
    with Image.open(tmp_path / "tools.webp") as again, Image.open(PHOTOS / "tools.webp") as ours:
        difference = ImageStat.Stat(ImageChops.difference(again.convert("RGB"), ours.convert("RGB")))
    assert max(difference.mean) < 2


@pytest.mark.django_db
def test_an_idea_of_the_demo_has_its_drawing_until_it_is_removed(django_capture_on_commit_callbacks):
    call_command("demo", verbosity=0)
    idea = Idea.objects.get(title="Huiskamer van Rothem")
    assert idea.photo_alt.startswith("Een kamer met een groene bank")
    with idea.photo.open("rb") as file:
        assert Image.open(BytesIO(file.read())).size == (WIDTH, HEIGHT)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("demo", reset=True, yes=True, verbosity=0)
    assert not default_storage.exists(idea.photo.name)
    assert Idea.objects.get(title=idea.title).photo
