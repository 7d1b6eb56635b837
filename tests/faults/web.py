"""Machines that run `bin/serve` as an operator does, without a proxy; and the HTTP client for them."""

import asyncio
import http.client
import os
import random
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from stadslab import supervisor
from tests.services import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 15  # seconds that a person waits for a response
REFUSED_LINE, NO_ANSWER, TOO_LATE = 0, -1, -2  # besides the HTTP statuses


class Machine:
    """One installation: the supervisor, its web processes on one socket, and the worker."""

    def __init__(self, processes, program="bin/serve"):
        self.processes, self.folder, self.port = processes, Path(os.devnull), free_port()
        self.program = program
        self.origin = f"http://localhost:{self.port}"
        self.serve = None
        self.whole_since = None  # when it was last seen with all its processes; None: some are missing

    def start(self, **environment):
        """Run the program with these environment variables besides ours."""
        ours = {"PORT": self.port, "WEB_PROCESSES": self.processes, "VAR_DIR": self.folder} | environment
        with (self.folder / "log").open("a") as log:
            self.serve = subprocess.Popen(
                [ROOT / self.program], stdout=log, stderr=log, process_group=0,
                env=os.environ | {name: str(value) for name, value in ours.items()},
                preexec_fn=partial(supervisor.end_with, os.getpid()),
            )  # fmt: skip

    def children(self, kind):
        """Return the supervisor's child processes of this kind: "daphne" or "worker"."""
        pids = Path(f"/proc/{self.serve.pid}/task/{self.serve.pid}/children").read_text().split()
        return [int(pid) for pid in pids if kind in command_of(pid)]

    def kill(self, kind, rng):
        """kill -9 of one child of this kind, if one runs now; the supervisor restarts it."""
        for pid in rng.sample(self.children(kind), 1) if self.children(kind) else ():
            self.whole_since = self.whole_since if kind == "worker" else None
            os.kill(pid, signal.SIGKILL)

    def lose(self):
        """kill -9 of all processes at once, as in a power failure."""
        self.whole_since = None
        for pid in (self.serve.pid, *self.children("")):
            os.kill(pid, signal.SIGKILL)
        self.serve.wait()

    async def stop(self):
        """Stop as an operator does: TERM, and exit code 0."""
        if self.serve is None:
            return
        self.whole_since = None
        self.serve.terminate()
        code = await asyncio.to_thread(self.serve.wait, 4 * supervisor.PATIENCE)
        self.serve = None
        if code:
            raise RuntimeError(f"bin/serve on {self.port} ended with {code}")

    async def answers(self, seconds=240):
        """Wait until the machine serves, with all its processes."""
        until = time.monotonic() + seconds
        while len(self.children("daphne")) < self.processes or await asyncio.to_thread(self.status) != 200:
            if time.monotonic() > until or self.serve.poll() is not None:
                raise RuntimeError(f"bin/serve on {self.port} does not answer")
            await asyncio.sleep(0.1)
        self.whole_since = time.monotonic()

    def status(self):
        return self.call("GET", "/robots.txt", "", {"X-Forwarded-For": an_address(random)})[0]

    def call(self, method, url, body, headers):
        headers |= {"Host": self.origin.partition("//")[2], "Origin": self.origin}
        return call(self.port, method, url, body, headers)


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def an_address(rng):
    """Return an unused address, from the network behind the trusted proxy."""
    return f"10.{rng.randrange(1, 255)}.{rng.randrange(1, 255)}.{rng.randrange(1, 255)}"


class Web:
    """The machines, each with its number of web processes. There is no balancer: clients try the next machine."""

    def __init__(self, *processes):
        self.machines = [Machine(count) for count in processes]
        self.origins = [machine.origin for machine in self.machines]
        self.pool = ThreadPoolExecutor(24, thread_name_prefix="people")
        self.too_late = 0  # posts to a machine that was healthy all the time, without a response within PATIENCE

    async def start(self):
        for machine in self.machines:
            machine.start()
        await asyncio.gather(*(machine.answers() for machine in self.machines))

    async def stop(self):
        await asyncio.gather(*(machine.stop() for machine in self.machines))

    async def get(self, url, lang="nl", cookie="", at=0, address="10.0.0.1"):
        """Return status and text of a page; (0, "") when no machine responds completely."""
        headers = {"Cookie": f"language={lang}; {cookie}", "X-Forwarded-For": address}
        for _ in range(3):
            status, body, answered = await self.ask("GET", url, "", headers, at)
            if answered.get("Location") and status in (301, 302, 303):
                url = answered["Location"]
                continue
            return max(status, 0), body
        return 0, ""

    async def ask(self, method, url, body, headers, at):
        """Return status, body and headers. Status 0: no machine took it; negative: it may have been processed."""
        for count in range(len(self.machines)):
            machine = self.machines[(at + count) % len(self.machines)]
            loop, whole_since = asyncio.get_running_loop(), machine.whole_since
            answer = await loop.run_in_executor(self.pool, machine.call, method, url, body, dict(headers))
            if answer[0] != REFUSED_LINE:
                was_whole = whole_since is not None and whole_since == machine.whole_since
                self.too_late += was_whole and method == "POST" and answer[0] == TOO_LATE
                return answer
        return answer


def call(port, method, url, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.connect()
    except OSError:
        return REFUSED_LINE, "", {}
    try:
        connection.request(method, url, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers
    except TimeoutError:
        return TOO_LATE, "", {}
    except (OSError, http.client.HTTPException):
        return NO_ANSWER, "", {}
    finally:
        connection.close()
