"""`bin/bench against` says what became worse by more than chance, and nothing else."""

import pytest

from benchmarks.against import in_turns
from benchmarks.against_figures import AGAIN, CPU, DELIVERIES, NOW, REQUESTS, SIDES, THEN, Figures


def figures(kind, **sides):
    """Figures with one of `kind` for each position in the values of the sides."""
    made = Figures()
    for side, values in sides.items():
        for number, value in enumerate(values):
            made.add(f"page {number}", kind, side, value)
    return made


def test_what_differs_less_than_the_same_code_from_itself_is_not_worse():
    made = figures(CPU, then=[10.0, 20.0], again=[11.2, 20.0], now=[10.0, 22.3])
    assert made.margin(CPU) == pytest.approx(0.12)
    assert made.worse() == []


def test_what_differs_more_is_worse():
    made = figures(CPU, then=[10.0, 20.0], again=[11.2, 20.0], now=[10.0, 22.5])
    assert made.worse() == ["page 1, CPU, ms: 12% worse"]
    assert [row.endswith("WORSE") for row in made.rows()] == [False, False, True]


def test_what_is_better_by_far_is_not_worse():
    assert figures(CPU, then=[10.0], again=[10.0], now=[1.0]).worse() == []
    assert figures(DELIVERIES, then=[10.0], again=[10.0], now=[100.0]).worse() == []


def test_of_deliveries_fewer_are_worse():
    made = figures(DELIVERIES, then=[1000.0], again=[1000.0], now=[500.0])
    assert made.worse() == ["page 0, deliveries/s a core: 100% worse"]


def test_a_control_that_is_better_by_chance_is_chance_too():
    made = figures(CPU, then=[10.0], again=[8.0], now=[11.9])
    assert made.margin(CPU) == pytest.approx(0.2)
    assert made.worse() == []


def test_chance_of_one_kind_excuses_no_other():
    made = figures(CPU, then=[10.0], again=[20.0], now=[15.0])
    for side, requests in ((THEN, 16), (AGAIN, 16), (NOW, 17)):
        made.add("home", REQUESTS, side, requests)
    assert made.worse() == ["home, requests: 6% worse"]
    assert [row.endswith("noisy") for row in made.rows()] == [False, True, False]


def test_the_best_turn_of_each_side_counts():
    made = Figures()
    for side, turns in ((THEN, [30.0, 10.0]), (AGAIN, [10.0, 90.0]), (NOW, [10.3, 50.0])):
        for value in turns:
            made.add("home", CPU, side, value)
    assert made.worse() == []
    made["home", CPU].values[NOW][0] = 10.6
    assert made.worse() == ["home, CPU, ms: 6% worse"]


def test_each_side_takes_a_turn_and_another_one_is_first_each_time():
    turns = list(in_turns(3))
    for number in range(3):
        assert sorted(side for turn, side in turns if turn == number) == sorted(SIDES)
    assert [side for _turn, side in turns[:: len(SIDES)]] == list(SIDES)
