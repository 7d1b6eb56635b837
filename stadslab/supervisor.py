"""Run the processes of one installation: the web processes on one listening socket, and the worker.

The supervisor owns the socket: the port is reserved before anything starts, and a web process can be replaced while
clients wait in the backlog. A killed web process is restarted within a second; one that exits by itself ends the
supervisor. A worker that ends is restarted, later after each failure. TERM or INT ends everything.
"""

import contextlib
import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

PATIENCE = 25  # seconds for a process to finish its work; slightly longer than stopping.RESPONDS_WITHIN
LONGEST_PAUSE = 60  # seconds before a worker that keeps failing is restarted
TICK = 0.2


def listen(host: str, port: int, tries: int = 1) -> socket.socket:
    """Return a socket listening on `port`, or on the first free of the `tries` ports from it.

    Raises OSError: none free.
    """
    for candidate in range(port, port + tries):
        try:
            listener = socket.create_server((host, candidate), backlog=1024)
        except OSError:
            if candidate == port + tries - 1:
                raise
        else:
            listener.set_inheritable(True)
            return listener
    raise ValueError("tries must be at least 1")


def may_open(wanted: int) -> int:
    """Raise the open-file limit for us and our child processes to `wanted`, as far as allowed; return the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft


def web(listener: socket.socket) -> "Child":
    # the limit counts for what daphne sends too: our updates are up to 64 KiB, and up to twice that as JSON
    options = ["--fd", str(listener.fileno()), "-v", "0", "--no-server-name", "--websocket-max-message-size", "262144"]
    command = [sys.executable, "-m", "daphne", *options, "stadslab.asgi:application"]
    return Child("web", command, is_vital=True, listener=listener, longest_pause=1)


def worker() -> "Child":
    return Child("worker", [sys.executable, "manage.py", "worker"])


@dataclass
class Child:
    name: str
    command: list[str]
    is_vital: bool = False
    listener: socket.socket | None = None
    longest_pause: float = LONGEST_PAUSE
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    pause: float = field(default=0.5, init=False)
    started_at: float = field(default=0, init=False)
    may_start_at: float = field(default=0, init=False)

    def start(self) -> None:
        self.started_at = time.monotonic()
        fds = (self.listener.fileno(),) if self.listener else ()
        # A process group of its own: Ctrl-C reaches only the supervisor, which stops the others once
        end = partial(end_with, os.getpid())
        self.process = subprocess.Popen(self.command, pass_fds=fds, process_group=0, preexec_fn=end)

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def exit_code(self) -> int | None:
        return self.process.returncode if self.process else None

    @property
    def was_killed(self) -> bool:
        """Did a signal end it, for example when memory ran out? A process that can't serve exits with a code."""
        return self.exit_code is not None and self.exit_code < 0

    def plan_restart(self) -> None:
        """Wait twice as long as before, unless it ran well for some time."""
        lived = time.monotonic() - self.started_at
        self.pause = 1 if lived > LONGEST_PAUSE else min(self.pause * 2, self.longest_pause)
        say(f"{self.name} ended ({self.exit_code}); again in {self.pause:.0f} s")
        self.process, self.may_start_at = None, time.monotonic() + self.pause


def end_with(parent: int) -> None:
    """Make Linux stop this child when the supervisor is killed, even right after its start."""
    if sys.platform == "linux":
        signal.signal(
            signal.SIGTERM, signal.SIG_DFL
        )  # until its program starts, a child has our handler, which only takes a note
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)


def supervise(children: list[Child], has_changed: Callable[[], bool] | None = None) -> int:
    """Run `children` until TERM, INT, or until a vital child exits by itself; return the exit code.

    With `has_changed` (development) all children restart when it returns True, and an ended vital child waits for
    that.
    """
    with signals() as asked_to_stop:
        try:
            while not asked_to_stop:
                if has_changed and has_changed():
                    stop(children)
                    for child in children:
                        child.pause, child.may_start_at = 0.5, 0
                for child in children:
                    if child.has_ended:
                        if child.was_killed or not child.is_vital:
                            child.plan_restart()
                        elif not has_changed:
                            say(f"{child.name} ended ({child.exit_code}); so does everything")
                            return 1
                    if child.process is None and time.monotonic() >= child.may_start_at:
                        child.start()
                time.sleep(TICK)
            return 0
        finally:
            for child in children:
                if child.listener:
                    child.listener.close()  # otherwise new clients wait on a socket that nobody accepts
            stop(children)


def stop(children: list[Child]) -> None:
    """Send TERM to all, and KILL to those still running after PATIENCE."""
    running = [(child.name, child.process) for child in children if child.process and not child.has_ended]
    for _, process in running:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for name, process in running:
        try:
            process.wait(max(0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{name} did not end in {PATIENCE} s")
            process.kill()
            process.wait()
    for child in children:
        child.process = None


@contextlib.contextmanager
def signals() -> Iterator[list[int]]:
    """Yield a list that receives TERM and INT; a second signal exits at once."""
    asked: list[int] = []

    def note(number: int, frame: object) -> None:
        if asked:
            os._exit(1)  # the kernel sends TERM to the children (end_with)
        asked.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def say(text: str) -> None:
    sys.stderr.write(f"supervisor: {text}\n")
    sys.stderr.flush()
