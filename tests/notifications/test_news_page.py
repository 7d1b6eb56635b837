"""The page *Nieuw voor jou*: rows that are joined, read, paged and in the language of the reader."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Status
from labs.models import RESIDENT_VOICE
from notifications.models import Notification, inbox_of
from tests.factories import make_comment, make_idea, make_member
from tests.mails import work_off
from tests.news import PAGE, decide, lines, read, signed_in, unread

pytestmark = pytest.mark.django_db


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


@pytest.fixture
def idea(anna):
    return make_idea(anna)


# Joined, and read


def test_changes_of_one_thing_are_one_row_until_it_is_read(idea, anna, bram, mo):
    idea.support(bram)
    decide(idea, mo)
    decide(idea, mo, Status.DOING, "De schep is er.")
    work_off()
    assert (Notification.objects.filter(inbox=bram.user_id).count(), unread(bram)) == (2, 1)
    assert lines(bram) == ["Pluktuin: mensen zijn bezig"]
    assert "De schep is er." in read(bram)
    inbox_of(bram.user).read_all(Notification.objects.latest("pk").pk)
    decide(idea, mo, Status.DONE, "Het staat er.")
    work_off()
    assert unread(bram) == 1
    assert lines(bram) == ["Pluktuin: gelukt", "Pluktuin: gelukt"], "a new row, and the one that was read"


def test_replies_to_one_comment_are_one_row_and_to_another_one_another_row(idea, anna, bram, mo):
    first, second = make_comment(idea, bram), make_comment(idea, bram, "En dit.")
    make_comment(idea, anna, "Ja.", first)
    make_comment(idea, mo, "Nee.", first)
    make_comment(idea, anna, "Goed.", second)
    work_off()
    assert unread(bram) == 2
    assert lines(bram) == ["Anna reageerde op jou bij Pluktuin", "2 reacties op jou bij Pluktuin"]


def test_everything_read_leaves_what_came_after_the_page(idea, anna, bram, mo):
    comment = make_comment(idea, bram)
    idea.support(bram)
    decide(idea, mo)
    work_off()
    page = signed_in(bram).get(PAGE).content.decode()
    until = re.search(r'name="until" value="(\d+)"', page)[1]
    make_comment(idea, anna, "Ja.", comment)
    work_off()
    assert signed_in(bram).post(f"{PAGE}gelezen/", {"until": until}).headers["Location"] == PAGE
    assert unread(bram) == 1
    assert "1 ding las je nog niet" in read(bram)


def test_one_row_can_be_read_alone_and_reading_again_changes_nothing(idea, anna, bram, mo):
    comment = make_comment(idea, bram)
    decide(idea, mo)
    make_comment(idea, anna, "Ja.", comment)
    work_off()
    row = Notification.objects.get(inbox=bram.user_id, kind="status_changed")
    for _time in range(2):
        signed_in(bram).post(f"{PAGE}gelezen/", {"row": row.pk})
        assert (unread(bram), inbox_of(bram.user).revision) == (1, 3)


def test_nobody_can_read_for_another(idea, anna, bram, mo):
    decide(idea, mo)
    work_off()
    row = Notification.objects.get(inbox=anna.user_id)
    signed_in(bram).post(f"{PAGE}gelezen/", {"row": row.pk})
    signed_in(bram).post(f"{PAGE}gelezen/", {"until": row.pk})
    assert unread(anna) == 1


@pytest.mark.parametrize("sent", [{}, {"row": "x"}, {"row": "0"}, {"until": "9" * 30}, {"until": "\0"}])
def test_a_form_that_names_nothing_changes_nothing(idea, anna, mo, sent):
    decide(idea, mo)
    work_off()
    assert signed_in(anna).post(f"{PAGE}gelezen/", sent).status_code == 302
    assert unread(anna) == 1


# The page


def test_the_page_is_for_signed_in_people_and_in_no_cache(client, anna):
    assert client.get(PAGE).headers["Location"].startswith("/inloggen/")
    response = signed_in(anna).get(PAGE)
    assert "no-store" in response.headers["Cache-Control"]
    assert "Nog niets nieuws" in response.content.decode()


def test_the_page_of_many_rows_costs_the_queries_of_few_and_is_paged(idea, anna, bram, mo):
    def fill(first, last):
        for number in range(first, last):
            own = make_idea(bram, f"Idee {number}")
            decide(own, mo)
            make_comment(own, anna, "Ja.", make_comment(own, bram))
        work_off()

    def cost():
        client = signed_in(bram)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(PAGE).content.decode()
        return len(asked), page.count("news__end")

    fill(0, 2)
    few, shown = cost()
    assert shown == 4
    fill(2, 30)
    assert cost() == (few, 25)
    assert unread(bram) == 60
    assert "Je ziet 1 tot en met 25 van de 60" in read(bram)
    assert "Idee 0" in read(bram, "?pagina=3")


def test_five_hundred_rows_cost_the_queries_of_thirty_on_each_page(anna, mo):
    def told(numbers):
        for number in numbers:
            decide(make_idea(anna, f"Idee {number}"), mo)
        work_off()

    def cost(query):
        client = signed_in(anna)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(PAGE + query).content.decode()
        return len(asked), page.count("news__end")

    told(range(30))
    few = cost("")
    rows = list(Notification.objects.values_list("about_id", flat=True))
    inbox = inbox_of(anna.user)
    more = [make_idea(anna, f"Plan {number}") for number in range(470)]
    Notification.objects.bulk_create(
        Notification(
            inbox=inbox,
            act=10**6 + idea.pk,
            kind="status_changed",
            about_kind="ideas.Idea",
            about_id=idea.pk,
            joins=idea.pk,
        )
        for idea in more
    )
    assert len(rows) == 30
    assert few[1] == 25
    assert [cost(query) for query in ("", "?pagina=10", "?pagina=20")] == [few] * 3


def test_more_than_99_things_are_not_counted(anna, bram, mo):
    ideas = [make_idea(anna, f"Idee {number}") for number in range(101)]
    for idea in ideas[:99]:
        decide(idea, mo)
    work_off()
    assert "99 dingen las je nog niet" in read(anna)
    for idea in ideas[99:]:
        decide(idea, mo)
    work_off()
    assert "Meer dan 99 dingen las je nog niet" in read(anna)


def test_the_newest_is_on_top(anna, bram, mo):
    for title in ("Eerst", "Later"):
        decide(make_idea(anna, title), mo)
        work_off()
    assert lines(anna) == ["Later: we praten erover", "Eerst: we praten erover"]


def test_the_page_speaks_the_language_of_its_reader(idea, anna, mo):
    decide(idea, mo)
    work_off()
    anna.user.language = "en"
    anna.user.save()
    page = signed_in(anna).get(PAGE).content.decode()
    assert '<bdi lang="nl">Pluktuin</bdi>: we are talking about it' in page


def test_a_percent_sign_or_a_brace_in_what_people_wrote_stays_what_it_is(anna, mo):
    idea = make_idea(anna, "100% {groen} <b>%(x)s</b>")
    idea.set_status(mo, RESIDENT_VOICE, Status.FORWARDED, "50% van %(title)s {0}", to="5% %(name)s & Co")
    work_off()
    text = read(anna)
    assert lines(anna) == ["100% {groen} <b>%(x)s</b>: doorgestuurd naar 5% %(name)s & Co"]
    assert "50% van %(title)s {0}" in text
