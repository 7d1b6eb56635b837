"""A stopping web process finishes the requests that it accepted, and accepts no others. Real processes only."""

import http.client
import signal
import socket
import time
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from ideas.models import Comment, Idea
from realtime import topics
from stadslab import supervisor
from tests.factories import make_idea, make_lab, make_member
from tests.realtime.servers import Server

pytestmark = pytest.mark.slow
POSTS = 24
CSRF = "c" * 32


@pytest.fixture
def idea(transactional_db):
    return make_idea(make_member(make_lab()))


@pytest.fixture
def server(idea):
    server = Server()
    server.start()
    server.wait()
    yield server
    supervisor.stop([server.child])


@pytest.fixture
def cookies(idea):
    """The cookies of the idea's author."""
    client = Client()
    client.force_login(idea.author.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def form():
    return {"key": uuid.uuid4(), "text": f"Daar doe ik aan mee, {uuid.uuid4()}.", "csrfmiddlewaretoken": CSRF}


def headers(server, cookies):
    told = {"Cookie": cookies, "Origin": server.origin, "Host": server.origin.partition("//")[2]}
    return told | {"Content-Type": "application/x-www-form-urlencoded"}


def say(server, idea, cookies, line=None):
    """Comment as that person, over `line` or a new connection; return the status, 0 without a response."""
    line = line or http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        line.request("POST", f"{idea.get_absolute_url()}reacties/", urlencode(form()), headers(server, cookies))
        answer = line.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    return answer.status


def wait_until_all_is_read(server, lines):
    """Wait until that many clients are connected, and the kernel's buffers hold nothing of them."""
    port, ends = f":{server.port:04X}", time.monotonic() + 60
    while time.monotonic() < ends:
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        ours = [
            (state, queues.endswith(":00000000")) for _, local, _, state, queues, *_ in rows if local.endswith(port)
        ]
        if ours.count(("01", True)) == lines and ("0A", True) in ours and ("01", False) not in ours:
            return
        time.sleep(0.02)
    pytest.fail("not all of it was read")


def wait_until_nobody_listens(server):
    """We hold a copy of the listening socket: close it first, as the supervisor does."""
    server.listener.close()
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", server.port), 5).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    pytest.fail("it still listens")


@contextmanager
def nobody_can_write(idea):
    """Every comment waits until this is over."""
    with transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(revision=idea.revision)
        yield


def test_who_was_let_in_is_answered_and_the_next_is_not_let_in(server, idea, cookies):
    with ThreadPoolExecutor(POSTS) as crowd:
        with nobody_can_write(idea):
            answers = [crowd.submit(say, server, idea, cookies) for _ in range(POSTS)]
            wait_until_all_is_read(server, POSTS)
            server.child.process.send_signal(signal.SIGTERM)
            wait_until_nobody_listens(server)
        statuses = [answer.result() for answer in answers]
    assert server.child.process.wait(30) == 0
    assert statuses == [302] * POSTS
    assert Comment.objects.filter(idea=idea).count() == POSTS


def test_a_line_that_waits_for_its_next_request_is_closed_and_what_comes_over_it_is_not_done(server, idea, cookies):
    idle = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    assert say(server, idea, cookies, idle) == 302
    with ThreadPoolExecutor(1) as crowd:
        with nobody_can_write(idea):
            answer = crowd.submit(say, server, idea, cookies)
            wait_until_all_is_read(server, 2)
            server.child.process.send_signal(signal.SIGTERM)
            assert idle.sock.recv(1) == b""  # before the other one gets its response
            idle.auto_open = False
            assert say(server, idea, cookies, idle) == 0
        assert answer.result() == 302
    assert server.child.process.wait(60) == 0
    assert Comment.objects.filter(idea=idea).count() == 2


def test_a_request_of_which_half_has_come_is_answered_and_its_line_closed(server, idea, cookies):
    body = urlencode(form())
    head = "".join(f"{name}: {value}\r\n" for name, value in headers(server, cookies).items())
    request = f"POST {idea.get_absolute_url()}reacties/ HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n{body}"
    half = len(request) - 20
    with socket.create_connection(("127.0.0.1", server.port), 60) as line:
        line.sendall(request[:half].encode())
        wait_until_all_is_read(server, 1)
        server.child.process.send_signal(signal.SIGTERM)
        wait_until_nobody_listens(server)
        line.sendall(request[half:].encode())
        answer = b""
        while data := line.recv(4096):
            answer += data
    assert answer.startswith(b"HTTP/1.1 302 ")
    assert b"\r\nConnection: close\r\n" in answer
    assert server.child.process.wait(60) == 0
    assert Comment.objects.filter(idea=idea).count() == 1


def test_sockets_hear_1012_and_a_page_that_waits_over_http_is_answered(server, idea):
    wish = f"follow=idea-{idea.pk}:page:{topics.cursor(idea)}"
    with ThreadPoolExecutor(1) as crowd, connect(f"ws://127.0.0.1:{server.port}/live/", origin=server.origin) as page:
        held = crowd.submit(urllib.request.urlopen, f"{server.origin}/live/?{wish}", timeout=60)
        wait_until_all_is_read(server, 2)
        server.child.process.send_signal(signal.SIGTERM)
        with pytest.raises(ConnectionClosed):
            page.recv(60)
        assert page.close_code == 1012
        assert held.result().status == 200
    assert server.child.process.wait(60) == 0
