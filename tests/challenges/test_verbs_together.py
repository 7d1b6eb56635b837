"""Verbs of ideas and of their questions at one moment: nobody gets a deadlock, and a closed question takes no idea."""

import random
import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from answers.models.answer import ask
from challenges.models import Answering, Challenge, attach
from challenges.occasion import QuestionOccasion
from common import clock
from common.times import A_DAY, day_of
from events.models import Gathering
from ideas.models import Idea, Moved, Status
from ideas.occasions import Refused
from labs.models import RESIDENT_VOICE, HidingReason
from tests.challenges.factories import GROEN, in_a_month, make_question
from tests.conftest import EVERYTHING, SEED
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_lab, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 120 if EVERYTHING else 25
OCCASION = QuestionOccasion()


@transaction.atomic
def propose_for(challenge, member, title):
    """Do what the form of a new idea does."""
    OCCASION.hold(challenge)
    idea = make_idea(member, title, opportunity=f"Een tafel voor iedereen, {title}.")
    OCCASION.take(idea, challenge)


def together(acts):
    """Run these functions at one moment; return what went wrong."""
    failures, gate = [], threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait()
            act()
        except (PermissionDenied, Refused):
            pass
        except Exception as failure:  # noqa: BLE001  shown by the assertion of the test
            failures.append(repr(failure))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_opposite_verbs_never_deadlock():
    lab = make_lab()
    anna, bram, mo = make_member(lab), make_member(lab, "Bram"), make_member(lab, "Mo", "moderator")
    ideas = [make_idea(anna, f"Idee {n}") for n in range(3)]
    questions = [make_question(anna, f"Vraag {n}?") for n in range(2)]
    gatherings = [make_gathering(anna, f"Avond {n}", ideas=ideas[n:]) for n in range(2)]
    greet = make_member(lab, "Greet", "civil_servant", label="team Groen")

    def act(seed):
        chance = random.Random(seed)
        for number in range(ROUNDS):
            idea = Idea.objects.select_related("lab").get(pk=chance.choice(ideas).pk)
            question = Challenge.objects.select_related("lab").get(pk=chance.choice(questions).pk)
            gathering = Gathering.objects.select_related("lab").get(pk=chance.choice(gatherings).pk)
            some, done = chance.sample(ideas, chance.randint(0, 3)), chance.choice([Status.TALKING, Status.DOING])
            later = in_a_month() + A_DAY * (number + 1)
            verb = chance.choice(
                [
                    lambda: attach(idea, question),
                    lambda: attach(idea, None),
                    lambda: idea.set_status(mo, RESIDENT_VOICE, done, f"Zo is het {seed} {number}."),
                    lambda: idea.support(bram),
                    lambda: ask(idea, greet, GROEN, "Dit zoeken we uit."),
                    lambda: gathering.put_on_table(some),
                    lambda: gathering.note_outcomes({idea.pk: f"Kwam eruit {seed} {number}"}),
                    lambda: gathering.change(None, about=f"Over {seed} {number}"),
                    lambda: propose_for(question, bram, f"Nieuw {seed} {number}"),
                    lambda: idea.hide(mo, HidingReason.SPAM),
                    lambda: idea.restore(mo, "Toch goed."),
                    lambda: question.hide(mo, HidingReason.SPAM),
                    lambda: question.restore(mo, "Toch goed."),
                    lambda: question.close(anna, RESIDENT_VOICE, "Genoeg."),
                    lambda: question.lengthen(anna, RESIDENT_VOICE, later, "Nog een avond."),
                    lambda: question.edit(anna, title=f"Vraag {seed} {number}?"),
                    lambda: make_idea(bram, f"Weg {seed} {number}").withdraw(bram, RESIDENT_VOICE, "Toch niet."),
                ]
            )
            try:
                verb()
            except (PermissionDenied, Refused, Moved):
                pass

    assert together([lambda n=n: act(SEED * 10 + n) for n in range(3)]) == []
    for question in Challenge.objects.with_count():
        assert question.idea_count == Answering.objects.filter(challenge=question, idea__is_hidden=False).count()


def test_one_idea_that_is_attached_hidden_and_put_on_a_table_at_once_never_deadlocks():
    """A control: an `attach` that locks the question before the idea fails here."""
    lab = make_lab()
    anna, mo = make_member(lab), make_member(lab, "Mo", "moderator")
    idea, questions = make_idea(anna), [make_question(anna, f"Vraag {n}?") for n in range(2)]
    gathering = make_gathering(anna, "Avond", ideas=[idea])
    attach(idea, questions[0])

    def turn(number):
        return idea.restore(mo, "Toch goed.") if number % 2 else idea.hide(mo, HidingReason.SPAM)

    verbs = [
        lambda number: attach(Idea.objects.get(pk=idea.pk), Challenge.objects.get(pk=questions[number % 2].pk)),
        lambda number: turn(number),
        lambda number: Gathering.objects.get(pk=gathering.pk).put_on_table([idea] if number % 2 else []),
    ]

    def act(verb):
        for number in range(ROUNDS * 2):
            try:
                verb(number)
            except PermissionDenied:
                pass

    assert together([lambda verb=verb: act(verb) for verb in verbs]) == []


def test_ideas_at_the_moment_that_it_closes_are_all_in_before_or_refused():
    lab = make_lab()
    anna = make_member(lab)
    question = make_question(anna)
    people = [make_member(lab, f"Buur {n}") for n in range(6)]

    def close():
        Challenge.objects.get(pk=question.pk).close(anna, RESIDENT_VOICE, "Genoeg.")

    acts = [
        lambda who=who: propose_for(Challenge.objects.get(pk=question.pk), who, str(uuid.uuid4())) for who in people
    ]
    assert together([close, *acts]) == []
    closed_at = Challenge.objects.get(pk=question.pk).state_revision
    lined_up = list(Answering.objects.filter(challenge=question).values_list("lined_up", flat=True))
    assert all(revision < closed_at for revision in lined_up)
    assert Idea.objects.count() == len(lined_up), "who was refused left no idea"


def test_ten_who_attach_one_idea_at_once_attach_it_once():
    anna = make_member(make_lab())
    idea, question = make_idea(anna), make_question(anna)
    changed = []

    def press():
        changed.append(attach(Idea.objects.get(pk=idea.pk), Challenge.objects.get(pk=question.pk)))

    assert together([press] * 10) == []
    assert changed.count(True) == 1
    assert Answering.objects.count() == 1


def test_two_workers_at_once_close_it_once():
    question = make_question(make_member(make_lab()))
    Challenge.objects.filter(pk=question.pk).update(until=day_of(clock.now()) - A_DAY)
    assert together([lambda: Challenge.objects.get(pk=question.pk).close_on_time()] * 4) == []
    assert question.story.filter(kind="closed").count() == 1
