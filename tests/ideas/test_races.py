"""Many at the same moment, on real threads: one person counts once, a form sent fifty times is stored once.

The controls run the same race on a table without the constraint, and show the fault.
"""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections

from common import rate_limits
from ideas.models import Comment, Idea, IdeaSubscription, NeedAnswer, Pledge, Status, Support
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser, tab

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE, TIMES, SAME = 20, 10, 50


def all_at_once(acts, threads=20):
    """Run all, as close together as threads allow; return the results."""

    def run(act):
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def idea():
    return make_idea(make_member(make_lab(), "Anna"))


def test_twenty_people_who_press_ten_times_count_twenty(idea):
    people = [browser(make_member(idea.lab, f"Buur{n}")) for n in range(PEOPLE)]
    address = f"{idea.get_absolute_url()}steun/"
    answers = all_at_once([lambda person=person: tab(person).post(address).status_code for person in people * TIMES])
    assert set(answers) == {302}
    idea.refresh_from_db()
    assert idea.support_count == PEOPLE
    assert Support.objects.count() == PEOPLE
    assert idea.revision == 1 + PEOPLE, "a press that changes nothing is no news"


def test_supporting_and_taking_back_at_once_leaves_a_true_tally(idea):
    people = [browser(make_member(idea.lab, f"Buur{n}")) for n in range(6)]
    paths = ["steun/", "steun/intrekken/"]
    acts = [
        lambda person=person, path=path: tab(person).post(idea.get_absolute_url() + path).status_code
        for _again in range(TIMES)
        for person in people
        for path in paths
    ]
    assert set(all_at_once(acts)) == {302}
    idea.refresh_from_db()
    assert idea.support_count == Support.objects.count()


def test_one_answer_a_person_whatever_they_press(idea):
    client = browser(make_member(idea.lab, "Bram"))
    acts = [
        lambda answer=answer: tab(client).post(f"{idea.get_absolute_url()}nut/", {"answer": answer}).status_code
        for answer in ["yes", "no", "unsure"] * 5
    ]
    assert set(all_at_once(acts)) == {302}
    assert NeedAnswer.objects.count() == 1


@pytest.mark.parametrize("key", ["the same", "each another"])
def test_a_comment_sent_fifty_times_stands_there_once(idea, key, monkeypatch):
    client, one = browser(make_member(idea.lab, "Bram")), uuid.uuid4()

    def send():
        fields = {"text": "Mooi plan.", "key": one if key == "the same" else uuid.uuid4()}
        return tab(client).post(f"{idea.get_absolute_url()}reacties/", fields).headers.get("Location")

    monkeypatch.setitem(rate_limits.RATES, "comment", "1 per year")  # a repeat costs nothing
    answers = all_at_once([send] * SAME)
    assert answers == [Comment.objects.get().get_absolute_url()] * SAME
    idea.refresh_from_db()
    assert (idea.comment_count, idea.revision) == (1, 2)


@pytest.mark.parametrize("key", ["the same", "each another"])
def test_an_idea_sent_fifty_times_stands_there_once(idea, key, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "idea", "1 per year")
    client, one = browser(make_member(idea.lab, "Bram")), uuid.uuid4()
    words = {"title": "Water op het plein", "opportunity": "Een fontein maakt het plein koel."}

    def send():
        fields = words | {"key": one if key == "the same" else uuid.uuid4()}
        return tab(client).post("/proefdorp/ideeen/nieuw/", fields).headers.get("Location")

    answers = all_at_once([send] * SAME)
    assert answers == [Idea.objects.exclude(pk=idea.pk).get().get_absolute_url()] * SAME


def test_help_sent_fifty_times_stands_there_once(idea, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "comment", "1 per year")
    client, fields = browser(make_member(idea.lab, "Bram")), {"kind": "time", "sentence": "Ik kom spitten."}

    def send():
        return tab(client).post(f"{idea.get_absolute_url()}hulp/", fields).headers.get("Location")

    assert all_at_once([send] * SAME) == [f"{idea.get_absolute_url()}#help"] * SAME
    assert Pledge.objects.count() == 1


@pytest.mark.parametrize("trace", [True, False])
def test_an_idea_taken_back_by_many_presses_is_taken_back_once(idea, trace):
    if trace:
        idea.support(make_member(idea.lab, "Bram"))
    client = browser(idea.author)

    def send():
        answer = tab(client).post(f"{idea.get_absolute_url()}intrekken/", {"reason": "Toch niet."})
        return answer.status_code, answer.headers.get("Location")

    answers = set(all_at_once([send] * SAME))
    there = idea.get_absolute_url() if trace else "/proefdorp/ideeen/"
    assert answers - {(404, None)} == {(302, there)}  # deleted: later requests find nothing
    assert trace is False or len(answers) == 1
    assert [found.status for found in Idea.objects.all()] == ([Status.WITHDRAWN] if trace else [])


def test_too_many_different_ones_at_once_are_refused(idea, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "comment", "3 per year")
    client = browser(make_member(idea.lab, "Bram"))
    address = f"{idea.get_absolute_url()}reacties/"
    acts = [lambda at=at: tab(client).post(address, {"text": f"Nummer {at}"}).status_code for at in range(20)]
    assert sorted(all_at_once(acts)) == [302] * 3 + [429] * 17
    assert Comment.objects.count() == 3


def test_control_without_the_constraint_one_person_counts_twice():
    """Check that they haven't, then write: two requests check before either writes."""
    both_looked = threading.Barrier(2)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE unguarded_support (idea integer, person integer)")

    def press():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM unguarded_support WHERE idea = 1 AND person = 1")
            (there,) = cursor.fetchone()
            both_looked.wait(10)
            if not there:
                cursor.execute("INSERT INTO unguarded_support VALUES (1, 1)")

    try:
        all_at_once([press, press], threads=2)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM unguarded_support")
            assert cursor.fetchone() == (2,)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE unguarded_support")


def test_control_a_verb_that_looks_before_the_lock_says_it_twice(idea):
    """The same race as fifty comments, with a verb that searches its twin before it locks the idea."""
    bram, both_looked = make_member(idea.lab, "Bram"), threading.Barrier(2)

    def say():
        twin = Comment.objects.filter(author=bram, text="Mooi plan.").first()
        both_looked.wait(10)
        if twin is None:
            Comment.objects.create(idea=idea, author=bram, text="Mooi plan.", key=uuid.uuid4(), revision=2)

    all_at_once([say, say], threads=2)
    assert Comment.objects.count() == 2


# Keep me posted


def test_two_devices_that_press_twenty_times_leave_one_wish(idea):
    member = make_member(idea.lab, "Bram")
    assert sum(all_at_once([lambda: idea.keep_posted(member)] * 20)) == 1
    all_at_once([lambda: idea.stop_posting(member), lambda: idea.keep_posted(member)] * 10)
    assert IdeaSubscription.objects.count() == 1


def test_control_looking_before_writing_is_refused(idea):
    member, both_looked = make_member(idea.lab, "Bram"), threading.Barrier(2)

    def press():
        is_new = not idea.subscriptions.filter(person=member).exists()
        both_looked.wait(10)
        if is_new:
            idea.subscriptions.create(person=member, is_on=True)

    with pytest.raises(IntegrityError):
        all_at_once([press] * 2, threads=2)
