"""A private PostgreSQL and Redis, on free ports and in a temporary folder; deleted when the block ends.

    python -m tests.services COMMAND…      runs COMMAND with DATABASE_URL and REDIS_URL of these

Tests may kill or stop `server.process`; the data survive a restart within the block.
"""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


class Absent(Exception):
    """The program isn't installed; run bin/setup --test."""


@dataclass
class Server:
    url: str
    command: list[str]
    port: int
    ready: list[str] = field(default_factory=list)  # a command that checks readiness; an open port may be too early
    process: subprocess.Popen = field(init=False)

    def start(self):
        """Start, again after a kill, and wait until it listens."""
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.port, self.process)
        until = time.monotonic() + 60
        while self.ready and subprocess.run(self.ready).returncode:
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"{self.command} listens on port {self.port}, and isn't ready.")
            time.sleep(0.05)

    def stop(self):
        # SIGINT is PostgreSQL's "fast" shutdown: it doesn't wait for clients
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    """Return a free port that the kernel doesn't use for outgoing connections."""
    lowest, highest = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    ports = [*range(10_000, lowest), *range(highest + 1, 65_536)] or range(10_000, 65_536)
    while True:
        port = random.SystemRandom().choice(ports)  # not by the seed, which parallel runs share
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def wait_for_port(port: int, process: subprocess.Popen, seconds: float = 60):
    """Return when something listens on `port`. Raises RuntimeError when the process ends, or after `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} did not listen on port {port}.")


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="stadslab-service-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def postgres() -> Iterator[Server]:
    """Start PostgreSQL with an empty database `stadslab`; for root as the user postgres, because it refuses root."""
    with temporary_folder() as folder:
        as_user = as_postgres() if os.getuid() == 0 else []
        if as_user:
            shutil.chown(folder, "postgres")
        data = str(folder / "data")
        subprocess.run(
            [*as_user, program("initdb"), "-D", data, "-U", "stadslab", "-A", "trust", "-E", "UTF8"]
            + ["--locale=C.UTF-8", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        # Without fsync only a crash of the machine loses data, not a crash of PostgreSQL. Autovacuum is off, because
        # it writes: the page cache would make pages again although nothing changed.
        options = {
            "fsync": "off", "full_page_writes": "off", "autovacuum": "off", "max_connections": "300",
            "listen_addresses": "127.0.0.1", "unix_socket_directories": folder,
        }  # fmt: skip
        port = free_port()
        command = [*as_user, program("postgres"), "-D", data, "-p", str(port)]
        command += [f"--{name}={value}" for name, value in options.items()]
        ready = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        server = Server(f"postgres://stadslab@127.0.0.1:{port}/stadslab", command, port, ready)
        server.start()
        try:
            subprocess.run(
                [program("createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "stadslab", "stadslab"], check=True
            )
            yield server
        finally:
            server.stop()


def as_postgres() -> list[str]:
    """Return a command prefix that runs a command as the user postgres, in the same process for signals."""
    become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    if subprocess.run([*become, "true"], stderr=subprocess.DEVNULL).returncode:
        # In a bare chroot, / may be closed to everybody but root
        become += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--securebits=+no_setuid_fixup"]
    return become


@contextlib.contextmanager
def redis() -> Iterator[Server]:
    with temporary_folder() as folder:
        port = free_port()
        command = [program("redis-server", "valkey-server"), "--port", str(port), "--bind", "127.0.0.1"]
        server = Server(f"redis://127.0.0.1:{port}/0", [*command, "--save", "", "--dir", str(folder)], port)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def program(*names: str) -> str:
    """Return the first of `names` that is installed; Debian installs PostgreSQL's programs outside PATH.

    Raises Absent.
    """
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]))
    path = os.pathsep.join([*map(str, reversed(newest)), os.environ["PATH"]])
    for name in names:
        if found := shutil.which(name, path=path):
            return found
    raise Absent(f"{' or '.join(names)} is not installed: bin/setup --test")


def main(command: list[str]) -> int:
    # TERM must also stop the services
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres() as database, redis() as doorbell:
        process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": database.url, "REDIS_URL": doorbell.url})
        try:
            return process.wait()
        except KeyboardInterrupt:  # Ctrl-C also reached the command: give it time for its summary
            return process.wait()
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
