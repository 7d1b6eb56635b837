"""The status of an idea names the day of its gathering, also after that was moved or cancelled."""

from datetime import date, timedelta

import pytest

from ideas.models import Idea, Status
from labs.models import RESIDENT_VOICE
from tests.events.factories import AN_EVENING, make_draft, make_gathering, utc
from tests.factories import make_idea

pytestmark = pytest.mark.usefixtures("in_november")
EVENING = utc(2026, 12, 8, 18, 30)
THAT_DAY = date(2026, 12, 8)
TWO_DAYS = timedelta(days=2)


@pytest.fixture
def idea(anna):
    idea = make_idea(anna, "Een bankje")
    idea.set_status(anna, RESIDENT_VOICE, Status.MEETING, "We praten erover.", "Kom ook.", on=THAT_DAY)
    return idea


@pytest.fixture
def gathering(anna, idea):
    gathering = make_gathering(anna, starts_at=EVENING)
    gathering.put_on_table([idea])
    return gathering


def move(gathering, by):
    return gathering.change(None, starts_at=EVENING + by, ends_at=EVENING + by + AN_EVENING)


def says(client, idea) -> tuple[date | None, str]:
    idea = Idea.objects.get(pk=idea.pk)
    page = client.get(idea.get_absolute_url()).text
    return idea.status_date, page.partition(f'id="status-{idea.pk}"')[2].partition(">")[2].partition("</p>")[0]


def test_it_follows_a_gathering_that_is_moved_and_open_pages_hear(client, gathering, idea):
    assert says(client, idea)[1] == "Op een bijeenkomst, 8\xa0december"
    before = Idea.objects.get(pk=idea.pk)
    move(gathering, TWO_DAYS)
    assert says(client, idea) == (date(2026, 12, 10), "Op een bijeenkomst, 10\xa0december")
    assert Idea.objects.get(pk=idea.pk).status_revision > before.revision
    assert idea.story.get().date == THAT_DAY, "the story tells what was said then"


def test_another_hour_of_that_day_is_no_news_of_the_status(gathering, idea):
    before = Idea.objects.get(pk=idea.pk).status_revision
    move(gathering, timedelta(hours=1))
    assert Idea.objects.get(pk=idea.pk).status_revision == before


def test_a_gathering_that_does_not_go_on_leaves_no_day(client, gathering, idea):
    gathering.cancel("Te weinig mensen.")
    assert says(client, idea) == (None, "Op een bijeenkomst")


def test_an_idea_that_is_taken_off_the_table_leaves_no_day(client, gathering, idea):
    gathering.put_on_table([])
    assert says(client, idea) == (None, "Op een bijeenkomst")


@pytest.mark.parametrize("status", [Status.WAITING, Status.NOT_NOW, Status.TALKING])
def test_any_other_status_keeps_its_day(anna, gathering, idea, status):
    idea.set_status(anna, RESIDENT_VOICE, status, "Zo is het.", "Straks meer.", on=THAT_DAY)
    move(gathering, TWO_DAYS)
    assert Idea.objects.get(pk=idea.pk).status_date == THAT_DAY


def test_a_day_of_something_else_stays(anna, gathering, idea):
    idea.set_status(anna, RESIDENT_VOICE, Status.MEETING, "Elders.", "Kom ook.", on=date(2026, 12, 20))
    move(gathering, TWO_DAYS)
    assert Idea.objects.get(pk=idea.pk).status_date == date(2026, 12, 20)


def test_a_gathering_at_which_it_is_not_moves_nothing(anna, idea, gathering):
    other = make_gathering(anna, "Een andere", starts_at=EVENING)
    move(other, TWO_DAYS)
    other.cancel("Toch niet.")
    assert Idea.objects.get(pk=idea.pk).status_date == THAT_DAY


@pytest.mark.parametrize(("make", "stays"), [(make_gathering, True), (make_draft, False)])
def test_where_it_is_at_another_gathering_of_that_day_too_it_stays(anna, gathering, idea, make, stays):
    other = make(anna, "Een andere", starts_at=EVENING + timedelta(hours=3))
    other.put_on_table([idea])
    gathering.cancel("Te weinig mensen.")
    assert (Idea.objects.get(pk=idea.pk).status_date == THAT_DAY) is stays


def test_a_draft_says_nothing(anna, idea):
    draft = make_draft(anna, starts_at=EVENING)
    draft.put_on_table([idea])
    move(draft, TWO_DAYS)
    draft.put_on_table([])
    assert Idea.objects.get(pk=idea.pk).status_date == THAT_DAY
