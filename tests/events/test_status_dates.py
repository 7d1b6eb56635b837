"""The status "at a gathering" has the day of a gathering of this lab that goes ahead; its form names the next ones."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from common import clock
from common.time_words import date_words
from common.times import day_of
from tests.events.factories import in_nine_days, make_draft, make_gathering
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.care.conftest import new_status

pytestmark = pytest.mark.django_db
NOT_THEN = "Op die dag is er geen bijeenkomst."


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def maker(lab):
    return make_member(lab, "Chaima", "stadmaker")


@pytest.fixture
def idea(lab):
    return make_idea(make_member(lab, "Anna"))


@pytest.fixture
def answer(maker, idea):
    """`answer(day)` sets the status with that day; without a day it opens the form."""
    client = Client()
    client.force_login(maker.user)
    address = reverse("idea_status", kwargs={"lab_slug": idea.lab.slug, "pk": idea.pk})

    def answer(day=None):
        return client.post(address, new_status(idea, "meeting", date=day.isoformat())) if day else client.get(address)

    answer.client = client
    return answer


def errors(response):
    return response.context["form"].errors.get("date", [""])[0]


def test_each_day_of_a_gathering_can_be_chosen(answer, maker, idea):
    begin = in_nine_days()
    make_gathering(maker, starts_at=begin, ends_at=begin + timedelta(days=2))
    first = day_of(begin)
    for days, status in ((-1, 422), (0, 302), (2, 302), (3, 422)):
        idea.refresh_from_db()
        assert answer(first + timedelta(days=days)).status_code == status, days
    idea.refresh_from_db()
    assert (idea.status, idea.status_date) == ("meeting", first + timedelta(days=2))


def test_another_day_is_refused_and_the_next_gatherings_are_named(answer, maker):
    begins = [in_nine_days() + timedelta(days=days) for days in (20, 0, 10, 0)]
    for begin in begins:
        make_gathering(maker, starts_at=begin)
    days = [day_of(in_nine_days() + timedelta(days=more)) for more in (0, 10, 20, 30)]
    named = f"{', '.join(map(date_words, days[:2]))} of {date_words(days[2])}."
    assert errors(answer(days[0] + timedelta(days=1))) == f"{NOT_THEN} Kies {named}"
    make_gathering(maker, starts_at=begins[0] + timedelta(days=10))
    said = answer(days[0] + timedelta(days=1))
    assert errors(said) == f"{NOT_THEN} Kies bijvoorbeeld {named}"
    assert date_words(days[3]) not in said.text


def other_lab(maker):
    make_gathering(make_member(make_lab("heusden"), "Dina", "stadmaker"))


def cancelled(maker):
    make_gathering(maker).cancel("Storm.")


def of_the_past(maker):
    gathering = make_gathering(maker)
    begin = clock.now() - timedelta(hours=3)
    type(gathering).objects.filter(pk=gathering.pk).update(starts_at=begin, ends_at=begin + timedelta(hours=1))


@pytest.mark.parametrize("make", [lambda maker: None, make_draft, other_lab, cancelled, of_the_past])
def test_without_a_gathering_ahead_the_form_says_what_to_do(answer, maker, make):
    make(maker)
    assert "er is nog geen bijeenkomst gepland" in answer().text
    assert errors(answer(day_of(in_nine_days()))).startswith("Er is nog geen bijeenkomst gepland.")


def test_the_form_names_the_next_gatherings_with_their_language(answer, maker):
    make_gathering(maker, title="Kansen & <b>ophalen</b>")
    day = date_words(day_of(in_nine_days()))
    assert answer().text.count('role="listitem"') == 1
    assert f"{day}: <bdi>Kansen &amp; &lt;b&gt;ophalen&lt;/b&gt;</bdi>" in answer().text
    answer.client.cookies["language"] = "en"
    assert '<bdi lang="nl">Kansen &amp;' in answer().text


def test_many_gatherings_cost_no_more_queries(answer, maker, django_assert_num_queries, django_assert_max_num_queries):
    make_gathering(maker)
    answer()
    with django_assert_max_num_queries(99) as with_one:
        answer()
    for days in range(1, 8):
        make_gathering(maker, starts_at=in_nine_days() + timedelta(days=days))
    with django_assert_num_queries(len(with_one)):
        answer()
