"""Every declared part is in a page, and every part in a page is declared."""

import re

import pytest
from django.conf import settings

from answers.parts import ANSWER
from challenges import parts as questions
from evenings.parts import ON_IDEA as OF_EVENINGS
from events.parts import ALOUD_ON_IDEA, ON_IDEA
from realtime.topics import TOPICS
from tests.access import walk
from tests.faults.page import read

NAME = re.compile(r"[a-z-]+(?=-[0-9])")
TEMPLATES = settings.BASE_DIR / "templates"


def declared():
    """Return (topic, view, kind) for all topics of the site."""
    ours = [topic for topic in TOPICS if not type(topic).__module__.startswith("tests.")]
    told = [(topic.name, view, kind) for topic in ours for view in topic.views for kind in topic.kinds[view]]
    told += [("idea", view, kind) for kind in questions.ON_IDEA for view in kind.views]
    return told + [("idea", "page", kind) for kind in (*ON_IDEA, *OF_EVENINGS, ALOUD_ON_IDEA, ANSWER)]


def parts_in(html):
    """For each part yield the (topic, view) regions around it, the innermost first, and its name."""
    for node in read(html).walk():
        if node.is_part:
            around = [one.attrs for one in (node, *node.ancestors()) if "data-follow" in one.attrs]
            follows = [(attrs["data-follow"].partition("-")[0], attrs["data-view"]) for attrs in around]
            yield follows, NAME.match(node.id)[0]


@pytest.mark.django_db
@pytest.mark.slow
def test_pages_hold_the_parts_that_are_declared_and_no_others(world):
    """Every address in every state, the first also signed in. What isn't declared is not live: hidden words stay."""
    drawn, held = set(), set()
    for route in walk.routes():
        for state in route.states:
            actors = ("visitor", "author", "stadmaker") if route.name.startswith("live") else ("visitor", "author")
            for actor in actors if state == route.states[0] else actors[:1]:
                response = world.client(actor).get(walk.address(route, world, state))
                if response.headers["Content-Type"].startswith("text/html") and "data-revision" in response.text:
                    for follows, name in parts_in(response.text):
                        drawn |= {(*follow, name) for follow in follows[:1]}
                        held |= {(*follow, name) for follow in follows}
    told = {(topic, view, kind.name) for topic, view, kind in declared()}
    assert drawn - told == set()
    assert told - held == set()


SHARED = "ideas/_gone.html"  # three parts are drawn by including it


def test_each_template_that_draws_a_part_is_declared_as_one():
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    marked = {name for name, text in texts.items() if "data-revision=" in text or f'include "{SHARED}"' in text}
    assert marked - {SHARED} == {kind.template for *_view, kind in declared()}
