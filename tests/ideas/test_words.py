"""Text functions: light Markdown, folded words for search, visible lengths, sentences."""

import re
import time
import uuid
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from common.markdown import light
from common.text import fold, many_lines, one_line, visible_length
from common.times import day_words
from ideas.models import Idea
from ideas.words import lines, opening, slices, status_words
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Een **vet** en *schuin* woord", "<p>Een <strong>vet</strong> en <em>schuin</em> woord</p>\n"),
        ("een\ntwee", "<p>een<br>\ntwee</p>\n"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n"),
        ("# Geen kop", "<p># Geen kop</p>\n"),
        ("[hier](https://x.nl 'y')", '<p><a href="https://x.nl" rel="nofollow ugc noopener">hier</a></p>\n'),
        ("<b>hoi</b> &amp;", "<p>&lt;b&gt;hoi&lt;/b&gt; &amp;</p>\n"),
    ],
)
def test_light_markdown(text, html):
    assert light(text) == html


OURS = "p|br|em|strong|a|ul|ol|li|blockquote|code"
ATTACKS = r"""
<script>alert(1)</script>
<img src=x onerror=alert(1)>
<svg/onload=alert(1)>
<iframe srcdoc='<script>'>
<style>*{}</style>
<a href='javascript:x'>x</a>
<javascript:alert(1)>
<https://a.nl/"onmouseover=alert(1)>
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](&#106;avascript:alert(1))
[x](java&Tab;script:alert(1))
[x](data:text/html,<script>1</script>)
[x](vbscript:x)
[x](https://a.nl "onclick=alert(1)")
[a](https://x.nl\\" onclick=alert(1))
![x](https://x/y.png)
![x](javascript:alert(1))
[x]: javascript:alert(1)
`<script>`
&lt;script&gt;
""".split("\n")[1:-1]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_stay_text(attack):
    html = light(attack)
    for tag in re.findall(r"<[^>]*>", html):
        kept = re.fullmatch(rf'</?(?:{OURS})(?: href="([^"]*)" rel="nofollow ugc noopener")?>', tag)
        assert kept, tag
        assert urlsplit(kept[1] or "").scheme in ("", "http", "https", "mailto")


@given(st.text(max_size=300))
def test_whatever_is_typed_only_our_tags_come_out(text):
    tags = re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", light(text))
    assert set(tags) <= set(OURS.split("|"))


def test_deep_nesting_is_quick():
    began = time.thread_time()
    light("> " * 2000 + "x")
    light("*" * 4000)
    light("[" * 2000 + "]" * 2000)
    assert time.thread_time() - began < 2


@pytest.mark.parametrize("words", ["CAFÉ", "café", "Cafe\u0301", "  cafe "])
def test_folding(words):
    assert fold(words) == "cafe"


def test_length_is_what_people_see():
    assert visible_length("e\u0301\u200b\u202eé") == 2


@given(st.text(max_size=200))
def test_lines_hold_no_control_characters(text):
    assert all(ord(sign) >= 32 for sign in one_line(text))
    assert "\n\n\n" not in many_lines(text)
    assert many_lines(many_lines(text)) == many_lines(text)


@pytest.mark.parametrize("clean", [one_line, many_lines])
def test_marks_are_not_stacked_over_what_stands_above(clean):
    assert clean("ab" + "\u0301" * 500 + "c") == "ab" + "\u0301" * 5 + "c"
    hebrew = "\u05e9\u05bc\u05c1\u05b8\u0596"  # a letter with four marks
    assert set(clean(hebrew)) == set(hebrew)


def test_one_item_a_line_without_its_bullet():
    assert lines("- een\n* twee\n\n• drie\nvier") == ["een", "twee", "drie", "vier"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Een strook gras kan fruit geven. En meer.", "Een strook gras kan fruit geven."),
        ("Om 19.30 uur kan het! Dan is er licht.", "Om 19.30 uur kan het!"),
        ("Bomen", "Bomen"),
        ("O. Dat kan ook.", "O. Dat kan ook."),
        ("Zonder punt\nen op twee regels", "Zonder punt en op twee regels"),
    ],
)
def test_an_idea_begins_with_its_first_sentence(text, begins):
    assert opening(text) == begins
    assert len(opening("Lang " * 90 + ".")) <= 160


