import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from common.templatetags import look
from labs.models import RoleKind, Voice

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TEMPLATES = list(Path(settings.BASE_DIR, "templates").rglob("*.html"))
SPRITES = Path(settings.BASE_DIR, "common/static/stadslab/img")


def render(source, **context):
    return Template("{% load look %}" + source).render(Context(context))


def test_cover_carries_no_style_of_its_own():
    svg = render('{% cover "pluktuin" "cut--b" %}')
    assert svg.startswith('<svg class="cover cut--b" viewBox="0 0 320 200"')
    assert "style" not in svg
    assert svg == render('{% cover "pluktuin" "cut--b" %}')


def test_avatar_has_the_shape_of_the_role_and_the_first_letter():
    svg = render('{% avatar "‍(merel)" "civil_servant" "s" %}')
    assert 'class="avatar avatar--s"' in svg
    assert "#s-poort" in svg
    assert ">M</text>" in svg


def test_letter_in_a_house_stands_above_the_door():
    door = 66  # its top in shapes.svg
    low = int(re.search(r'<text x="50" y="(\d+)">W<', render('{% avatar "Wim" "body" %}'))[1])
    assert low < door - 5
    assert ' y="64">' in render('{% avatar "Wim" %}')


def test_avatar_colour_belongs_to_the_name():
    colours = {
        name: re.search(r"k\d", render("{% avatar name %}", name=name))[0] for name in ("Merel", "Jo", "Mo", "Noor")
    }
    assert len(set(colours.values())) > 1
    assert colours["Merel"] == re.search(r"k\d", render('{% avatar "Merel" "moderator" %}'))[0]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>', "\ud800", "", "٣", "🌻"])
def test_hostile_name_stays_words(name):
    svg = render("{% avatar name %}", name=name)
    assert "<script" not in svg
    assert "<img" not in svg


def test_a_phone_number_stays_on_one_line():
    assert render('{{ "077 000 00 00"|together }}') == "077\xa0000\xa000\xa000"


def test_every_kind_of_role_has_its_colour_and_shape():
    assert set(look.ROLES) == set(RoleKind.values)


def test_role_is_written_out():
    with translation.override("en"):
        assert render("{% role voice %}", voice=Voice("", "body", "<b>raad</b>")) == (
            '<span class="role role--namens">on behalf of &lt;b&gt;raad&lt;/b&gt;</span>'
        )


def test_lab_has_its_own_word_for_its_makers():
    voice = Voice("", "stadmaker", "")
    assert render("{% role voice word %}", voice=voice, word="dorpsmaker") == (
        '<span class="role role--stadmaker">dorpsmaker</span>'
    )


@time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=AMSTERDAM))
@pytest.mark.parametrize(
    ("language", "form", "words"),
    [("nl", "day", "6\xa0oktober"), ("nl", "time", "6\xa0oktober, 9.05 uur"), ("en", "time", "6\xa0October, 9:05")],
)
def test_moment_says_day_and_hour(language, form, words):
    when = datetime(2026, 10, 6, 9, 5, tzinfo=AMSTERDAM)
    with translation.override(language):
        assert render("{% moment when form %}", when=when, form=form) == (
            f'<time class="quiet" datetime="2026-10-06T09:05:00+02:00" data-words="days">{words}</time>'
        )


@time_machine.travel(datetime(2026, 1, 2, 12, tzinfo=AMSTERDAM))
def test_moment_of_another_year_says_which():
    assert ">31\xa0december 2025<" in render("{% moment when %}", when=datetime(2025, 12, 31, 12, tzinfo=AMSTERDAM))


def test_date_is_a_day_and_not_a_midnight():
    assert render('{% moment when "time" "" "left" %}', when=date(2001, 12, 8)) == (
        '<time class="" datetime="2001-12-08" data-words="left">8\xa0december 2001</time>'
    )
    assert "data-words" not in render('{% moment when words="" %}', when=date(2001, 12, 8))


@pytest.mark.parametrize(("sprite", "tag", "prefix"), [("icons.svg", "icon", "i-"), ("shapes.svg", "shape", "s-")])
def test_templates_name_only_what_the_sprite_holds(sprite, tag, prefix):
    held = set(re.findall(rf'id="{prefix}([\w-]+)"', (SPRITES / sprite).read_text()))
    name = re.compile(rf'(?:{{% {tag} "|#{prefix})([\w-]+)"')
    named = {found for path in TEMPLATES for found in name.findall(path.read_text())}
    assert named
    assert named <= held


def test_no_template_has_inline_style_or_script():
    for path in (path for path in TEMPLATES if path.parent.name != "mail"):
        assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=\"|javascript:", path.read_text()), path


def test_no_sheet_has_data_images():
    for path in Path(settings.BASE_DIR, "common/static").rglob("*.css"):
        assert "data:" not in re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL), path


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("team Groen, 077 000 00 00", ["0770000000"]),
        ("Bel 06-12345678 of 14 077.", ["0612345678", "14077"]),
        ("+31 77 477 97 77", ["+31774779777"]),
        ("+31 (0)77 477 97 77", ["+31774779777"]),
        ("0800 1234, gratis", ["08001234"]),
        ("Op 01-12-2026, of 01-12-2026 14 uur", []),
        ("Het kost 0 tot 2500 euro", []),
        ("mail fleur@example.org", []),
    ],
)
def test_phone_numbers_in_a_text_are_links(words, numbers):
    html = look.phones(words)
    assert re.findall('href="tel:([^"]+)"', html) == numbers
    assert re.sub("<[^>]+>", "", html) == words


def test_text_around_a_phone_number_is_escaped():
    assert look.phones("<b>077 000 00 00</b>") == '&lt;b&gt;<a href="tel:0770000000">077 000 00 00</a>&lt;/b&gt;'
