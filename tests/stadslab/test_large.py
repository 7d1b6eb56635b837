"""A body that is too large is discarded while it arrives; the response is a page that says what to do."""

import asyncio
import http.client

import pytest
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.test import Client, override_settings
from django.urls import include, path

from front import errors
from stadslab import supervisor
from stadslab.large import MOST_BYTES, without_large
from stadslab.one_hop import OneHop
from stadslab.settings import MIDDLEWARE

pytestmark = pytest.mark.django_db(transaction=True)
PIECE = b"x" * 8192  # daphne's chunk size
FORM, FILES = b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=xx"
seen: list[int] = []


def page(request):
    seen.append(len(request.body) if request.content_type == "application/octet-stream" else len(request.POST))
    return errors.not_found(request)


urlpatterns = [path("hier/", page), path("", include("stadslab.urls"))]
handler400 = errors.bad_request
handler404 = errors.not_found


class Sender:
    """A client that sends `size` bytes, with or without Content-Length."""

    def __init__(self, size, kind=FORM, says=True):
        self.left, self.handed, self.answer = size, 0, []
        headers = [(b"host", b"testserver"), (b"content-type", kind), (b"accept-language", b"en")]
        if says:
            headers.append((b"content-length", str(size).encode()))
        self.scope = {"type": "http", "http_version": "1.1", "method": "POST", "path": "/hier/",
                      "query_string": b"", "headers": headers, "scheme": "http"}  # fmt: skip

    async def receive(self):
        if self.left <= 0:
            await asyncio.sleep(3600)
        piece = PIECE[: self.left]
        self.left -= len(piece)
        return {"type": "http.request", "body": piece, "more_body": self.left > 0}

    async def send(self, message):
        self.answer.append(message)

    @property
    def status(self):
        return self.answer[0]["status"]

    @property
    def text(self):
        return b"".join(message.get("body", b"") for message in self.answer).decode()


def counting(application, sender):
    """Wrap the application, and count the bytes that it gets."""

    async def counted(scope, receive, send):
        async def one_more():
            message = await receive()
            sender.handed += len(message.get("body", b""))
            return message

        await application(scope, one_more, send)

    return counted


def send(sender, guard=without_large):
    seen.clear()
    with override_settings(MIDDLEWARE=MIDDLEWARE, ROOT_URLCONF=__name__):
        application = guard(counting(OneHop(get_asgi_application(), errors.too_much), sender))
        asyncio.run(application(sender.scope, sender.receive, sender.send))
    return sender


@pytest.mark.parametrize("kind", [FORM, FILES, b"application/json", b""])
def test_what_says_that_it_is_too_large_is_not_read(kind):
    sender = send(Sender(MOST_BYTES + 1, kind))
    assert sender.status == 413
    assert sender.handed == 0
    assert seen == []
    assert "This is too much at once" in sender.text
    assert "Make it shorter, or take a smaller photo." in sender.text


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "most"), [(FORM, settings.DATA_UPLOAD_MAX_MEMORY_SIZE), (FILES, MOST_BYTES)])
def test_what_does_not_say_it_is_read_no_further_than_that(kind, most):
    sender = send(Sender(3 * MOST_BYTES, kind, says=False))
    assert sender.status == 413
    assert most - len(PIECE) <= sender.handed <= most
    assert seen == []


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "most"), [(FORM, 524_288), (FILES, 16_777_216)])
def test_half_a_megabyte_of_words_is_read_or_sixteen_with_files_and_not_one_byte_more(kind, most):
    assert send(Sender(most, kind)).handed == most
    refused = send(Sender(most + 1, kind))
    assert (refused.status, refused.handed) == (413, 0)


def test_form_of_the_largest_size_is_read():
    sender = send(Sender(settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
    assert (sender.status, seen) == (403, []) or seen, "it came to the check of its token"
    assert sender.handed == settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.slow
def test_without_the_guard_all_of_it_is_read():
    """Control."""
    assert send(Sender(MOST_BYTES + 1, FILES), guard=lambda application: application).handed == MOST_BYTES + 1


def test_form_with_more_words_than_any_of_ours_says_so(client):
    response = Client().post("/inloggen/", {"email": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    assert response.status_code == 413
    assert "Dit is te veel ineens" in response.text
    words = (
        "Er is niets bewaard. Ga terug: wat je typte staat er meestal nog. Maak het korter, of kies een kleinere foto."
    )
    assert words in response.text
    assert "xxx" not in response.text, "it was not read, so it can't be given back: that is what the page says"
    part = Client().post(
        "/inloggen/", {"email": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}, headers={"HX-Request": "true"}
    )
    assert part.status_code == 413
    assert words in part.text
    assert "<html" not in part.text


@pytest.fixture
def line(monkeypatch):
    """`line(**environment)`: a connection to daphne that reports how much of a body the application gets."""
    children = []

    def line(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        listener = supervisor.listen("127.0.0.1", 0)
        child = supervisor.web(listener)
        child.command[-1] = "tests.stadslab.counted:application"
        child.start()
        children.append(child)
        return http.client.HTTPConnection("127.0.0.1", listener.getsockname()[1], timeout=60)

    yield line
    supervisor.stop(children)


def handed(line, size, says=True):
    """Return how many of `size` bytes the application got; chunked if the size is not declared."""
    pieces = (PIECE * 8 for _ in range(size // len(PIECE) // 8))
    line.request("POST", "/", b"".join(pieces) if says else pieces, encode_chunked=not says)
    with line.getresponse() as answer:
        return int(answer.read().split()[0])


def fields(line):
    """Return how many of two form fields besides a file Twisted parses before it calls the application."""
    parts = b"".join(
        b'--xx\r\nContent-Disposition: form-data; name="%s"\r\n\r\nHoi\r\n' % name for name in (b"a", b"b")
    )
    line.request("POST", "/", parts + b"--xx--\r\n", {"Content-Type": FILES.decode()})
    with line.getresponse() as answer:
        return int(answer.read().split()[1])


@pytest.mark.slow
def test_daphne_keeps_nothing_of_what_says_that_it_is_too_large_and_little_of_what_turns_out_to_be(line):
    daphne = line()
    assert handed(daphne, 2**20) == 2**20
    assert handed(daphne, 4 * MOST_BYTES) == 0
    assert handed(daphne, 4 * MOST_BYTES, says=False) == MOST_BYTES + 1
    assert handed(daphne, MOST_BYTES) == MOST_BYTES, "the next on the same line is itself again"
    assert handed(daphne, 2**20, says=False) == 2**20


@pytest.mark.slow
def test_daphne_by_itself_hands_on_all_of_it(line):
    """Control."""
    assert handed(line(EAGER="1"), 4 * MOST_BYTES) == 4 * MOST_BYTES


@pytest.mark.slow
def test_nobody_waits_while_a_form_is_read_in_the_event_loop(line):
    """With a control: Twisted itself parses the form there, a third of a second for a photo."""
    assert fields(line()) == 0
    assert fields(line(EAGER="1")) == 2