def test_the_bar_fills_a_hundred_from_five_answers_on():
    assert slices({"yes": 2, "no": 2, "unsure": 0}) == {}
    bar = slices({"yes": 53, "no": 9, "unsure": 6})
    assert sum(piece.width for piece in bar.values()) == pytest.approx(100, abs=0.2)
    assert bar["no"].x == bar["yes"].width


@pytest.mark.parametrize(
    ("status", "on", "to", "words"),
    [
        ("new", None, "", "Nieuw"),
        ("meeting", date(2000, 12, 10), "", "Op een bijeenkomst, 10\xa0december 2000"),
        ("waiting", date(2000, 12, 8), "", "Wacht op antwoord, uiterlijk 8\xa0december 2000"),
        ("not_now", date(2000, 3, 2), "", "Nu niet, we kijken weer op 2\xa0maart 2000"),
        ("forwarded", None, "het waterschap", "Doorgestuurd naar het waterschap"),
        ("meeting", None, "", "Op een bijeenkomst"),
    ],
)
def test_a_status_says_its_date_or_to_whom_it_went(status, on, to, words):
    with translation.override("nl"):
        assert status_words(status, on, to) == words


def test_a_day_of_this_year_needs_no_year():
    with translation.override("nl"):
        assert status_words("waiting", timezone.localdate().replace(month=12, day=8)).endswith("8\xa0december")


def test_an_answer_is_late_from_the_day_after_without_anybody_doing_anything(idea):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        today = timezone.localdate()
        with transaction.atomic():
            idea.owe_by(today, today)
        page = browser().get(idea.get_absolute_url()).text
    assert "De gemeente geeft antwoord, uiterlijk" in page
    assert "status--turn" in page
    with time_machine.travel(now + timedelta(days=1), tick=False):
        too_late = day_words(today)  # with its year, on New Year's Day
        page = browser().get(idea.get_absolute_url()).text
    assert f"Antwoord te laat, uiterlijk was {too_late} · " in page
    assert 'class="status status--late"' in page


TURNED = [
    "\u202e",
    "\u202d",
    "\u2066",
    "\u2067",
    "\u2069",
    "\u202a",
    "\u202c",
    "\u200f",
    "\u061c",
    "\u200b",
    "\ufeff",
    "\u00ad",
]
JOINED = [
    "می\u200cخواهم",
    "ක්\u200dෂ",
    "👩\u200d👩\u200d👧",
    "❤\ufe0f",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "שָׁלוֹם",
]


@pytest.mark.parametrize("sign", [*TURNED, "\U000e0041"])
@pytest.mark.parametrize("clean", [one_line, many_lines])
def test_signs_that_turn_text_around_or_that_nobody_sees_are_taken_out(sign, clean):
    assert clean(f"Test{sign}baar") == "Testbaar"


@pytest.mark.parametrize("word", JOINED)
@pytest.mark.parametrize("clean", [one_line, many_lines])
def test_joiners_of_a_language_and_of_emoji_stay(word, clean):
    assert clean(word) == word


def test_an_idea_and_a_comment_hold_no_sign_that_turns_them_around(db):
    lab = make_lab()
    client = browser(make_member(lab, "Bram"))
    client.post(
        f"{lab.get_absolute_url()}ideeen/nieuw/",
        {"title": "\u202eTekst", "opportunity": "\u2067Hier kan een bank staan.", "key": uuid.uuid4()},
    )
    idea = Idea.objects.get()
    client.post(f"{idea.get_absolute_url()}reacties/", {"text": "Een \u202eregel\u202c", "key": uuid.uuid4()})
    assert (idea.title, idea.opportunity, idea.comments.get().text) == (
        "Tekst",
        "Hier kan een bank staan.",
        "Een regel",
    )
