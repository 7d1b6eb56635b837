"""The tool that formats templates."""

import re

import pytest

from common.line_breaks import WORDS, tight
from tests.tools import markup
from tests.tools.markup import TEMPLATES, Unpaired, laid_out

PATHS = sorted(TEMPLATES.rglob("*.html"))


def test_templates_are_laid_out():
    """`bin/lint` formats them."""
    assert [path.name for path in PATHS if laid_out(path.read_text()) != path.read_text()] == []


def test_lines_of_templates_can_be_read():
    lengths = [len(line) for path in PATHS for line in path.read_text().splitlines()]
    assert max(lengths) <= 160
    assert sum(length < 100 for length in lengths) / len(lengths) > 0.95


def test_element_with_elements_has_a_line_for_each():
    assert laid_out('<li><i class="a"></i><b>Twee</b></li>') == ('<li>\n  <i class="a"></i>\n  <b>Twee</b>\n</li>\n')


def test_what_is_short_stays_on_its_line():
    assert laid_out("<p>Een <b>kort</b> woord.</p>\n") == "<p>Een <b>kort</b> woord.</p>\n"
    assert laid_out("{% if a %}b{% else %}c{% endif %}\n") == "{% if a %}b{% else %}c{% endif %}\n"


def test_wide_tag_has_an_attribute_a_line():
    wide = f'<a class="{"x" * 60}" href="{{% url "y" %}}"{{% if z %}} data-z{{% endif %}} rel="nofollow">Ja</a>'
    assert laid_out(wide) == (
        f'<a class="{"x" * 60}"\n   href="{{% url "y" %}}"\n   {{% if z %}}data-z{{% endif %}}\n   rel="nofollow">\n'
        "  Ja\n</a>\n"
    )


def test_space_that_shows_is_kept_where_a_line_ends():
    long = "woord" * 18
    assert laid_out(f"<p><b>{long}</b> <b>{long}</b></p>") == f"<p>\n  <b>{long}</b>&#32;\n  <b>{long}</b>\n</p>\n"


def test_space_that_shows_is_kept_at_the_start():
    long = "woord" * 17
    assert laid_out(f"<i> <b>{long}</b></i>") == f"<i>\n  &#32;\n  <b>{long}</b>\n</i>\n"


def test_nothing_comes_where_nothing_was():
    long = "woord" * 18
    assert laid_out(f"<p>{long}<b>{long}</b>.</p>") == f"<p>\n  {long}\n  <b>{long}</b>.\n</p>\n"


def test_long_sentence_for_translators_goes_over_lines():
    words = " ".join(["Een zin."] * 20)
    made = laid_out(f'<p>{{% translate "{words}" %}}</p>')
    assert made.startswith("<p>\n  {% blocktranslate trimmed %}\n    Een zin.")
    assert " ".join(re.sub(r"\{%.*?%\}|<.*?>", "", made).split()) == words


def test_what_is_typed_is_left_alone():
    source = '<textarea rows="2">\n een\n\n  twee </textarea>\n'
    assert laid_out(source) == source


@pytest.mark.parametrize(
    "source",
    [
        "<p><b>a</p>",
        "{% if a %}<p>{% endif %}</p>",
        "<p>",
        "{% if a %}b",
        "</p>",
        "{% if a %}<p>{% else %}</p>{% endif %}",
    ],
)
def test_what_does_not_pair_is_refused(source):
    with pytest.raises(Unpaired):
        laid_out(source)


def test_words_that_are_not_trimmed_are_refused():
    with pytest.raises(Unpaired, match="not trimmed"):
        laid_out("<p>{% blocktranslate %}a{% endblocktranslate %}</p>")


@pytest.mark.parametrize("width", [40, 99, 400])
def test_layout_changes_nothing_that_is_sent(width):
    changed = []
    for path in PATHS:
        source = path.read_text()
        if as_sent(laid_out(source, width)) != as_sent(source):
            changed.append(path.name)
    assert changed == []


def as_sent(source):
    """Return what Django makes of a template, with its tags unchanged, and without white space between attributes."""
    pieces, place = [], WORDS
    for piece in re.split(rf"({markup.BLOCKTRANSLATE}|{markup.SAYS})", source, flags=re.DOTALL):
        if piece.startswith(("{% translate", "{% blocktranslate")):
            words = markup.long_words(piece)
            pieces.append(markup.words_flat(words) if " trimmed" in words else words)
        elif piece.startswith("{"):
            pieces.append(piece if not piece.startswith("{#") else "")
        else:
            text, place = tight(piece, place)
            pieces.append(text)
    return re.sub(rf"<\w{markup.REST}>", lambda tag: re.sub(r"\s", "", tag[0]), "".join(pieces))
