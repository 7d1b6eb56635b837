"""How many screens of a phone the pages of an example lab take, and what stands on the first one.

A screen is 360 × 640 px: a small phone, with the bars of its browser.
"""

from functools import cache

import pytest
from django.core.management import call_command

from demo.management.commands.demo import SLUGS

WIDE, HIGH = 360, 640


@cache
def demo():
    call_command("demo", verbosity=0)


@pytest.fixture
def phone(new_page, database):
    demo()
    return new_page(viewport={"width": WIDE, "height": HIGH})


def screens(page, address):
    page.goto(address)
    return page.evaluate("document.documentElement.scrollHeight") / HIGH


@pytest.mark.parametrize("slug", SLUGS)
def test_home_of_a_lab_takes_at_most_ten_screens(phone, slug):
    assert screens(phone, f"/{slug}/") <= 10  # 8.2 of 780 px: no more than the prototype, with its questions


@pytest.mark.parametrize("slug", SLUGS)
def test_list_of_ideas_takes_at_most_ten_screens(phone, slug):
    assert screens(phone, f"/{slug}/ideeen/") <= 10


@pytest.mark.parametrize("slug", SLUGS)
def test_first_screen_says_what_goes_on_where_and_when_next_and_how_to_join(phone, slug):
    phone.goto(f"/{slug}/")
    hero = phone.locator(".hero")
    shown = {
        "what it is": hero.locator(".lead"),
        "how to begin": hero.get_by_role("link", name="Deel een idee"),
        "how to join": hero.get_by_role("link", name="Zo doe je mee"),
        "when next": hero.locator(".poster .date"),
        "what next": hero.locator(".poster h2"),
    }
    where = hero.locator(".poster .facts li").first
    if where.count():
        shown["where next"] = where.locator("bdi")
    for what, found in shown.items():
        box = found.bounding_box()
        assert box["y"] + box["height"] <= HIGH, what
    assert phone.get_by_role("banner").get_by_role("link", name="Doe mee").is_visible()
