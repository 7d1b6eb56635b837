"""The list of hard words and plainer ones, which an editor may change: it stays readable for the script."""

import re
import tomllib
from collections import Counter

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

FORM = re.compile(r"[a-zëéïöüè.]+( [a-zëéïöü.]+)*")
PLACES = ("horst", "sevenum", "america", "meterik", "lottum", "venne", "vlijmen", "drunen", "haarsteeg", "bunde")


@pytest.fixture(scope="module")
def parts():
    """Return the lines of each part of the list, without comments."""
    with open(finders.find("stadslab/words/plainer.nl.txt"), encoding="utf-8") as file:
        text = "\n".join(line.strip() for line in file if line.strip() and not line.startswith("#"))
    assert text.startswith("[words]\n")
    words, passive = text.removeprefix("[words]\n").split("\n[passive]\n")
    return {"words": words.splitlines(), "passive": passive.splitlines()}


@pytest.fixture(scope="module")
def forms(parts):
    return [form.strip() for line in parts["words"] for form in line.partition("=")[0].split(",")]


def test_each_line_names_hard_forms_and_one_plainer_word(parts):
    assert 140 <= len(parts["words"]) <= 200
    for line in parts["words"]:
        hard, equals, plain = line.partition(" = ")
        assert equals, line
        assert re.fullmatch(r"[^=,*{}]+", plain), line
        assert all(FORM.fullmatch(form) for form in hard.split(", ")), line


def test_participles_are_single_words(parts):
    done = [form for line in parts["passive"] for form in line.rstrip(",").split(", ")]
    assert len(done) >= 40
    assert all(FORM.fullmatch(form) and " " not in form for form in done)
    assert {form: count for form, count in Counter(done).items() if count > 1} == {}


def test_no_form_stands_there_twice_and_no_plainer_word_is_hard_itself(parts, forms):
    assert {form: count for form, count in Counter(forms).items() if count > 1} == {}
    plainer = {line.partition(" = ")[2] for line in parts["words"]}
    assert plainer & set(forms) == set()


def test_no_place_of_the_demo_and_no_word_of_its_neighbours_is_hard(forms):
    """The texts of the demo are plain Dutch: a form that stands there often is an ordinary word."""
    texts = [path.read_text() for path in (settings.BASE_DIR / "demo" / "labs").glob("*/*.toml")]
    villages = re.findall(r'^name = "([^"]+)"', "\n".join(texts), re.MULTILINE)
    assert len(villages) > 40, "there is something to compare with"
    for text in texts:
        tomllib.loads(text)
    together = "\n".join([*texts, *PLACES]).lower()
    hits = {form: len(re.findall(rf"(?<![\w-]){re.escape(form)}(?![\w-])", together)) for form in forms}
    assert {form: count for form, count in hits.items() if count} == {}
