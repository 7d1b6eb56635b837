"""Many at the same moment, on real threads: support across the threshold owes one answer, and so do many who ask.

The controls run the same code on PostgreSQL with the lock of the idea left out, and show the fault.
"""

import threading
from contextlib import contextmanager, suppress
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection

from answers.chores import remind
from answers.models import Answer, Because, Step, Taken, Terms, letters
from answers.models.answer import ask
from common.times import A_DAY, wall_clock
from ideas.models import Idea, Moved, taking_part
from notifications.models import Notice
from tests.answers.conftest import asked, voice_of, words
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser, tab
from tests.ideas.test_races import all_at_once
from tests.standing import standing_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.postgres]
FIFTY = 50


@pytest.fixture
def lab():
    lab = make_lab()
    Terms.objects.create(lab=lab, threshold=20)
    return lab


@pytest.fixture
def idea(lab):
    return make_idea(make_member(lab, "Anna"))


def test_fifty_who_support_at_once_across_the_threshold_owe_one_answer(idea):
    clients = [browser(make_member(idea.lab, f"Buur{number}")) for number in range(FIFTY)]
    address = f"{idea.get_absolute_url()}steun/"
    found = all_at_once([lambda client=client: tab(client).post(address).status_code for client in clients])
    assert set(found) == {302}
    idea.refresh_from_db()
    answer = Answer.objects.get()
    assert (idea.support_count, answer.because, answer.supporters) == (FIFTY, Because.SUPPORT, 20)
    assert idea.answer_due == answer.due
    assert answer.revision <= idea.revision


def test_twenty_who_ask_at_once_owe_one_answer(idea):
    clients = [browser(make_member(idea.lab, f"Maker{number}", "stadmaker")) for number in range(20)]
    address = f"{idea.get_absolute_url()}antwoord/vragen/"
    said = {"reason": "De kwekers willen het weten."}
    found = all_at_once([lambda client=client: tab(client).post(address, said).status_code for client in clients])
    assert set(found) == {302}
    assert Answer.objects.count() == 1


def test_support_and_asking_at_once_owe_one_answer_between_them(idea):
    makers = [make_member(idea.lab, f"Maker{number}", "stadmaker") for number in range(5)]
    people = [make_member(idea.lab, f"Buur{number}") for number in range(25)]
    acts = [lambda who=who: Idea.objects.get(pk=idea.pk).support(who) for who in people]
    acts += [lambda who=who: ask(Idea.objects.get(pk=idea.pk), who, voice_of(who), "Kan dit?") for who in makers]
    all_at_once(acts)
    answer = Answer.objects.get()
    assert answer.supporters == 20 or answer.because == Because.SUPPORT


def test_twenty_new_dates_at_once_leave_one_and_tell_the_others(idea, lab):
    fleur = make_member(lab, "Fleur", "civil_servant")
    answer, first = asked(idea, fleur), date(2100, 1, 1)

    def choose(number):
        mine = Answer.objects.select_related("idea__lab").get(pk=answer.pk)
        try:
            return mine.choose_date(fleur, voice_of(fleur), first + timedelta(days=number), f"Reden {number}.", 0)
        except Moved:
            return None

    chosen = [one for one in all_at_once([lambda n=n: choose(n) for n in range(20)]) if one]
    assert [one.day for one in chosen] == [Idea.objects.get(pk=idea.pk).answer_due]
    assert answer.dates.count() == 1


def test_an_answer_that_is_given_many_times_at_once_is_given_once(idea, lab):
    fleur = make_member(lab, "Fleur", "civil_servant")
    answer = asked(idea, fleur)

    def give():
        mine = Answer.objects.select_related("idea__lab").get(pk=answer.pk)
        return mine.give(fleur, voice_of(fleur), **words(kind="yes"))

    assert sum(version is not None for version in all_at_once([give] * 20)) == 1
    assert (answer.versions.count(), idea.story.count()) == (1, 1)


# The clock


def test_ten_workers_remind_once(idea, lab):
    answer = asked(idea, make_member(lab, "Fleur", "civil_servant"))
    with standing_at(wall_clock(answer.due + A_DAY, time(9))):
        assert sum(all_at_once([remind] * 10, threads=10)) == 1
    assert Notice.objects.filter(kind="answer_overdue").count() == 1


def test_control_looking_before_the_lock_reminds_twice(idea, lab):
    answer = asked(idea, make_member(lab, "Fleur", "civil_servant"))
    both_looked = threading.Barrier(2)

    def look_first():
        told = answer.told.filter(day=answer.due, step=Step.LATE).exists()
        both_looked.wait(10)
        if not told:
            letters.clock_says(answer, Step.LATE)

    all_at_once([look_first] * 2, threads=2)
    assert Notice.objects.filter(kind="answer_overdue").count() == 2


def test_a_reminder_and_the_answer_at_once_tell_no_reminder_after_the_answer(idea, lab):
    fleur = make_member(lab, "Fleur", "civil_servant")
    answer = asked(idea, fleur)

    def give():
        return Answer.objects.select_related("idea__lab").get(pk=answer.pk).give(fleur, voice_of(fleur), **words())

    with standing_at(wall_clock(answer.due + A_DAY, time(9))):
        all_at_once([remind, give], threads=2)
        order = list(Notice.objects.order_by("pk").values_list("kind", flat=True))
    assert order[-1] == "answer_given"
    assert order.count("answer_overdue") <= 1


