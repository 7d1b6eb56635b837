"""On an English page, Dutch words of people are marked as Dutch."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from common import clock
from tests.events.factories import AN_EVENING, in_nine_days, make_gathering
from tests.events.forms import at, opened
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser
from tests.places.factories import make_place

OURS = "zwaluw"  # is in all texts of people here, and in no other text
ALONE = {"meta", "link", "input", "img", "br", "use", "path"}


class Unmarked(HTMLParser):
    """Collects texts with that word that are in no element marked as Dutch; `marked` counts the others."""

    def __init__(self, page):
        super().__init__()
        self.open, self.found, self.marked = [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag not in ALONE:
            self.open.append((tag, "en" if about.get("class") == "vh" else about.get("lang", "")))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        is_sentence = data.strip().startswith("Cancelled: ")  # our sentence, with their reason in it
        tags, languages = zip(*self.open, strict=True) if self.open else ((), ())
        if OURS not in data or is_sentence or {"option", "label", "textarea"} & set(tags):
            return
        if "nl" in languages:
            self.marked += 1
        elif "en" not in languages:  # a text for screen readers is a sentence of ours, too
            self.found.append(data.strip())


@pytest.fixture
def pages(lab, anna, bram):
    """Return each page, by URL name."""
    starts_at = clock.now() - timedelta(hours=1)
    place = make_place(anna, "zwaluwzaal", about="Een zwaluw in de nok.", getting_there="Langs de zwaluw")
    idea = make_idea(bram, "Plek voor een zwaluw", existing="een zwaluw")
    words = {"about": "Kom naar de zwaluw.\n\nEn nog een zwaluw.", "programme": "19.30 De zwaluw"}
    gathering = make_gathering(
        anna, "Avond van de zwaluw", starts_at=starts_at, ends_at=starts_at + AN_EVENING, place=place, **words
    )
    gathering.put_on_table([idea])
    gathering.note_outcomes({idea.pk: "Er komt een zwaluw."})
    gathering.close("Veel zwaluwen.")
    cancelled = make_gathering(anna, "Nest van de zwaluw", place=place)
    cancelled.cancel("De zwaluw vloog weg.")
    idea.edit(bram, title="Nest voor een zwaluw")
    at = {"lab_slug": lab.slug}
    return {
        "gathering": gathering.get_absolute_url(),
        "cancelled": cancelled.get_absolute_url(),
        "agenda": reverse("gathering_list", kwargs=at),
        "places": reverse("place_list", kwargs=at),
        "place": place.get_absolute_url(),
        "idea": idea.get_absolute_url(),
        "history": reverse("idea_history", kwargs={**at, "pk": idea.pk}),
        "home": lab.get_absolute_url(),
    }


def test_what_people_wrote_is_marked_dutch_on_english_pages(client, pages):
    read = {
        name: Unmarked(client.get(address, headers={"accept-language": "en"}).text.partition("<main")[2])
        for name, address in pages.items()
    }
    assert {name: page.found for name, page in read.items() if page.found} == {}
    assert all(page.marked for page in read.values())


def both_change(client, anna, bram, name, gathering, theirs, mine):
    """Return the English page that Bram gets when Anna changed the same thing a moment ago."""
    gathering.set_organisers([anna, bram])
    ours = browser(bram)
    ours.cookies["language"] = "en"
    data = opened(ours, name, gathering, **mine)
    assert browser(anna).post(at(name, gathering), opened(browser(anna), name, gathering, **theirs)).status_code == 302
    answer = ours.post(at(name, gathering), data)
    assert answer.status_code == 409
    return answer.text


CONFLICTS = {
    "gathering_edit": ({"title": "De zwaluw", "entry": "walk_in"}, {"title": "Een zwaluw", "capacity": "9"}),
    "gathering_outcome": ({"outcome": "Druk.", "idea": "Een zwaluw."}, {"outcome": "Vol.", "idea": "De zwaluw."}),
    "gathering_table": ({"ideas": []}, {"ideas": ["idea"], "was": ""}),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_what_two_people_changed_is_marked_where_it_is_theirs(client, lab, anna, name):
    chaima = make_member(lab, "Chaima", "stadmaker")
    idea = make_idea(anna, "Plek voor een zwaluw")
    begins = clock.now() - timedelta(hours=1) if name == "gathering_outcome" else in_nine_days()
    gathering = make_gathering(anna, "Avond", starts_at=begins, ends_at=begins + AN_EVENING)
    gathering.put_on_table([idea])
    theirs, mine = (
        {
            f"idea_{idea.pk}" if key == "idea" else key: [str(idea.pk)] if value == ["idea"] else value
            for key, value in words.items()
        }
        for words in CONFLICTS[name]
    )
    page = Unmarked(both_change(client, anna, chaima, name, gathering, theirs, mine))
    assert page.found == []
    assert page.marked
