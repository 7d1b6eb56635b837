"""The figures of a home page: exact up to a limit, "more than" above it, and never counted over the whole lab."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from front import lab_home, pulse, site, villages
from front.pulse import DAYS, fortnight, happenings
from ideas.models import Comment, Idea
from tests.factories import make_comment, make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna")


def text(client, address="/proefdorp/"):
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize("there", [3, 4])
def test_figures_are_exact_to_their_bound_and_more_than_beyond_it(client, lab, anna, monkeypatch, there):
    for module, name in ((lab_home, "MOST"), (villages, "MOST"), (site, "MOST"), (pulse, "MOST_A_DAY")):
        monkeypatch.setattr(module, name, 3)
    east = lab.neighbourhoods.get(name="Oost")
    for number in range(there):
        make_comment(make_idea(anna, f"Idee {number}", neighbourhood=east), anna, f"Reactie {number}")
    page, front = text(client), text(client, "/")
    is_more = there > 3
    assert ("Alle ideeën, meer dan 3" in page, "Alle 3 ideeën" in page) == (is_more, not is_more)
    assert ('<b class="num" aria-hidden="true">3+</b>' in page, ", meer dan 3 ideeën" in page) == (is_more, is_more)
    assert ('<b class="num" aria-hidden="true">3</b>' in page) == (not is_more)
    assert ("Meer dan 6 ideeën en reacties in de afgelopen twee weken" in page) == is_more
    assert "6 ideeën en reacties in de afgelopen twee weken" in page
    assert ("<span>meer dan 3 ideeën</span>" in front, "<span>3 ideeën</span>" in front) == (is_more, not is_more)


@pytest.mark.parametrize("now", ["2026-10-26T00:10", "2026-10-25T23:50", "2026-03-30T00:10", "2026-11-27T12:00"])
def test_each_day_has_what_was_made_on_it_by_the_clock_here(lab, now):
    moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
    with time_machine.travel(moment, tick=False):
        anna, mo = make_member(lab, "Anna"), make_member(lab, "Mo", "moderator")
        other = make_member(make_lab("elders"), "Otto")
        made = [make_idea(anna, f"Idee {number}") for number in range(40)]
        for number, idea in enumerate(made):
            at = timezone.now() - timedelta(hours=9 * number)
            Idea.objects.filter(pk=idea.pk).update(created_at=at)
            if number % 4 == 0:
                Comment.objects.filter(pk=make_comment(idea, anna, f"R {number}").pk).update(created_at=at)
        make_idea(other, "Elders")
        Idea.objects.filter(pk=made[1].pk).update(source="ronde", source_id="1")
        Idea.objects.get(pk=made[4].pk).hide(mo, "spam")
        made[8].comments.get().hide(mo, "spam")
        made[12].comments.get().remove()
        today = timezone.localdate()
        days = [
            timezone.localdate(at)
            for at in [
                *lab.ideas.filter(is_hidden=False, source="").values_list("created_at", flat=True),
                *Comment.objects.filter(
                    idea__lab=lab, idea__is_hidden=False, is_hidden=False, removed_at=None
                ).values_list("created_at", flat=True),
            ]
        ]
        by_day = [days.count(today - timedelta(days=ago)) for ago in reversed(range(DAYS))]
        counted = fortnight(lab)
        assert counted.total == sum(by_day) > 20
        assert [bar.height for bar in counted.bars] == [max(2, 100 * n // max(by_day)) for n in by_day]


@pytest.mark.parametrize("is_large", [False, True])
def test_what_happened_is_the_same_however_it_is_looked_up(lab, anna, is_large):
    otto = make_member(make_lab("elders"), "Otto")
    ours, theirs, hidden = make_idea(anna, "Van ons"), make_idea(otto, "Van hen"), make_idea(anna, "Verborgen")
    for idea in (ours, theirs, hidden):
        make_comment(idea, idea.author)
    Idea.objects.filter(pk=hidden.pk).update(is_hidden=True)
    assert [(one.what, one.idea.title) for one in happenings(lab, [], is_large=is_large)] == [("comment", "Van ons")]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what it counted before")
@pytest.mark.parametrize("bound", [0, 1000])
def test_no_question_reads_a_whole_lab(client, lab, anna, monkeypatch, bound):
    monkeypatch.setattr(lab_home, "LARGE", bound)
    make_comment(make_idea(anna, neighbourhood=lab.neighbourhoods.first()), anna)
    with CaptureQueriesContext(connection) as asked:
        client.get("/proefdorp/")
        client.get("/")
    plans = ""
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].lstrip().startswith(("SELECT", "WITH")):
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                plans += "".join(f"{row[-1]}\n" for row in cursor.fetchall())
    assert "ideas_in_village" in plans
    assert "COVERING INDEX ideas_lately" in plans
    assert "INDEX comments_lately" in plans
    for whole in ("SCAN ideas_idea", "SCAN said", "SCAN idea\n"):
        assert whole not in plans
