"""One daphne process, and clients with keep-alive: the responses per second, and their cost for the server."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

from tests.services import free_port, wait_for_port

TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    per_second: float
    cpu: float  # milliseconds per page
    bytes: int
    status: int


class Server:
    """`process` is the server's; `host` is the host name that it accepts."""

    def __init__(self, port: int, process: subprocess.Popen) -> None:
        self.port, self.process = port, process

    def cpu(self) -> float:
        """Return the CPU seconds so far."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def ask(self, address: str, **headers: str) -> bytes:
        lines = [f"GET {address} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def measure(self, address: str, seconds: float = 1.0, callers: int = 4, **headers: str) -> Cost:
        """Let `callers` send one request after the other for `seconds`."""
        request = self.ask(address, **headers)
        with KeptConnection(self.port) as connection:
            for _ in range(3):
                status, size, _etag = connection.get(request)
        counts, until = [0] * callers, time.monotonic() + seconds

        def call(number: int) -> None:
            with KeptConnection(self.port) as connection:
                while time.monotonic() < until:
                    if connection.get(request)[0] != status:
                        raise RuntimeError(f"{address} changed its answer")
                    counts[number] += 1

        cpu, begun = self.cpu(), time.monotonic()
        threads = [threading.Thread(target=call, args=(n,)) for n in range(callers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        done = sum(counts)
        return Cost(done / (time.monotonic() - begun), (self.cpu() - cpu) / done * 1000, size, status)

    def times(self, addresses: list[str], rounds: int, **headers: str) -> list[float]:
        """Return the milliseconds of each request, shortest first: the best of `rounds`."""
        best = dict.fromkeys(addresses, float("inf"))
        with KeptConnection(self.port) as connection:
            for _ in range(rounds):
                for address in addresses:
                    begun = time.perf_counter()
                    connection.get(self.ask(address, **headers))
                    best[address] = min(best[address], (time.perf_counter() - begun) * 1000)
        return sorted(best.values())


class KeptConnection:
    """A connection that stays open."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)

    def __enter__(self) -> "KeptConnection":
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.close()

    def get(self, request: bytes) -> tuple[int, int, str]:
        """Return the status, the bytes on the wire, and the ETag."""
        self.socket.sendall(request)
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        head = got[:end].decode("latin1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in head[1:])}
        size = end + 4 + int(headers.get("content-length", 0))
        while len(got) < size:
            got += self._more()
        return int(head[0].split()[1]), size, headers.get("etag", "")

    def _more(self) -> bytes:
        more = self.socket.recv(262144)
        if not more:
            raise RuntimeError("the server hung up")
        return more


@contextlib.contextmanager
def running(tree: Path | None = None, env: dict[str, str] | None = None):
    """Run the site as bin/serve does, on a free port; with another `tree` and environment if given."""
    port = free_port()
    options = ["-p", str(port), "-b", "127.0.0.1", "-v", "0", "--no-server-name"]
    process = subprocess.Popen(
        [sys.executable, "-m", "daphne", *options, "benchmarks.pages_site:application"], cwd=tree, env=env
    )
    try:
        wait_for_port(port, process)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(20)
