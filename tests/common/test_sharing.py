"""The picture of a shared link: the right size, small, and never broken by what people write."""

import contextlib
import io
import random
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from common.covers import BOLD, Piece
from common.preferences import THEMES
from common.sharing import drawing, kept
from common.sharing.cards import Card
from common.sharing.drawing import HEIGHT, MARGIN, MARK, MOST_BYTES, WIDTH, draw
from common.sharing.kept import picture_of
from common.sharing.letters import drawable, set_text
from common.sharing.shapes import STATIC, colours, outlines, placed

FACTS = ("donderdag 3 december, 19.30 tot 21.30 uur", "De Mèrthal, Gebroeders van Doornelaan 55, Horst")


@pytest.fixture(autouse=True)
def nothing_drawn_yet():
    kept.drawn.cache_clear()


def card(title="Pluktuin achter de kerk", **more):
    words = {"above": "Stadslab Horst", "theme": "stadslab", "key": "een", "instead": "Een idee"} | more
    return Card(title=title, **words)


def opened(data):
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size) == ("JPEG", (1200, 630))
    assert len(data) <= MOST_BYTES
    return picture


def stored(size=(1600, 1200), noise=False):
    if noise:
        image = Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3))
    else:
        image = Image.new("RGB", size, "#ff0000")
    file = io.BytesIO()
    image.save(file, "WEBP", quality=90)
    return default_storage.save("ideas/proef.webp", ContentFile(file.getvalue()))


def near(pixel, colour):
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("theme", THEMES)
def test_it_is_drawn_in_the_colours_of_the_theme(theme):
    picture = opened(draw(card(theme=theme, facts=FACTS)))
    assert near(picture.getpixel((WIDTH - 20, HEIGHT - 10)), colours(theme)["paper"])
    seen = {colour for _n, colour in picture.getcolors(WIDTH * HEIGHT)}
    assert any(near(pixel, colours(theme)["ink"]) for pixel in seen)


def test_the_themes_differ_and_have_each_colour_of_a_picture():
    needed = {"paper", "ink", "action", *(f"cut-{n}" for n in range(1, 7))}
    for theme in THEMES:
        assert needed <= colours(theme).keys()
    assert colours("stadslab")["paper"] == (0xFD, 0xF9, 0xF1)
    assert colours("maaslicht")["cut-1"] != colours("stadslab")["cut-1"]


def test_each_shape_of_a_cover_can_be_drawn():
    assert {*BOLD, "schijf", "golf", "halve"} <= outlines().keys()
    assert len(outlines()["ring"]) == 2
    for lines in outlines().values():
        assert all(-25 <= x <= 125 and -25 <= y <= 125 for line in lines for x, y in line)


def test_a_piece_is_scaled_then_turned_then_moved_as_svg_does():
    piece = Piece("huis", 1, 100, 50, 0.5, 90, 2)
    assert piece.transform == "translate(100 50) rotate(90) scale(2 0.5) translate(-50 -50)"
    assert outlines()["huis"][0][0] == (8, 95)
    assert placed(piece)[0][0] == pytest.approx((100 - 45 * 0.5, 50 - 42 * 2))


@pytest.mark.parametrize("key", [f"sleutel {n}" for n in range(12)])
def test_any_cover_is_small_enough(key):
    opened(draw(card(key=key, facts=FACTS)))


def test_the_photo_is_above_the_title():
    picture = opened(draw(card(photo=stored())))
    assert near(picture.getpixel((600, 60)), (255, 0, 0))


def test_a_photo_of_noise_is_small_enough():
    opened(draw(card(photo=stored(noise=True))))


@pytest.mark.parametrize("size", [(1600, 3), (3, 1600), (1, 1)])
def test_a_photo_of_any_shape_fits(size):
    opened(draw(card(photo=stored(size))))


def test_a_photo_whose_file_is_gone_gives_the_drawn_cover():
    assert draw(card(photo="ideas/weg.webp")) == draw(card())


