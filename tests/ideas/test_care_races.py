"""Two at the same moment: one hides, one claims, and no support is lost when an idea is withdrawn.

A pledge that is taken back while its words are changed keeps no words.

Each has a control: the same race with a verb that checks before it locks shows the fault.
"""

import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from ideas.models import Comment, CommentHiding, Idea, IdeaBehalf, IdeaHiding, Pledge, Status, Support
from ideas.models.onbehalf import write_down_idea
from labs.models import RESIDENT_VOICE
from tests.conftest import EVERYTHING
from tests.factories import make_comment, make_idea, make_lab, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 60 if EVERYTHING else 8


def together(*acts):
    """Run all at once; return the result or exception of each."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(at, act):
        try:
            start.wait(10)
            results[at] = act()
        except Exception as raised:  # noqa: BLE001  the test checks it
            results[at] = raised
        finally:
            connection.close()

    people = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return results


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna")


def test_two_moderators_hide_once(lab, anna):
    mods = [make_member(lab, name, "moderator") for name in ("Mo", "Noor", "Olaf", "Piet")]
    for number in range(ROUNDS):
        idea = make_idea(anna, f"Pluktuin {number}")
        hidden = together(*[lambda mod=mod, pk=idea.pk: Idea.objects.get(pk=pk).hide(mod, "spam") for mod in mods])
        assert [bool(hiding) for hiding in hidden].count(True) == 1
        assert [hiding for hiding in hidden if isinstance(hiding, Exception)] == []
        assert IdeaHiding.objects.filter(idea=idea).count() == 1


def test_two_moderators_hide_a_comment_once(lab, anna):
    mods = [make_member(lab, name, "moderator") for name in ("Mo", "Noor", "Olaf", "Piet")]
    idea = make_idea(anna)
    for number in range(ROUNDS):
        said = make_comment(idea, anna, f"Reactie {number}").pk
        hidden = together(*[lambda mod=mod, pk=said: Comment.objects.get(pk=pk).hide(mod, "spam") for mod in mods])
        assert sorted(map(str, hidden)) == ["None", "None", "None", "hidden: spam"]
        assert CommentHiding.objects.filter(comment=said).count() == 1
    idea.refresh_from_db()
    assert idea.comment_count == 0, "each counted off once"


def test_control_hiding_that_looks_first_is_done_twice(lab, anna):
    idea, looked = make_idea(anna), threading.Barrier(2)

    def careless():
        was_hidden = Idea.objects.get(pk=idea.pk).is_hidden
        looked.wait(10)
        if was_hidden:
            return False
        Idea.objects.filter(pk=idea.pk).update(is_hidden=True)
        return True

    assert together(careless, careless) == [True, True]  # two mails, two log entries


def test_two_who_welcome_at_the_same_moment_make_one_welcome(lab, anna):
    people = [make_member(lab, name, "connector") for name in ("Dina", "Noor", "Olaf", "Piet")]
    for number in range(ROUNDS):
        idea = make_idea(anna, f"Pluktuin {number}")
        said = together(*[lambda who=who, pk=idea.pk: welcome(who, Idea.objects.get(pk=pk)) for who in people])
        assert sorted(one.thing.is_welcome for one in said) == [False, False, False, True]
        idea.refresh_from_db()
        assert idea.welcomed_at == idea.comments.order_by("pk").first().created_at


def test_control_welcome_that_looks_before_it_locks_fails_for_the_second(lab, anna, monkeypatch):
    monkeypatch.setattr(Idea, "waits_for_welcome", True)  # as both saw it before
    people = [make_member(lab, name, "connector") for name in ("Dina", "Noor")]
    idea = make_idea(anna)
    said = together(*[lambda who=who: welcome(who, Idea.objects.get(pk=idea.pk)) for who in people])
    assert sorted(type(one) for one in said if isinstance(one, Exception)) == [IntegrityError]


def welcome(member, idea):
    return idea.welcome(member, member.voices()[-1], f"Welkom van {member.name}.", uuid.uuid4())


def test_two_people_claim_and_one_gets_it(lab):
    bram = make_member(lab, "Bram", "stadmaker")
    people = [make_member(lab, name) for name in ("Tineke", "Sjaak", "Wim", "Truus")]
    for number in range(ROUNDS):
        words = {"title": f"Bankje {number}", "opportunity": "Even zitten."}
        idea = write_down_idea(bram, RESIDENT_VOICE, "Tineke", uuid.uuid4(), **words).thing
        claimed = together(*[lambda who=who, pk=idea.pk: IdeaBehalf.objects.get(idea=pk).claim(who) for who in people])
        assert sorted(map(str, claimed)) == ["False", "False", "False", "True"]
        idea.refresh_from_db()
        assert idea.author == people[claimed.index(True)]


def test_control_claim_that_looks_first_gives_it_to_both(lab):
    bram, looked = make_member(lab, "Bram", "stadmaker"), threading.Barrier(2)
    words = {"title": "Bankje", "opportunity": "Even zitten."}
    idea = write_down_idea(bram, RESIDENT_VOICE, "Tineke", uuid.uuid4(), **words).thing

    def careless(who):
        was_claimed = IdeaBehalf.objects.get(idea=idea).claimed_at
        looked.wait(10)
        if was_claimed:
            return False
        Idea.objects.filter(pk=idea.pk).update(author=who)
        return True

    people = [make_member(lab, name) for name in ("Tineke", "Sjaak")]
    assert together(*[lambda who=who: careless(who) for who in people]) == [True, True]


def test_support_counts_and_leaves_a_trace_or_is_refused(lab, anna):
    bram = make_member(lab, "Bram")
    for number in range(ROUNDS * 3):
        idea = make_idea(anna, f"Pluktuin {number}")
        here, there = (Idea.objects.select_related("lab").get(pk=idea.pk) for _ in "ab")
        acts = [lambda: here.withdraw(anna, RESIDENT_VOICE, "Toch niet."), lambda: there.support(bram)]
        left_trace, counted = together(*(acts if number % 2 else reversed(acts)))[:: 1 if number % 2 else -1]
        now = Idea.objects.filter(pk=idea.pk).first()
        if counted is True:
            assert (left_trace, now.status, now.support_count, now.supports.count()) == (True, Status.WITHDRAWN, 1, 1)
        else:
            assert isinstance(counted, PermissionDenied)
            assert (left_trace, now, Support.objects.filter(idea=idea.pk).count()) == (False, None, 0)


def test_control_taking_back_that_looks_first_loses_support(lab, anna):
    bram, idea = make_member(lab, "Bram"), make_idea(anna)
    looked, supported = threading.Barrier(2), threading.Barrier(2)

    def careless():
        others = Idea.objects.get(pk=idea.pk).supports.exclude(person=anna).exists()
        looked.wait(10)
        supported.wait(10)
        if not others:
            Idea.objects.get(pk=idea.pk).delete()

    def support():
        looked.wait(10)
        counted = Idea.objects.select_related("lab").get(pk=idea.pk).support(bram)
        supported.wait(10)
        return counted

    assert together(careless, support) == [None, True]
    assert (Idea.objects.count(), Support.objects.count()) == (0, 0)  # counted, and deleted


# A pledge


def changes_words_while_it_is_taken_back(idea, bram, change):
    """Change the words; between reading and writing the pledge is taken back, as far as locks allow."""
    pledge = idea.pledge(bram, RESIDENT_VOICE, "time", "Water geven").thing
    was_read, was_taken_back = threading.Event(), threading.Event()

    def pause(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith("SELECT") and "ideas_pledge" in sql and not was_read.is_set():
            was_read.set()
            was_taken_back.wait(1)
        return answer

    def slowly():
        with connection.execute_wrapper(pause):
            return change()

    def take_back():
        was_read.wait(10)
        Pledge.objects.get(pk=pledge.pk).take_back()
        was_taken_back.set()

    assert not [raised for raised in together(slowly, take_back) if isinstance(raised, Exception)]
    return list(Pledge.objects.order_by("pk").values_list("state", "words"))


def test_pledge_that_is_taken_back_while_its_words_change_keeps_no_words(anna):
    idea, bram = make_idea(anna), make_member(anna.lab, "Bram")
    left = changes_words_while_it_is_taken_back(
        idea, bram, lambda: Idea.objects.get(pk=idea.pk).pledge(bram, RESIDENT_VOICE, "time", "Elke dag water geven")
    )
    assert left == [("taken_back", "")]


def test_control_words_changed_without_the_lock_of_the_idea_stay(anna):
    idea, bram = make_idea(anna), make_member(anna.lab, "Bram")

    def careless():
        pledge = Pledge.objects.get(idea=idea, person=bram, state="open")
        Pledge.objects.filter(pk=pledge.pk).update(words="Elke dag water geven")

    assert changes_words_while_it_is_taken_back(idea, bram, careless) == [("taken_back", "Elke dag water geven")]
