"""Helpers for tests with several people at one idea: a lab, unique names, waiting."""

import random
import uuid
from io import BytesIO

from PIL import Image

from tests.factories import make_comment, make_idea, make_lab, make_member

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
ALL_ANSWERED = "[...stadslab.live.topics.values()].every(topic => topic.answered)"


def a_name(first):
    """Return a unique name, because the database is not emptied between tests; the second part is not a word."""
    return first + " " + "".join(random.choices("BCDFGHJKLMNPQRSTVWXZ", k=8))


def a_lab(**words):
    return make_lab(f"dorp-{uuid.uuid4().hex[:8]}", **{"name": "Proefdorp"} | words)


def a_person(lab, first, *kinds, label=""):
    return make_member(lab, a_name(first), *kinds, label=label)


def a_lively_idea(lab, supports=5, **words):
    """Create Anna's idea, with supports, a comment and a reply."""
    anna, bram = a_person(lab, "Anna"), a_person(lab, "Bram")
    words = {"title": "Pluktuin Meterik", "neighbourhood": lab.neighbourhoods.first()} | words
    idea = make_idea(anna, **words)
    for number in range(supports):
        idea.support(a_person(lab, f"Buur{number}"))
    make_comment(idea, anna, "Wie heeft een schop?", make_comment(idea, bram, "Mooi plan, ik kom kijken."))
    return idea


def a_photo():
    """Return a photo for `set_input_files`."""
    picture = BytesIO()
    Image.new("RGB", (640, 400), "teal").save(picture, "JPEG")
    return {"name": "veld.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def until(page, expression, arg=None, timeout=30_000):
    """Wait until the expression is true.

    wait_for_function would evaluate a string inside the page, which our CSP refuses. Speed is measured elsewhere: here
    a busy machine gets all the time that it needs.
    """
    for _ in range(timeout // 25):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"{expression} does not hold after {timeout} ms")


def open_live(page, address):
    """Open a page and wait until it is connected and current."""
    page.goto(address)
    until(page, ALL_ANSWERED)
    return page
