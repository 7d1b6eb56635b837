"""Who brings what on the page *Wat kwam eruit?*: by idea, and at which idea it belongs."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from evenings.models import Evening, Pledge, StepKind
from evenings.record import record_of
from ideas.models import Idea
from labs.models import RESIDENT_VOICE, HidingReason
from tests.evenings import test_harvest as harvest
from tests.evenings.test_bringing import brought
from tests.evenings.test_doors import door, read
from tests.evenings.test_harvest import path
from tests.evenings.test_leading import again
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser

evening, notes_step, bea = harvest.evening, harvest.notes_step, harvest.bea
LIST = "?lijst=bijdragen"


@pytest.fixture
def evening_over(evening, bea):
    """Jo brings a trailer and Wim a shovel, both from paper, and nobody may read what Wim brings; it is closed."""
    now = clock.now()
    for name, words, may_show in (("Jo", "Een aanhanger", True), ("Wim", "Een schep", False)):
        own = {"kind": "things", "name": name, "contact": f"{name}@example.org", "may_show": may_show}
        again(evening).bring(None, words, uuid.uuid4(), now, **own)
    again(evening).close(now)
    return again(evening)


@pytest.fixture
def idea(bram):
    return make_idea(bram, "Meer groen")


def trailer():
    return Pledge.objects.get(name="Jo")


def page_of(client, evening, pledge):
    kwargs = {"lab_slug": evening.gathering.lab.slug, "pk": evening.gathering.pk, "brought_pk": pledge.pk}
    return reverse("evening_outcome_brings", kwargs=kwargs)


def put(client, evening, idea, seen=0, **more):
    sent = {"subject": idea.pk if idea else 0, "seen": seen} | more
    return client.post(page_of(client, evening, trailer()), sent)


def listed(client, evening):
    return " ".join(read(client.get(path(evening, query=LIST))).split())


def test_it_is_put_at_an_idea_once_and_at_none_again(evening_over, hers, idea):
    form = read(hers.get(page_of(hers, evening_over, trailer())))
    assert re.search(r'value="0"[^>]*checked', form), "where it is now is chosen"
    page = listed(hers, evening_over)
    assert page.index("Nog bij geen idee") < page.index("Een aanhanger") < page.index("Een schep")
    assert "example.org" not in page, "how to reach people stands on its own page"
    for _ in range(2):
        assert put(hers, evening_over, idea).status_code == 302
    page = listed(hers, evening_over)
    groups = [page.index(words) for words in ("Meer groen", "Een aanhanger", "Nog bij geen idee", "Een schep")]
    assert groups == sorted(groups)
    form = read(hers.get(page_of(hers, evening_over, trailer())))
    assert f'value="{idea.pk}"' in form
    assert put(hers, evening_over, None, seen=idea.pk).status_code == 302
    assert trailer().idea is None
    assert Idea.objects.get().pledges.count() == 0, "it stands with the idea by who brings it"


def test_who_comes_second_reads_where_it_went_and_keeps_the_choice(evening_over, hers, idea, anna, lab):
    put(hers, evening_over, idea)
    other = make_idea(anna, "Zwembad")
    refused = put(hers, evening_over, other)
    assert refused.status_code == 409
    assert "Iemand anders heeft dit net bij het idee ‘Meer groen’ gezet." in read(refused)
    assert re.search(rf'value="{other.pk}"[^>]*checked', read(refused))
    assert trailer().idea == idea
    assert f'name="seen" value="{idea.pk}"' in read(refused)
    assert put(hers, evening_over, other, seen=idea.pk).status_code == 302
    assert trailer().idea == other


def test_what_is_no_choice_is_said_at_the_field(evening_over, hers, idea, lab):
    for chosen in ("", 999999, "x", "9" * 30):
        sent = {"subject": chosen, "seen": 0}
        assert hers.post(page_of(hers, evening_over, trailer()), sent).status_code == 422
    assert put(hers, evening_over, idea, seen="x").status_code == 422
    found = put(hers, evening_over, idea, zoek="groen", zoek_nu="1")
    assert found.status_code == 200
    assert re.search(rf'value="{idea.pk}"[^>]*checked', read(found)), "a search keeps what was chosen"
    idea.hide(make_member(lab, "Sam", "moderator"), HidingReason.SPAM)
    assert put(hers, evening_over, idea).status_code == 422
    assert trailer().idea is None


def test_what_went_to_the_idea_says_so_and_stays_there(evening_over, hers, idea, bram, anna):
    put(hers, evening_over, idea)
    evening_over.bring_to_idea(trailer().pk, bram, RESIDENT_VOICE, "things", "Een aanhanger", None)
    page = listed(hers, evening_over)
    assert "Het staat bij het idee, als bijdrage van <bdi>Bram</bdi>." in page
    assert page_of(hers, evening_over, trailer()) not in page
    assert "<form" not in read(hers.get(page_of(hers, evening_over, trailer()))).partition("<main")[2]
    assert put(hers, evening_over, None, seen=idea.pk).status_code == 409
    assert trailer().idea == idea
    idea.pledges.get().take_back()
    assert "Het stond bij het idee." in listed(hers, evening_over)


def test_only_who_organises_it_and_of_what_is_taken_back_there_is_no_page(evening_over, hers, idea, mo, bram, client):
    url = page_of(hers, evening_over, trailer())
    assert {browser(member).get(url).status_code for member in (mo, bram)} == {403}
    assert client.get(url).status_code == 302
    evening_over.bring_nothing(trailer_pk := Pledge.objects.get(name="Jo").pk, None)
    assert hers.get(url).status_code == 404
    assert Pledge.objects.get(pk=trailer_pk).idea is None
    assert "Een aanhanger" not in listed(hers, evening_over)


def test_many_cost_no_more_queries(evening_over, hers, idea, anna):
    def counted():
        with CaptureQueriesContext(connection) as found:
            listed(hers, evening_over)
        return len(found)

    put(hers, evening_over, idea)
    few = counted()
    for number in range(20):
        own = {"kind": "time", "given_at": clock.now(), "idea": make_idea(anna, f"Idee {number}")}
        evening_over.pledges.create(name=f"Wie {number}", words="Tijd", key=uuid.uuid4(), **own)
    assert counted() == few


@pytest.fixture
def soup(evening, bea):
    """Bea brings soup on her phone and lets everybody read it; nobody looked at it yet."""
    now = again(evening)
    (step,) = [one for one in now.session.plan_steps if one.kind == StepKind.BRING]
    now.go(step.pk, now.version, clock.now())
    pledge = brought(again(evening), "Soep", participant=bea)
    again(evening).let_show(pledge.pk, True, bea)
    return pledge


@pytest.fixture
def waiting(evening, soup):
    again(evening).close(clock.now())
    return soup


def passed(client, evening, pledge):
    return client.post(path(evening, query=LIST), {"press": f"pass:bijdrage-{pledge.pk}"})


def in_report(evening):
    return [one["words"] for one in record_of(Evening.objects.with_page().get(pk=evening.pk), None)["brings"]]


def test_what_nobody_looked_at_comes_in_the_report_by_a_press_of_the_organisers(evening, hers, waiting):
    assert in_report(evening) == []
    assert "Jullie keken er nog niet naar." in listed(hers, evening)
    for _ in range(2):
        assert passed(hers, evening, waiting).status_code == 302
    assert in_report(evening) == ["Soep"]
    assert "Jullie keken er nog niet naar." not in listed(hers, evening)


def test_what_became_private_meanwhile_stays_private(evening, hers, waiting, bea):
    again(evening).let_show(waiting.pk, False, bea)
    page = passed(hers, evening, waiting)
    assert page.status_code == 409
    assert "houdt het sinds zojuist privé" in read(page)
    assert in_report(evening) == []
    assert passed(hers, evening, Pledge(pk=10**15)).status_code == 409
    wrong = {"press": "pass:bijdrage-x"}
    assert hers.post(path(evening, query=LIST), wrong).status_code == 422


def test_as_long_as_the_evening_is_open_it_is_passed_on_its_own_page(evening, hers, soup):
    assert passed(hers, evening, soup).status_code == 403
    close = read(hers.get(door("live_close", evening)))
    assert "1 bijdrage wacht op een blik" in close
    again(evening).close(clock.now())
    closed = read(hers.get(door("live_close", evening)))
    assert "Er wacht nog 1 bijdrage op een blik." in closed
    assert "?lijst=bijdragen" in closed
