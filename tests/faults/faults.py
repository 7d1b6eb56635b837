"""The faults, each an async generator.

Writes continue all the time. `yield LOOK` checks every page while the fault lasts; `yield work` does this work while
nobody writes.
"""

import asyncio
import signal
import sqlite3
from pathlib import Path

import redis as redis_client

from tests.faults import backup

FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
AN_HOUR = 3600


async def LOOK():
    """Do nothing: the pages are only compared."""


async def nothing(rig):
    await asyncio.sleep(3)
    yield


async def kill_web(rig, times=3):
    """kill -9 of a random web process, several times; the supervisor restarts it."""
    for _ in range(times):
        machine = rig.rng.choice(rig.web.machines)
        machine.kill("daphne", rig.rng)
        await asyncio.sleep(rig.rng.uniform(0.3, 1.8))
        await machine.answers()
        await asyncio.sleep(rig.rng.uniform(0.2, 1))
    yield


async def kill_web_twenty_times(rig):
    async for step in kill_web(rig, 20):
        yield step


async def kill_worker(rig, times=4):
    """kill -9 of a worker while it works; the supervisor restarts it, each time after a longer wait."""
    for _ in range(times):
        rig.rng.choice(rig.web.machines).kill("worker", rig.rng)
        await asyncio.sleep(rig.rng.uniform(2, 5))
    yield


async def lose_machine(rig):
    """kill -9 of all processes of one machine, also of the supervisor."""
    machine = rig.rng.choice(rig.web.machines)
    machine.lose()
    await asyncio.sleep(rig.rng.uniform(0.1, 0.8))
    machine.start()
    await machine.answers()
    yield


async def rolling_restart(rig, *clocks):
    """TERM to one machine after the other; with `clocks`, each restarts with another clock (seconds ahead)."""
    for number, machine in enumerate(rig.web.machines):
        await machine.stop()
        machine.start(**(another_clock(clocks[number % len(clocks)]) if clocks else {}))
        await machine.answers()
        await asyncio.sleep(1)
    yield


def another_clock(ahead):
    """Return the environment for another clock; the monotonic clock also starts elsewhere, as after a boot.

    With FAKETIME_DONT_FAKE_MONOTONIC, libfaketime takes the deadlines of Python's own lock for times of the other
    clock, and threads that wait for that lock spin (docs/faults.md).
    """
    return {"LD_PRELOAD": FAKETIME, "FAKETIME": f"{ahead:+d}s"}


async def clocks_moved(rig):
    """One machine is an hour ahead, the next an hour behind; then both clocks are correct again."""
    async for _ in rolling_restart(rig, AN_HOUR, -AN_HOUR):
        await asyncio.sleep(2)
    yield LOOK
    async for _ in rolling_restart(rig):
        yield


async def redis_killed(rig):
    rig.redis.process.kill()
    rig.redis.process.wait()
    await asyncio.sleep(3)
    yield LOOK
    await asyncio.to_thread(rig.redis.start)


async def redis_flushed(rig):
    for _ in range(8):
        redis_client.Redis.from_url(rig.redis.url).flushall()
        await asyncio.sleep(0.4)
    yield


async def redis_stopped(rig):
    """Redis is connected, but answers nothing."""
    rig.redis.process.send_signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(4)
        yield LOOK
    finally:
        rig.redis.process.send_signal(signal.SIGCONT)


async def redis_restarted_empty(rig):
    for _ in range(3):
        rig.redis.process.kill()
        rig.redis.process.wait()
        await asyncio.to_thread(rig.redis.start)
        await asyncio.sleep(1)
    yield


async def postgres_crashed(rig):
    """An immediate shutdown: clients are cut off, and PostgreSQL replays its log at the start."""
    for _ in range(2):
        rig.postgres.process.send_signal(signal.SIGQUIT)
        await asyncio.to_thread(rig.postgres.process.wait)
        await asyncio.sleep(rig.rng.uniform(0.3, 1.5))
        await asyncio.to_thread(rig.postgres.start)
        await asyncio.sleep(3)
    yield


async def pages_cut(rig):
    for _ in range(3):
        for how in ("reset", "half-open", "silent"):
            for reader in rig.rng.sample(rig.readers, len(rig.readers) // 6):
                reader.cut(how)
        await asyncio.sleep(2)
    await asyncio.sleep(10)
    yield


async def restored_from_backup(rig):
    """All changes after the backup are gone everywhere: pages fetch themselves again."""
    kept = {}

    async def make():
        kept["ledger"] = rig.scene.ledger.snapshot()
        await asyncio.to_thread(backup.make, rig)

    async def put_back():
        await rig.web.stop()
        await asyncio.to_thread(backup.put_back, rig)
        rig.scene.ledger.go_back(kept["ledger"])
        rig.scene.forget()
        await rig.web.start()

    yield make
    await asyncio.sleep(3)
    yield put_back
    await asyncio.sleep(3)


async def sqlite_busy(rig):
    """Another process holds the only write lock."""
    for _ in range(3):
        other = sqlite3.connect(rig.database, timeout=30, isolation_level=None, check_same_thread=False)
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        await asyncio.sleep(rig.rng.uniform(1, 4))
        other.execute("ROLLBACK")
        other.close()
        await asyncio.sleep(1)
    yield


CLOCK = "clock moved an hour"
EVERYWHERE = {
    "kill -9 of a web process": kill_web,
    "kill -9, twenty times": kill_web_twenty_times,
    "kill -9 of a worker": kill_worker,
    "kill -9 of a machine": lose_machine,
    "rolling restart": rolling_restart,
    "pages cut": pages_cut,
    "restored from a backup": restored_from_backup,
    CLOCK: clocks_moved,
}
ALL = {
    "postgres": EVERYWHERE
    | {
        "Redis killed": redis_killed,
        "Redis flushed": redis_flushed,
        "Redis stopped": redis_stopped,
        "Redis restarted empty": redis_restarted_empty,
        "PostgreSQL crashed": postgres_crashed,
    },
    "sqlite": EVERYWHERE | {"SQLite busy": sqlite_busy},
}


def left_out():
    """Return the faults that can't be played on this machine, with the reason."""
    return {} if FAKETIME else {CLOCK: "libfaketime is not installed"}


def by_database():
    """Return the other faults by name, for each database."""
    out = left_out()
    return {
        kind: {name: fault for name, fault in there_are.items() if name not in out} for kind, there_are in ALL.items()
    }
