"""A short run of `bin/test faults`, with the printed seed; the controls run in `bin/test all`."""

import os
import random
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import EVERYTHING, SEED
from tests.faults import __main__ as command
from tests.faults import faults
from tests.faults.__main__ import CONTROLS, LEAST, OFTEN, read, run, run_control, sum_up
from tests.faults.people import Answer
from tests.faults.rig import Outcome
from tests.faults.silence import SILENT

pytestmark = pytest.mark.slow
KIND = "postgres" if os.environ.get("REDIS_URL") else "sqlite"
LONG = {"kill -9, twenty times", "pages cut", "restored from a backup", faults.CLOCK}
THERE_ARE = faults.by_database()[KIND]
SHORT = [name for name in THERE_ARE if name not in LONG]


@pytest.mark.postgres
def test_what_was_acknowledged_stands_in_every_page_once_whatever_goes_wrong():
    names = random.Random(SEED).sample(SHORT, 2 if KIND == "postgres" else 1)
    outcomes = run(SEED, [(name, THERE_ARE[name]) for name in names], KIND, readers=30)
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


@pytest.mark.parametrize(
    ("refused", "acknowledged", "is_sound"), [(OFTEN, 0, False), (OFTEN - 1, 0, True), (99, 1, True)]
)
def test_a_form_that_is_always_refused_proves_nothing_and_is_named(capsys, refused, acknowledged, is_sound):
    outcome = Outcome("nothing")
    outcome.verbs = Counter({("pick", "refused"): refused, ("pick", Answer.ACKNOWLEDGED.value): acknowledged})
    assert sum_up([outcome]) is is_sound
    assert ("never acknowledged: pick" in capsys.readouterr().out) is not is_sound


@pytest.mark.parametrize(("faketime", "is_told"), [(None, True), (Path("libfaketime.so.1"), False)])
def test_a_fault_that_cannot_be_played_here_is_told_in_the_sum(capsys, monkeypatch, faketime, is_told):
    monkeypatch.setattr(faults, "FAKETIME", faketime)
    assert sum_up([Outcome("nothing")])
    told = capsys.readouterr().out.splitlines()
    assert ("left out: clock moved an hour (libfaketime is not installed)" in told) is is_told
    for kind, there_are in faults.by_database().items():
        assert faults.ALL[kind].keys() - there_are.keys() == ({"clock moved an hour"} if is_told else set())


@pytest.mark.parametrize("words", ["", "--seeds 3", "--only Redis --seed 7", "--database sqlite"])
def test_the_controls_go_before_whatever_is_asked(words):
    assert read(words.split()).controls == list(CONTROLS)


@pytest.mark.parametrize("words", ["--only nonsense", "--only redis", "--database sqlite --only Redis"])
def test_what_names_no_fault_is_refused_with_those_there_are(play, capsys, words):
    assert play(words, set(CONTROLS)) == (2, [])
    told = capsys.readouterr().err
    assert f"no fault that can be played here has '{words.split()[-1]}' in its name; there are: " in told
    assert ("Redis killed" in told) is ("sqlite" not in words)


def test_a_run_in_which_nothing_was_played_is_no_proof(play):
    assert play("--only Redis --seeds 0", set(CONTROLS)) == (1, list(CONTROLS))


def test_a_control_can_be_played_alone():
    assert read(["--control", "poll"]).controls == ["poll"]


@pytest.fixture
def play(monkeypatch):
    """`play(words, found)`: return the exit code and what was played; only the controls in `found` differ."""
    before = signal.getsignal(signal.SIGTERM)

    def play(words, found):
        played = []

        def differing(name):
            return [SILENT[name].sign if name in SILENT else "a page"]

        def run(seed, chosen, *options, **environment):
            control = environment.get("FAULTS_CONTROL", "none")
            played.append(control)
            return [Outcome(name, differing=differing(name) if control in found else []) for name, _ in chosen]

        monkeypatch.setattr(command, "run", run)  # otherwise each needs two machines for a minute
        monkeypatch.setattr(sys, "argv", ["bin/test faults", *words.split()])
        with pytest.raises(SystemExit) as ended:
            command.main()
        return ended.value.code, played

    yield play
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize(
    ("found", "code"),
    [(set(CONTROLS), 0), *((set(CONTROLS) - {one}, 1) for one in CONTROLS), (set(), 1), ({*CONTROLS, "none"}, 1)],
)
@pytest.mark.parametrize("words", ["--seeds 1 --database sqlite", "--seeds 1 --only rolling --database postgres"])
def test_a_run_fails_when_a_control_is_not_found(play, words, found, code):
    assert play(words, found) == (code, [*CONTROLS, "none"])


@pytest.mark.parametrize(("found", "code"), [({"poll"}, 0), ({"sequence"}, 1)])
def test_a_control_alone_fails_when_it_is_not_found(play, found, code):
    assert play("--control poll", found) == (code, ["poll"])


@pytest.mark.skipif(KIND != "postgres" or not EVERYTHING, reason="bin/test all, on PostgreSQL and Redis")
@pytest.mark.parametrize("control", CONTROLS)
def test_a_fault_of_our_own_is_found(control):
    assert run_control(control, SEED)


def test_a_silent_act_is_found_only_by_what_it_leaves_on_open_pages(monkeypatch, capsys):
    """A slow machine makes pages differ too."""
    for sign, expected in (("", False), ("talk-closing-", True)):
        outcomes = [Outcome(name, differing=[act.sign, "news-count-7"]) for name, act in SILENT.items()]
        outcomes[0].differing[0] = sign
        monkeypatch.setattr(command, "run", lambda *_, outcomes=outcomes, **__: outcomes)
        assert run_control("silence", SEED) is expected
    assert "silence was NOT found closing a conversation\n" in capsys.readouterr().out
