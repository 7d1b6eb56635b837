"""Live under faults: each acknowledged change is on every open page, once, and each page equals a fresh one.

    bin/test faults [--seed N] [--seeds N] [--only WORDS] [--database postgres|sqlite] [--readers N]
    bin/test faults --control sequence|poll|silence      only this control, a deliberate bug that must be found

Without a seed it chooses and prints one. The controls always run first.
"""

import argparse
import asyncio
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults import afterwards, evenings, faults, moderating, writes
from tests.faults.people import Answer
from tests.faults.rig import HEAD, SETTLES_IN, Rig
from tests.faults.scene import AUTHOR, GUEST, KEEPER, LEADER
from tests.faults.silence import SILENT, until_done

OFTEN = 20  # times refused
LEAST = 2_000  # acknowledged writes in a run of all faults; fewer prove nothing
CONTROLS = {
    "sequence": [("nothing", faults.nothing)],
    "poll": [("Redis killed", faults.redis_killed)],
    "silence": [(what, until_done(act.form)) for what, act in SILENT.items()],
}
SOME = {writes.say: (9, None), writes.change_photo: (4, AUTHOR)} | moderating.VERBS
SOME |= {evenings.lead: (9, LEADER), evenings.write_note: (4, GUEST), afterwards.publish: (4, KEEPER)}
VERBS = {"silence": SOME}  # of a control; else all


def run(
    seed, chosen, kind="postgres", readers=60, kept=None, settles_in=SETTLES_IN, verbs=writes.VERBS, **environment
):
    """Play the chosen faults with this seed, print a row for each, and return the outcomes."""
    rig = Rig(seed, kind, readers, settles_in=settles_in, verbs=verbs)
    with (
        tempfile.TemporaryDirectory(prefix="stadslab-faults-") as folder,
        rig.standing(len(chosen), Path(folder), **environment),
    ):
        say(f"\nseed {seed}, {kind}, {readers} pages\n{HEAD}")
        try:
            return asyncio.run(rig.run(chosen, told=tell))
        finally:
            keep_logs(Path(folder), kept)


def run_control(name, seed, readers=40):
    """Play it on a site with a deliberate bug, or with one in each lab; return whether the rig found all."""
    ours = {"DJANGO_SETTINGS_MODULE": "tests.faults.control_settings", "FAULTS_CONTROL": name}
    verbs = VERBS.get(name, writes.VERBS)
    outcomes = run(seed, CONTROLS[name], "postgres", readers, settles_in=12, verbs=verbs, **ours)
    missed = [one.fault for one in outcomes if not is_found(one)]
    say(f"control: {name} was {'NOT ' if missed else ''}found {', '.join(missed)}".rstrip())
    return not missed


def is_found(outcome):
    sign = SILENT[outcome.fault].sign if outcome.fault in SILENT else ""
    return any(sign in words for words in [*outcome.wrong, *outcome.differing])


def keep_logs(folder, kept):
    for log in folder.glob("*/log") if kept else ():
        shutil.copy(log, kept / f"{log.parent.name}.log")


def tell(outcome):
    say(outcome.row())
    for words in [*outcome.wrong[:5], *outcome.differing[:5]]:
        say(f"    {words[:500]}")


def say(words):
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def read(words=None):
    """Parse the command line; `controls` are played first."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="bin/test faults"
    )
    options.add_argument("--seed", type=int, default=random.randrange(10**6))
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--only", default="", help="faults with these words in their name")
    options.add_argument("--database", choices=["postgres", "sqlite"])
    options.add_argument("--readers", type=int, default=100)
    options.add_argument("--control", choices=CONTROLS)
    options.add_argument("--settles-in", type=int, default=SETTLES_IN, help="seconds until every page must be sound")
    options.add_argument("--logs", type=Path, help="a folder that gets what the servers said")
    options.add_argument("--verbs", action="store_true", help="also what was done, and how it was answered")
    asked = options.parse_args(words)
    if not asked.control and not any(chosen(asked).values()):
        names = ", ".join(sorted({name for there_are in playable(asked).values() for name in there_are}))
        options.error(f"no fault that can be played here has {asked.only!r} in its name; there are: {names}")
    asked.controls = [asked.control] if asked.control else list(CONTROLS)
    return asked


def playable(asked):
    """The faults by name, for each database that is asked for."""
    return {kind: there_are for kind, there_are in faults.by_database().items() if asked.database in (None, kind)}


def chosen(asked):
    """Those of them with the words that were asked for in their name."""
    return {
        kind: {name: fault for name, fault in there_are.items() if asked.only in name}
        for kind, there_are in playable(asked).items()
    }


def main():
    asked = read()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the services stop too
    are_found = [run_control(name, asked.seed) for name in asked.controls]
    if asked.control:
        sys.exit(0 if all(are_found) else 1)
    outcomes = []
    for seed in range(asked.seed, asked.seed + asked.seeds):
        for kind, there_are in chosen(asked).items():
            order = list(there_are.items())
            random.Random(seed).shuffle(order)
            if order:
                outcomes += run(seed, order, kind, asked.readers, asked.logs, asked.settles_in)
    is_whole = not (asked.only or asked.database)
    is_sound = sum_up(outcomes, LEAST if is_whole else 0, asked.verbs)
    sys.exit(0 if outcomes and is_sound and all(are_found) else 1)


def sum_up(outcomes, least=0, with_verbs=False):
    """Print the sum of all outcomes, and the omitted faults; return whether all is sound.

    With `least`, at least that many writes must be acknowledged, and somebody must get 429: the quotas were on. A form
    that was sent often and never acknowledged proves nothing: perhaps it isn't the form that the page has.
    """
    answers = sum((one.answers for one in outcomes), Counter())
    wrong, differing = sum(len(one.wrong) for one in outcomes), sum(len(one.differing) for one in outcomes)
    told = ", ".join(f"{answers[answer]} {answer.value}" for answer in Answer)
    say(f"\n{len(outcomes)} faults: {told}; {wrong} lost, doubled or out of nothing; {differing} differing pages")
    for name, why in faults.left_out().items():
        say(f"left out: {name} ({why})")
    if with_verbs:
        for (verb, answer), n in sorted(sum((one.verbs for one in outcomes), Counter()).items()):
            say(f"    {verb:<20}{answer:<14}{n:>6}")
    never = never_acknowledged(sum((one.verbs for one in outcomes), Counter()))
    for verb in never:
        say(f"never acknowledged: {verb}")
    is_proof = answers[Answer.ACKNOWLEDGED] >= least
    if not is_proof:
        say(f"too few acknowledged: at least {least:,} make it a proof")
    is_limited = bool(answers[Answer.TOO_OFTEN] or not least)
    if not is_limited:
        say("nobody was told 'too often': the limits were off")
    return is_proof and is_limited and not never and not wrong and not differing


def never_acknowledged(verbs):
    """Return the verbs that were answered often, and always refused. `verbs`: how often, by verb and answer."""
    often = [verb for (verb, answer), number in verbs.items() if answer == Answer.REFUSED.value and number >= OFTEN]
    return sorted(verb for verb in often if not verbs[verb, Answer.ACKNOWLEDGED.value])


if __name__ == "__main__":
    main()
