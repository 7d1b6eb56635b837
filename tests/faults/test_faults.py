"""A short form of `bin/test faults`, with the seed that the run prints; the controls in `bin/test all`."""

import os
import random
from collections import Counter

import pytest

from tests.conftest import EVERYTHING, SEED
from tests.faults.__main__ import CONTROLS, LEAST, read, run, run_control, sum_up
from tests.faults.faults import BY_DATABASE
from tests.faults.people import Answer
from tests.faults.rig import Outcome

pytestmark = pytest.mark.slow
KIND = "postgres" if os.environ.get("REDIS_URL") else "sqlite"
LONG = {"kill -9, twenty times", "pages cut", "restored from a backup", "clock moved an hour"}
SHORT = [name for name in BY_DATABASE[KIND] if name not in LONG]


def test_what_was_acknowledged_stands_in_every_page_once_whatever_goes_wrong():
    names = random.Random(SEED).sample(SHORT, 2 if KIND == "postgres" else 1)
    outcomes = run(SEED, [(name, BY_DATABASE[KIND][name]) for name in names], KIND, readers=30)
    assert sum(one.answers[Answer.ACKNOWLEDGED] for one in outcomes) > 30
    assert [words for one in outcomes for words in [*one.wrong, *one.differing]] == []


@pytest.mark.parametrize(("acknowledged", "is_proof"), [(LEAST - 1, False), (LEAST, True)])
def test_a_whole_run_with_few_acknowledged_writes_proves_nothing_and_says_so(capsys, acknowledged, is_proof):
    counts = [Counter({Answer.ACKNOWLEDGED: n, Answer.TOO_OFTEN: 1}) for n in (7, acknowledged - 7)]
    outcomes = [Outcome("nothing", answers) for answers in counts]
    assert sum_up(outcomes, LEAST) is is_proof
    assert ("too few acknowledged" in capsys.readouterr().out) is not is_proof
    assert sum_up(outcomes), "a part of the faults may have few"


def test_a_whole_run_in_which_nobody_wrote_too_often_had_its_limits_off_and_says_so(capsys):
    outcomes = [Outcome("nothing", Counter({Answer.ACKNOWLEDGED: LEAST}))]
    assert not sum_up(outcomes, LEAST)
    assert "the limits were off" in capsys.readouterr().out
    assert sum_up(outcomes), "a part of the faults may be too short for it"


@pytest.mark.parametrize("words", ["", "--seeds 3", "--only Redis --seed 7", "--database sqlite"])
def test_the_controls_go_before_whatever_is_asked(words):
    assert read(words.split()).controls == list(CONTROLS)


def test_a_control_can_be_played_alone():
    assert read(["--control", "poll"]).controls == ["poll"]


@pytest.mark.skipif(KIND != "postgres" or not EVERYTHING, reason="bin/test all, on PostgreSQL and Redis")
@pytest.mark.parametrize("control", CONTROLS)
def test_a_fault_of_our_own_is_found(control):
    assert run_control(control, SEED)
