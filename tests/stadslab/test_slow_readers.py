"""A long response waits for its reader: a client that reads nothing costs some buffers, not the whole file."""

import json
import socket
import time
import urllib.request

import pytest

from stadslab import supervisor
from tests.stadslab.endless import PIECE, PIECES

pytestmark = pytest.mark.slow
KERNEL = 16 * 2**20  # the maximum bytes in the buffers of two kernels


@pytest.fixture
def start(monkeypatch):
    """`start(**environment)`: the port of a server that sends without end."""
    children = []

    def start(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        listener = supervisor.listen("127.0.0.1", 0)
        child = supervisor.web(listener)
        child.command[-1] = "tests.stadslab.endless:application"
        child.start()
        children.append(child)
        return listener.getsockname()[1]

    yield start
    supervisor.stop(children)


def count(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/count", timeout=60) as answer:
        return json.load(answer)


def ask(port, path="/"):
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect(("127.0.0.1", port))
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return line


def wait_until(is_so, seconds=60):
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_reader_who_reads_nothing_gets_no_more_than_the_line_holds(start):
    port = start()
    with ask(port):
        wait_until(lambda: count(port)["sent"])
        wait_until(lambda: count(port) == (time.sleep(1), count(port))[1])
        assert count(port)["sent"] * len(PIECE) < KERNEL
    wait_until(lambda: count(port)["end"] == "left")


def test_a_control_without_waiting_takes_the_whole_file_into_memory(start):
    port = start(EAGER="1")
    with ask(port):
        wait_until(lambda: count(port)["sent"] == PIECES)


def test_a_slow_reader_gets_everything_and_the_line_stays(start):
    port, got = start(), 0
    with ask(port) as line:
        while got < PIECES * len(PIECE):
            got += len(line.recv(1 << 20))
        wait_until(lambda: count(port)["end"] == "whole")
        line.sendall(b"GET /count HTTP/1.1\r\nHost: localhost\r\n\r\n")
        rest = b""
        while b'"whole"' not in rest:
            rest += line.recv(4096)
    assert count(port) == {"sent": PIECES, "end": "whole"}


def test_a_reader_who_leaves_with_everything_before_the_end_is_no_error(start):
    """A client that knows the length leaves early: closing the connection failed, with a traceback each time."""
    port = start()
    with ask(port, "/piece") as line:
        wait_until(lambda: count(port)["sent"] == 1)
        line.recv(len(PIECE))
    wait_until(lambda: count(port)["end"] == "whole")


def test_a_reader_who_takes_nothing_for_long_is_cut_off(start):
    port = start(PATIENCE="1")
    with ask(port) as line:
        wait_until(lambda: count(port)["end"] == "left")
        with pytest.raises(ConnectionResetError):
            while line.recv(1 << 20):
                pass
