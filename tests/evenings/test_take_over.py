"""What the room picked on the wall becomes what people choose from, in one press."""

import uuid

import pytest

from common import clock
from evenings.models import Choice, Note, Option, Pile
from evenings.models import choosing as verbs
from evenings.models.choosing import ChoiceClosed, HasPicks
from evenings.models.picked import as_option, wall_before
from tests.evenings.test_choices import at, pressed, seen, texts
from tests.evenings.test_choosing import again, begin, give, joined, step_of
from tests.evenings.test_doors import door, read
from tests.ideas.conftest import browser


def note(evening, text, step=2):
    return again(evening).write(evening.session.plan_steps[step].pk, text, uuid.uuid4(), clock.now())


def pile(evening, title, *of):
    notes = [note(evening, text) for text in of or (f"Iets bij {title}",)]
    return again(evening).lay_together({one.pk: 0 for one in notes}, title, uuid.uuid4(), clock.now())


def keep(evening, thing):
    again(evening).keep(type(thing), thing.pk, True, clock.now())


def take(evening):
    return verbs.take_over(again(evening), step_of(evening), clock.now())


def dots_step(evening):
    return evening.session.plan_steps[4]


def test_who_leads_takes_the_kept_piles_and_notes_over_in_one_press(evening, hers):
    begin(evening, texts=["Proefwinkel"], is_open=False)
    green, _grey, food = pile(evening, "Groen"), pile(evening, "Grijs"), pile(evening, "Samen eten")
    loose = note(evening, "Een bank\nbij de Maas")
    for thing in (green, food, loose):
        keep(evening, thing)
    page = hers.get(door("live_lead", evening))
    assert "Neem de stapels over" in read(page)
    for _again in range(2):
        assert pressed(hers, evening, "take", page).status_code == 302
        assert texts() == ["Proefwinkel", "Groen", "Samen eten", "Een bank bij de Maas"]
    assert [option.pile for option in Option.objects.all()] == [None, green, food, None]
    assert Choice.objects.get().version == 2, "pressed twice is taken over once"
    assert "Neem de stapels over" not in read(hers.get(door("live_lead", evening)))


def test_all_piles_are_taken_over_if_nothing_is_marked_and_a_note_of_a_kept_pile_comes_with_it(evening):
    begin(evening, texts=["Proefwinkel"], is_open=False)
    first, _second = pile(evening, "Groen", "Een boom"), pile(evening, "Grijs")
    take(evening)
    assert texts() == ["Proefwinkel", "Groen", "Grijs"]
    verbs.prepare(step_of(evening), Choice.objects.get().version, ["Proefwinkel"], 3, 2)
    keep(evening, first)
    keep(evening, Note.objects.get(text="Een boom"))
    take(evening)
    assert texts() == ["Proefwinkel", "Groen"]


def test_before_the_evening_gets_there_what_is_typed_stays_and_the_piles_come_with_it(evening, hers):
    pile(evening, "Groen")
    step = dots_step(evening)
    page = hers.get(at(evening, step))
    assert "Groen" in read(page)
    body = {"options": "Filmavond", "dots": "4", "most": "2", "seen": seen(page), "take": "1"}
    for _again in range(2):
        assert hers.post(at(evening, step), body).url == at(evening, step)
    assert texts() == ["Filmavond", "Groen"]
    choice = Choice.objects.get()
    assert (choice.dots, choice.version) == (4, 1)
    page = hers.get(at(evening, step))
    assert "Filmavond\nGroen" in read(page)
    assert "Neem de stapels over" not in read(page)
    hers.post(at(evening, step), {"options": "Groen\nFilmavond", "dots": "4", "most": "2", "seen": seen(page)})
    assert Option.objects.get(text="Groen").pile == Pile.objects.get(), "saved again, it is still of its pile"


def test_an_option_in_other_words_is_still_of_its_pile(evening):
    begin(evening, texts=["Filmavond", "Proefwinkel"], is_open=False)
    green, grey = pile(evening, "Groen"), pile(evening, "Grijs")
    take(evening)
    for options in (
        ["Filmavond", "Proefwinkel", "Meer groen", "Grijs"],
        ["Proefwinkel", "Meer groen in de straat", "Minder grijs"],
        ["Een boom", "Filmavond", "Proefwinkel", "Veel groen", "Weinig grijs"],
    ):
        verbs.prepare(step_of(evening), Choice.objects.get().version, options, 3, 2)
        assert texts() == options
        named = {option.pile: option.text for option in Option.objects.exclude(pile=None)}
        assert named == {one: text for text in options for one in (green, grey) if one.title.lower() in text.lower()}
        assert not take(evening), "it isn't taken over again"
    verbs.prepare(step_of(evening), Choice.objects.get().version, ["Filmavond", "Iets heel anders"], 3, 2)
    assert not Option.objects.exclude(pile=None).exists(), "which of them this was nobody can say"


