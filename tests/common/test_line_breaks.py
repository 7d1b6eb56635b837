"""Line breaks in a template."""

import os

import pytest
from django.template import Context, TemplateDoesNotExist, engines
from django.template.loader import render_to_string

from common.line_breaks import TAG, WORDS, Fresh, Kept, tight


def sent(source):
    return tight(source)[0]


def test_line_break_beside_a_tag_is_nothing():
    assert sent("<ul>\n  <li>een</li>\n  <li>twee</li>\n</ul>\n") == "<ul><li>een</li><li>twee</li></ul>"
    assert sent("<p>\n  Een zin.\n</p>") == "<p>Een zin.</p>"


def test_line_break_between_words_is_one_space():
    assert sent("<p>Een zin\n     die doorloopt.</p>") == "<p>Een zin die doorloopt.</p>"
    assert sent('<p>Hij zei "ja"\n  en > 1</p>') == '<p>Hij zei "ja" en > 1</p>'


def test_space_on_the_line_itself_stays():
    assert sent("<b>Nu:</b> <i>later</i> ja") == "<b>Nu:</b> <i>later</i> ja"


def test_space_at_the_end_of_a_line_is_asked_for():
    assert sent("<b>Nu:</b>&#32;\n  <i>later</i>") == "<b>Nu:</b> <i>later</i>"
    assert sent("Nu,&#32;\n  later") == "Nu, later"


def test_line_break_in_an_opening_tag_is_one_space():
    assert sent('<a class="more"\n   href="/">') == '<a class="more" href="/">'


def test_opening_tag_goes_on_past_what_django_reads():
    """`<a{% if here %} aria-current{% endif %}` followed by a new line."""
    assert tight("<a") == ("<a", TAG)
    assert tight('\n   href="/">\n  Verder', TAG) == (' href="/">Verder', WORDS)


def test_edges_of_a_text_stand_beside_what_django_reads():
    assert sent("Verder\n") == "Verder"
    assert sent("\n  Verder") == "Verder"


def made(tmp_path, name, source, kept=False):
    (tmp_path / name).write_text(source)
    engine = engines["django"].engine
    loader = (
        Kept(engine, [("django.template.loaders.filesystem.Loader", [tmp_path])])
        if kept
        else Fresh(engine, [tmp_path])
    )
    return loader.get_template(name)


@pytest.mark.parametrize("kept", [True, False])
def test_pages_are_sent_without_the_layout_of_their_template(tmp_path, kept):
    source = '{% if warm %}\n  <p class="a"\n     {% if hot %}id="b"{% endif %}>\n    Ja\n  </p>\n{% endif %}\n'
    page = made(tmp_path, "page.html", source, kept)
    context = Context({"warm": True, "hot": True})
    assert page.render(context) == '<p class="a" id="b">Ja</p>'


@pytest.mark.parametrize(
    ("hot", "warm", "page"),
    [
        (True, True, '<a id="b" class="c d" data-e>Ja</a>'),
        (False, True, '<a class="c" data-e>Ja</a>'),
        (False, False, '<a class="c">Ja</a>'),
    ],
)
def test_attribute_that_is_left_out_takes_its_space_along(tmp_path, hot, warm, page):
    source = """<a {% if hot %}id="b"{% endif %}
   class="c{% if hot %} d{% endif %}"
   {% if hot %}
     data-e
   {% elif warm %}
     {% if warm %}data-e{% endif %}
   {% endif %}>
  Ja
</a>"""
    assert made(tmp_path, "page.html", source).render(Context({"hot": hot, "warm": warm})) == page


def test_spaces_in_a_value_are_kept(tmp_path):
    source = '<a title="een > {% if hot %}hete{% endif %} zin">\n  Ja\n</a>'
    assert made(tmp_path, "page.html", source).render(Context({})) == '<a title="een >  zin">Ja</a>'


def test_sentences_for_translators_are_left_to_django(tmp_path):
    source = "{% load i18n %}{% blocktranslate trimmed %}\n  Een <b>zin</b>\n  op twee lijnen\n{% endblocktranslate %}"
    assert made(tmp_path, "page.html", source).render(Context()) == "Een <b>zin</b> op twee lijnen"


def test_mails_keep_their_lines(tmp_path):
    assert made(tmp_path, "mail.txt", "Dag {{ name }},\n\nTot morgen.\n").render(Context({"name": "Anna"})) == (
        "Dag Anna,\n\nTot morgen.\n"
    )


def test_every_page_is_read_so():
    drawn = render_to_string("components/_live_notice.html", {"list": "lijst", "one": "een", "many": "meer"})
    assert "\n" not in drawn


def test_in_development_a_template_is_read_again_only_when_its_file_changed(tmp_path):
    file = tmp_path / "page.html"
    loader = Fresh(engines["django"].engine, [tmp_path])
    file.write_text("een")
    first = loader.get_template("page.html")
    assert loader.get_template("page.html") is first
    file.write_text("twee")
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1))  # some file systems count in ticks
    assert loader.get_template("page.html").render(Context()) == "twee"
    file.unlink()
    with pytest.raises(TemplateDoesNotExist):
        loader.get_template("page.html")