def test_twenty_who_pick_it_up_at_once_leave_one_owner(idea, lab):
    asked(idea, make_member(lab, "Chaima", "stadmaker"))
    clients = [browser(make_member(lab, f"Fleur{number}", "civil_servant")) for number in range(20)]
    address = f"{idea.get_absolute_url()}antwoord/oppakken/"
    found = all_at_once([lambda client=client: tab(client).post(address).status_code for client in clients])
    assert set(found) == {302}
    answer = Answer.objects.get()
    assert answer.owner is not None
    assert [note.by for note in answer.notes.all()] == [answer.owner]


def test_twenty_presses_at_once_are_one_word_about_an_answer(idea, lab):
    fleur, bram = make_member(lab, "Fleur", "civil_servant"), make_member(lab, "Bram")
    answer = asked(idea, fleur)
    version = answer.give(fleur, voice_of(fleur), **words())

    def say(number):
        mine = Answer.objects.select_related("idea__lab").get(pk=answer.pk)
        return mine.say_clear(bram, number % 2 == 0, "Welke bus?", version.pk)

    all_at_once([lambda n=n: say(n) for n in range(20)])
    assert version.clarities.count() == 1


# Controls: our own code, in which the second one looks before the first one has written


@pytest.fixture
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time")


def both_at_once(acts, before):
    """Run two acts that wait for each other before their first statement with these words.

    With the lock only one comes so far: it goes on after a second.
    """
    both_looked = threading.Barrier(2)

    def meet(execute, sql, params, many, context):
        if before in sql:
            with suppress(threading.BrokenBarrierError):
                both_looked.wait(1)
        return execute(sql, params, many, context)

    def run(act):
        with connection.execute_wrapper(meet):
            return act()

    return all_at_once([lambda act=act: run(act) for act in acts], threads=2)


@contextmanager
def without_constraints():
    """Let the database keep two answers that are owed about one idea, until the block ends."""
    names = {"one_answer_owed_per_idea", "support_owes_one_answer"}
    constraints = [constraint for constraint in Answer._meta.constraints if constraint.name in names]
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.remove_constraint(Answer, constraint)
    try:
        yield
    finally:
        Answer.objects.all().delete()
        with connection.schema_editor() as editor:
            for constraint in constraints:
                editor.add_constraint(Answer, constraint)


def two_pass_the_threshold(idea):
    """Let two people support an idea that lacks one supporter; return how many answers are owed, and told."""
    Idea.objects.filter(pk=idea.pk).update(support_count=19)
    people = [make_member(idea.lab, f"Buur{number}") for number in range(2)]
    acts = [lambda who=who: Idea.objects.select_related("lab").get(pk=idea.pk).support(who) for who in people]
    assert both_at_once(acts, 'UPDATE "ideas_idea"') == [True, True]
    return Answer.objects.count(), Notice.objects.filter(kind="answer_owed").count()


def test_two_who_pass_the_threshold_at_once_owe_one_by_the_lock_alone(on_postgres, idea):
    with without_constraints():
        assert two_pass_the_threshold(idea) == (1, 1)


def test_control_support_that_does_not_lock_the_idea_owes_two(on_postgres, idea, monkeypatch):
    reads = "SELECT revision + 1, tally_revision + 1, support_count + 1 FROM ideas_idea WHERE id = %s"
    monkeypatch.setattr(taking_part, "ONE_MORE", reads)
    with without_constraints():
        assert two_pass_the_threshold(idea) == (2, 2)


def test_control_with_the_constraints_but_without_the_lock_a_supporter_meets_an_error(on_postgres, idea, monkeypatch):
    reads = "SELECT revision + 1, tally_revision + 1, support_count + 1 FROM ideas_idea WHERE id = %s"
    monkeypatch.setattr(taking_part, "ONE_MORE", reads)
    with pytest.raises(IntegrityError):
        two_pass_the_threshold(idea)
    assert Answer.objects.count() == 1


def two_pick_it_up(lab, idea):
    answer = asked(idea, make_member(lab, "Chaima", "stadmaker"))
    people = [make_member(lab, f"Fleur{number}", "civil_servant") for number in range(2)]

    def pick_up(member):
        try:
            return Answer.objects.select_related("idea__lab").get(pk=answer.pk).take(member)
        except Taken:
            return "taken"

    taken = both_at_once([lambda who=who: pick_up(who) for who in people], 'INSERT INTO "answers_note"')
    return sorted(map(str, taken)), answer.notes.count()


def test_of_two_who_pick_it_up_at_once_the_second_hears_that_it_is_taken(on_postgres, lab, idea):
    assert two_pick_it_up(lab, idea) == (["True", "taken"], 1)


def test_control_without_the_lock_of_the_idea_two_pick_it_up(on_postgres, lab, idea, monkeypatch):
    monkeypatch.setattr(Idea, "hold", lambda idea: None)
    assert two_pick_it_up(lab, idea) == (["True", "True"], 2)
