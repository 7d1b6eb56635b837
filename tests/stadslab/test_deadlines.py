"""A request that arrives too slowly is cut off; a slow but steady upload, and a slow response, pass."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat

import pytest

from stadslab import supervisor

pytestmark = pytest.mark.slow
HEAD = b"POST /favicon.ico HTTP/1.1\r\nHost: localhost\r\n"
NEXT = b"GET /favicon.ico HTTP/1.1\r\nHost: localhost\r\n\r\n"
CRUMB, AT_MOST = 0.1, 20  # seconds: between two pieces; ten times the deadline


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    listener = supervisor.listen("127.0.0.1", 0)
    child = supervisor.web(listener)
    child.command[-1] = "tests.stadslab.slow_site:application"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_SETTINGS_MODULE", "tests.stadslab.slow_settings")
        child.start()
    yield listener.getsockname()[1]
    supervisor.stop([child])
    listener.close()


@pytest.fixture
def line(port):
    """A connection that has had one response, so that the server is up."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(NEXT)
        read_answer(line)
        line.settimeout(CRUMB)
        yield line


def read_answer(line):
    """Return a whole response, which has a Content-Length."""
    got = b""
    while b"\r\n\r\n" not in got:
        piece = line.recv(65536)
        assert piece, got
        got += piece
    head, _end, body = got.partition(b"\r\n\r\n")
    length = int(next(row for row in head.lower().split(b"\r\n") if row.startswith(b"content-length")).split(b":")[1])
    while len(body) < length:
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def what_comes_of(line, pieces):
    """Return the server's output while these pieces are sent, one per CRUMB; it must close within AT_MOST seconds."""
    got, until = b"", time.monotonic() + AT_MOST
    for piece in pieces:
        assert time.monotonic() < until, "the line is still open"
        try:
            line.sendall(piece)
            got += (said := line.recv(65536))
            if not said:
                return got
        except TimeoutError:
            continue
        except (BrokenPipeError, ConnectionResetError):
            return got
    raise AssertionError(f"sent it all, and got {got!r}")


def crumbs(text):
    return (bytes([byte]) for byte in text)


SLOW = {
    "headers": lambda: chain(crumbs(b"GET / HTTP/1.1\r\n"), *repeat(crumbs(b"X-A: b\r\n"), 1), repeat(b"y")),
    "header lines": lambda: chain([b"GET / HTTP/1.1\r\n"], (b"X-%d: a\r\n" % number for number in range(1000))),
    "first line": lambda: repeat(b"G"),
    "body": lambda: chain([HEAD + b"Content-Length: 100000\r\n\r\n"], repeat(b"abc")),
    "chunks": lambda: chain([HEAD + b"Transfer-Encoding: chunked\r\n\r\n"], repeat(b"1\r\na\r\n")),
    "body that stops": lambda: chain([HEAD + b"Content-Length: 100000\r\n\r\n" + b"a" * 50], repeat(b"")),
    "second of two at once": lambda: chain([NEXT + b"GET / HTTP/1.1\r\nX: "], repeat(b"y")),
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_request_that_comes_in_crumbs_is_ended(line, kind):
    assert what_comes_of(line, SLOW[kind]()).startswith((b"HTTP/1.1 408 ", b"HTTP/1.1 302 "))


def test_a_line_on_which_nothing_is_said_is_ended(port, line):
    with socket.create_connection(("127.0.0.1", port), timeout=CRUMB) as silent:
        assert what_comes_of(silent, repeat(b"")) == b""


def test_fifty_slow_ones_are_all_ended_and_hold_nobody_up(port, line):
    def be_slow(_number):
        with socket.create_connection(("127.0.0.1", port), timeout=CRUMB) as slow:
            return what_comes_of(slow, SLOW["headers"]())

    with ThreadPoolExecutor(50) as threads:
        slow = threads.map(be_slow, range(50))
        line.settimeout(60)
        for _ in range(5):
            line.sendall(NEXT)
            assert b" 302 " in read_answer(line)
        assert {said[:13] for said in slow} == {b"HTTP/1.1 408 "}


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_slow_but_honest_upload_passes(line, is_chunked):
    """Four kilobytes a second, for three times the base limit of a body; twice it pauses."""
    piece = b"x" * 400
    how = b"Transfer-Encoding: chunked" if is_chunked else b"Content-Length: 24000"
    line.sendall(HEAD + how + b"\r\n\r\n")
    for number in range(60):
        line.sendall(b"190\r\n" + piece + b"\r\n" if is_chunked else piece)
        time.sleep(1 if number in (20, 40) else CRUMB)
    if is_chunked:
        line.sendall(b"0\r\n\r\n")
    line.settimeout(60)
    assert b" 403 " in read_answer(line).partition(b"\r\n")[0]
    line.sendall(NEXT)
    assert b" 302 " in read_answer(line).partition(b"\r\n")[0]


def test_headers_in_a_few_pieces_pass(line):
    for piece in (NEXT[:10], NEXT[10:30], NEXT[30:]):
        line.sendall(piece)
        time.sleep(CRUMB)
    line.settimeout(60)
    assert b" 302 " in read_answer(line)


def test_a_line_may_rest_between_two_requests_and_wait_for_a_slow_answer(line):
    time.sleep(3)
    line.settimeout(60)
    line.sendall(b"GET /traag/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert read_answer(line).endswith(b"toch")
    line.sendall(NEXT)
    assert b" 302 " in read_answer(line)


def test_a_second_request_may_wait_for_the_slow_answer_of_the_first(line):
    line.settimeout(60)
    line.sendall(NEXT.replace(b"/favicon.ico", b"/traag/") + NEXT)
    first = read_answer(line)
    rest = first.partition(b"toch")[2]
    assert b"toch" in first
    assert b" 302 " in (rest or read_answer(line))


def test_a_socket_that_is_quiet_stays_open(port, line):
    with socket.create_connection(("127.0.0.1", port), timeout=60) as live:
        live.sendall(
            b"GET /live/ HTTP/1.1\r\nHost: localhost\r\nOrigin: http://testserver\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        assert live.recv(65536).startswith(b"HTTP/1.1 101 ")
        live.settimeout(5)
        with pytest.raises(TimeoutError):
            while live.recv(65536)[:1] != b"\x88":  # a close frame, or the end: then recv is empty for ever
                pass