def test_a_broken_photo_gives_the_drawn_cover():
    name = default_storage.save("ideas/stuk.webp", ContentFile(b"RIFF\0\0\0\0WEBPVP8 stuk"))
    assert draw(card(photo=name)) == draw(card())


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("🌳 Łódź-boom 👨‍👩‍👧 voor iedereen", "Lódź-boom voor iedereen"),
        ("Cafe\u0301 – “de Brug” €5", "Café – “de Brug” €5"),
        ("حديقة للجميع في الحي", ""),
        ("Doğu’nun şarkıları", "Dogu’nun sarkıları"),
        ("花园 voor de buurt", ""),
        ("🎉🎉🎉", ""),
        ("Tuin\u202e\u200b\x00 hier", "Tuin hier"),
        ("\ud800 half", "half"),
    ],
)
def test_a_text_never_lacks_a_letter_and_other_signs_may_go(text, drawn):
    assert drawable(text, "display") == drawn


def test_the_mark_is_that_of_the_icon():
    icon = (STATIC / "img/icon.svg").read_text()
    assert [icon.count(f'transform="{piece.transform}"') for piece in MARK] == [1, 1, 1]


def test_an_unknown_theme_gives_ours():
    assert draw(card(theme="weg")) == draw(card())


def test_a_title_in_other_letters_gives_the_words_for_its_kind():
    assert draw(card("حديقة للجميع في الحي")) == draw(card("Een idee"))


@pytest.mark.parametrize("text", ["W" * 200, "Zonnepanelen " * 15, "a", "Wij " * 50, "mm " + "Aansprakelijkheid" * 11])
def test_lines_never_leave_the_picture(text):
    for face, weight in (("display", 800), ("text", 800)):
        done = set_text(text, face, weight, drawing.TITLE_SIZES, WIDTH - 2 * MARGIN)
        assert len(done.lines) <= 3
        assert all(done.font.getlength(line) <= WIDTH - 2 * MARGIN for line in done.lines)


@settings(max_examples=25)
@given(st.text(max_size=200), st.text(max_size=160))
def test_whatever_people_write_gives_a_picture(title, fact):
    opened(draw(card(title, facts=(fact,), above=fact)))


def test_the_highest_band_leaves_room_for_the_picture():
    picture = opened(draw(card("Zonnepanelen " * 15, facts=FACTS, photo=stored())))
    assert near(picture.getpixel((600, 100)), (255, 0, 0))


def test_a_picture_is_drawn_once():
    first = picture_of(card())
    assert picture_of(card()) is first
    assert picture_of(card("Een andere titel")) != first
    assert picture_of(card()) is first


def test_everything_that_a_picture_shows_is_in_its_version():
    others = {
        "above": "Elders",
        "theme": "maaslicht",
        "key": "twee",
        "facts": ("vrijdag",),
        "photo": "p",
        "instead": "x",
    }
    versions = {card(**{name: value}).version for name, value in others.items()}
    assert len(versions | {card().version, card("Anders").version}) == len(others) + 2


def drawn_by_four():
    """Return how many pictures were drawn for four who ask for the same one at the same moment."""
    ready, given = threading.Barrier(4), []

    def ask():
        ready.wait()
        given.append(picture_of(card("Tegelijk")))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == 4
    return len({id(picture) for picture in given})


def test_it_is_drawn_once_for_all_who_ask_at_the_same_moment():
    assert drawn_by_four() == 1


def test_without_the_lock_it_is_drawn_more_often(monkeypatch):
    monkeypatch.setattr(kept, "held", lambda lock: contextlib.nullcontext())
    assert drawn_by_four() > 1


def test_a_process_keeps_few_pictures():
    first = picture_of(card("0"))
    for number in range(1, kept.MOST_KEPT + 1):
        picture_of(card(str(number)))
    assert kept.drawn.cache_info().currsize == kept.MOST_KEPT
    assert picture_of(card("0")) is not first
