"""The plans that every lab can begin with, as the guide gives them."""

from evenings.models import StepKind
from evenings.models.step import LONGEST, SENTENCE_LENGTH, SHORTEST, TITLE_LENGTH
from evenings.plans import plans


def test_ten_plans_take_the_minutes_that_the_guide_gives():
    assert [(plan.name, plan.minutes, len(plan.steps)) for plan in plans().values()] == [
        ("Kansen ophalen", 60, 7),
        ("Van idee naar plan", 120, 7),
        ("Rondje door de buurt", 90, 5),
        ("Toekomstbeelden vergelijken", 90, 6),
        ("Open tafel", 120, 3),
        ("De gemeente geeft antwoord", 75, 6),
        ("Kunnen we dit proberen?", 60, 6),
        ("Verder na de subsidie", 90, 6),
        ("Jong lab in de klas", 50, 6),
        ("Onze regels maken", 60, 6),
    ]


def test_each_step_fits_the_form_of_a_step():
    steps = [step for plan in plans().values() for step in plan.steps]
    assert {step.kind for step in steps} <= set(StepKind.values)
    assert all(SHORTEST <= step.minutes <= LONGEST for step in steps)
    assert all(0 < len(step.title) <= TITLE_LENGTH and 0 < len(step.sentence) <= SENTENCE_LENGTH for step in steps)
    assert all(step.task for step in steps)


def test_no_step_asks_people_to_read_more_than_fifteen_words():
    sentences = [
        sentence for plan in plans().values() for step in plan.steps for sentence in step.sentence.split(". ")
    ]
    assert [one for one in sentences if len(one.split()) > 15] == []