def test_with_nothing_typed_the_piles_are_enough(evening, hers):
    pile(evening, "Groen")
    step = dots_step(evening)
    body = {"options": "", "dots": "3", "most": "3", "seen": "0", "take": "1"}
    assert hers.post(at(evening, step), body).status_code == 302
    assert texts() == ["Groen"]
    page = hers.post(at(evening, step), {**body, "most": "4"})
    assert page.status_code == 422


def test_what_does_not_fit_is_named(evening, hers):
    begin(evening, texts=[f"Keuze {number}" for number in range(11)], is_open=False)
    pile(evening, "Groen")
    pile(evening, "Grijs")
    pressed(hers, evening, "take")
    assert texts()[10:] == ["Keuze 10", "Groen"]
    page = read(hers.get(door("live_lead", evening)))
    assert "Er passen niet meer dan 12 keuzes" in page
    assert "Grijs" in page
    assert "Neem de stapels over" not in page


def test_it_goes_while_people_choose_until_it_is_closed(evening):
    one, *_rest = begin(evening)
    give(joined(evening), one, 2)
    pile(evening, "Groen")
    assert take(evening)
    assert give(joined(evening), Option.objects.get(text="Groen"), 1)
    verbs.close_choice(again(evening), step_of(evening), clock.now())
    pile(evening, "Grijs")
    with pytest.raises(ChoiceClosed):
        take(evening)


def test_a_question_with_answers_keeps_its_own_options(evening):
    yes, *_rest = begin(evening, "question", texts=[])
    give(joined(evening), yes, 1)
    pile(evening, "Groen")
    with pytest.raises(HasPicks):
        take(evening)


def test_only_the_last_wall_counts(evening):
    pile(evening, "Groen")
    steps = evening.session.plan_steps
    assert wall_before(steps[4]) == [steps[3], steps[2]]
    assert wall_before(steps[3]) == [steps[2]]
    assert wall_before(steps[2]) == []
    evening.session.steps.filter(pk=steps[3].pk).update(kind="notes")
    evening.session.refresh_from_db()
    begin(evening, texts=["A", "B"], is_open=False)
    assert not take(evening), "the second round has no piles yet"


def test_what_was_renamed_taken_apart_or_taken_back_does_not_change_an_option(evening):
    begin(evening, texts=["A"], is_open=False)
    green = pile(evening, "Groen")
    take(evening)
    Pile.objects.update(title="Iets anders")
    assert not take(evening), "the same pile isn't taken over again"
    again(evening).take_apart(green.pk, clock.now())
    assert texts() == ["A", "Groen"]
    green.delete()
    assert Option.objects.get(text="Groen").pile is None


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("- Een bank\n\n* en een boom", "Een bank en een boom"),
        ("woord " * 20, "woord " * 12 + "woord…"),
        ("w" * 200, "w" * 79 + "…"),
        ("-", ""),
    ],
)
def test_a_long_note_is_cut_at_a_word(text, option):
    assert as_option(text) == option
    assert len(option) <= 80


def test_only_who_leads_takes_over(evening, bram, mo):
    begin(evening, texts=["A"], is_open=False)
    pile(evening, "Groen")
    body = {"do": "take", "step": step_of(evening).pk, "seen": 1}
    for who in (bram, mo):
        assert browser(who).post(door("live_choice", evening), body).status_code == 404
    assert texts() == ["A"]


def test_the_queries_do_not_grow_with_the_piles(evening, hers, django_assert_max_num_queries):
    begin(evening, texts=["A"], is_open=False)
    pile(evening, "Groen")
    hers.get(door("live_lead", evening))
    with django_assert_max_num_queries(200) as asked:
        hers.get(door("live_lead", evening))
    few = len(asked)
    for number in range(10):
        pile(evening, f"Stapel {number}", "een", f"twee {number}")
    with django_assert_max_num_queries(few):
        hers.get(door("live_lead", evening))
