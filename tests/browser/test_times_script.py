"""times.js alone, on a page without a site."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
OPENS, CLOSES, OPENS_AGAIN = (NOON + timedelta(hours=hours) for hours in (1, 9, 169))
SPELLS = f"""
    <h2>
      <span data-true-until="{OPENS.isoformat()}">Opens at one</span>
      <span data-true-from="{OPENS.isoformat()}" data-true-until="{CLOSES.isoformat()}" hidden>Open now</span>
      <span data-true-from="{CLOSES.isoformat()}" data-true-until="{OPENS_AGAIN.isoformat()}" hidden>Opens later</span>
    </h2>
    <p data-true-from="{OPENS.isoformat()}" hidden>Of something else</p>
"""


@pytest.mark.parametrize(
    ("hours", "words"), [(0, "Opens at one"), (1, "Open now"), (9, "Opens later"), (169, "Opens later")]
)
def test_of_words_that_hold_for_a_while_one_always_shows_and_the_last_ones_stay(new_page, hours, words):
    page = new_page()
    page.clock.set_fixed_time(NOON + timedelta(hours=hours))
    page.set_content(f"<!doctype html><body>{SPELLS}")
    page.add_script_tag(path=finders.find("realtime/times.js"))
    page.evaluate("stadslab.words(document.body)")
    expect(page.locator("h2 span:visible")).to_have_text([words])


@pytest.mark.parametrize(
    ("days", "words"),
    [(14, "nog 14 dagen"), (1, "nog 1 dag"), (0, "vandaag"), (-1, "1 dag te laat"), (-7, "7 dagen te laat")],
)
def test_the_days_to_an_answer_are_counted_on_a_page_that_stays_open(new_page, days, words):
    page = new_page()
    page.set_content(f"""<!doctype html><body><span data-days-to="{(NOON + timedelta(days=days)).date()}"
        data-left="nog {{n}} dagen" data-left-one="nog 1 dag" data-today="vandaag"
        data-late="{{n}} dagen te laat" data-late-one="1 dag te laat">van gisteren</span>""")
    page.clock.set_fixed_time(NOON)
    page.add_script_tag(path=finders.find("realtime/times.js"))
    page.evaluate("stadslab.words(document.body)")
    expect(page.locator("span")).to_have_text(words)
