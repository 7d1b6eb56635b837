"""Valid messages of a socket, and how it ends after other ones."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime import limits, protocol
from realtime.protocol import Cursor


@pytest.mark.parametrize(
    ("origin", "is_ours"),
    [
        ("http://testserver", True),
        ("https://testserver", False),
        ("http://testserver:8000", False),
        ("http://testserver.example.org", False),
        ("http://localhost", False),
        ("http://[", False),
        ("null", False),
        ("", False),
    ],
)
async def test_only_our_own_pages_open_a_socket(open_page, origin, is_ours):
    assert (await open_page(origin=origin)).is_open is is_ours


@pytest.mark.parametrize(("origin", "is_ours"), [("http://testserver", True), ("http://localhost:8000", False)])
async def test_development_lets_in_the_page_of_the_same_address(open_page, settings, origin, is_ours):
    settings.DEBUG = True
    assert (await open_page(origin=origin)).is_open is is_ours


NONSENSE = [
    "", "{", "[]", "1", "null", '"follow"', '{"type":"follow"}', '{"type":"say","topics":{}}',
    '{"type":"follow","topics":[]}', '{"type":"follow","topics":{"note-1":null}}',
    '{"type":"follow","topics":{"note-1":{"view":"page"}}}',
    '{"type":"follow","topics":{"note-1":{"view":1,"after":"a.1"}}}',
    '{"type":"follow","topics":{"note-' + 60 * "1" + '":{"view":"page","after":"a.1"}}}',
    '{"type":"seen","topics":{"note-1":7}}', '{"type":"seen","topics":"x"}', "[" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("text", NONSENSE)
async def test_nonsense_closes_1008(open_page, text):
    page = await open_page()
    await page.socket.send_input({"type": "websocket.receive", "text": text})
    assert await page.closes() == 1008


async def test_binary_closes_1003(open_page):
    page = await open_page()
    await page.socket.send_to(bytes_data=b"\x00")
    assert await page.closes() == 1003


@pytest.mark.parametrize("text", ["x" * 4097, "€" * 1366])
async def test_too_large_closes_1009(open_page, text):
    page = await open_page()
    await page.socket.send_to(text_data=text)
    assert await page.closes() == 1009


async def test_talking_too_much_closes_4029(open_page):
    page = await open_page()
    for _ in range(21):
        await page.say({"type": "seen", "topics": {}})
    assert await page.closes() == 4029


async def test_more_than_sixty_topics_closes_1008(open_page):
    page = await open_page()
    for start in (1, 21, 41, 61):
        await page.follow("0.0", *(f"note-{number}" for number in range(start, start + 20)))
    assert await page.closes() == 1008


async def test_socket_that_never_follows_is_closed(open_page, hub):
    page = await open_page()
    for connection in hub.connections:
        connection.opened_at -= limits.SECONDS_TO_FOLLOW
    assert await page.closes() == 1008


async def test_going_down_closes_1012(open_page, hub):
    page = await open_page()
    hub.close()
    assert await page.closes() == 1012


async def test_other_addresses_are_refused(hub):
    from channels.testing import WebsocketCommunicator

    from stadslab.asgi import application

    socket = WebsocketCommunicator(application, "/elders/", [(b"origin", b"http://testserver")])
    assert await socket.connect() == (False, 1000)


def code(text):
    """Return the close code of a message, or 0 if it is valid."""
    try:
        protocol.read({"text": text})
    except protocol.Refused as refused:
        return refused.code
    return 0


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda some: st.lists(some) | st.dictionaries(st.text(), some)
)


@given(st.text())
def test_any_text_is_a_message_or_a_close_code(text):
    assert code(text) in (0, 1008, 1009)


@given(st.sampled_from(["follow", "seen"]), values)
def test_any_json_is_a_message_or_a_close_code(kind, topics):
    assert code(json.dumps({"type": kind, "topics": topics})) in (0, 1008, 1009)


@given(st.text())
def test_a_cursor_is_read_back_or_unknown(text):
    cursor = Cursor.parse(text)
    assert cursor is None or Cursor.parse(str(cursor)) == cursor
