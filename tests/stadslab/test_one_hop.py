"""One thread hop from socket to page: the same responses as Django's own handler, on a few permanent threads."""

import asyncio

import pytest
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connection

from stadslab import one_hop
from stadslab.one_hop import CHUNK, MANY, SHORT, THREADS, WRITERS, OneHop
from tests.stadslab.one_hop_site import FORM, ends, refuse, seen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse")
async def test_answers_are_those_of_the_ordinary_handler(ask):
    for address in ("/page/", "/stream/", "/nergens/"):
        short, ordinary = await ask(address), await ask(address, to=get_asgi_application())
        assert short[0] == ordinary[0]
        assert short[2] == ordinary[2]
        names = {name for name, _value in short[1]} - {b"content-length"}
        assert names == {name for name, _value in ordinary[1]} - {b"content-length"}, address


async def test_each_cookie_has_a_line_of_its_own(ask):
    cookies = [value for name, value in (await ask("/page/"))[1] if name == b"set-cookie"]
    assert [cookie[:3] for cookie in cookies] == [b"a=1", b"b=2"]


async def test_a_crash_is_500_and_the_next_page_is_well(ask):
    for _ in range(THREADS + 1):
        assert (await ask("/crash/"))[0] == 500
    assert (await ask("/page/"))[0] == 200


async def test_no_page_inherits_the_language_of_the_one_before(ask):
    for _ in range(THREADS * 2):
        assert (await ask("/leaves/"))[2] == b"en"
        assert (await ask("/page/"))[2] == settings.LANGUAGE_CODE.encode()


async def test_pages_are_made_on_a_few_threads_that_keep_their_connection(ask):
    await asyncio.gather(*(ask("/page/") for _ in range(40)))
    found = {}
    for thread, held in seen:
        found.setdefault(thread, []).append(held)
    assert 1 <= len(found) <= THREADS
    if connection.vendor == "sqlite":
        for first, *later in found.values():
            assert first is None
            assert None not in later
            assert len(set(later)) <= 1


async def test_a_page_does_not_wait_for_the_many_of_another_address(ask):
    many = [asyncio.ensure_future(ask("/slow/", client="192.0.2.1")) for _ in range(3 * THREADS)]
    try:
        for other in range(2, 2 + THREADS):
            assert (await asyncio.wait_for(ask("/page/", client=f"192.0.2.{other}"), 10))[0] == 200
        assert not any(call.done() for call in many)
    finally:
        ends.set()
    assert [status for status, _headers, _words in await asyncio.gather(*many)] == [200] * 3 * THREADS


async def test_a_control_without_turns_lets_the_many_go_first(ask):
    ask.one_hop.readers.at_once = THREADS
    many = [asyncio.ensure_future(ask("/slow/", client="192.0.2.1")) for _ in range(3 * THREADS)]
    while len(seen) < THREADS:
        await asyncio.sleep(0.01)
    waiting = asyncio.ensure_future(ask("/page/", client="192.0.2.2"))
    assert not (await asyncio.wait({waiting}, timeout=0.5))[0]
    ends.set()
    await asyncio.gather(waiting, *many)


async def test_however_many_people_read_at_one_address_nobody_is_refused(ask):
    answers = await asyncio.gather(*(ask("/page/") for _ in range(2 * MANY)))
    assert {status for status, _headers, _words in answers} == {200}


async def test_short_forms_have_a_few_threads_of_their_own(ask):
    answers = await asyncio.gather(*(ask("/body/", "POST", b"a=%d" % number, kind=FORM) for number in range(40)))
    assert [body for _status, _headers, body in answers] == [b"a=%d" % number for number in range(40)]
    threads = {thread for thread, _connection in seen}
    assert 1 <= len(threads) <= WRITERS[connection.vendor]
    assert all(thread.startswith("forms") for thread in threads)


async def test_what_is_dear_has_threads_of_its_own(ask):
    await ask("/dear/", query=b"q=fiets")
    await ask("/dear/")
    assert [thread[:5] for thread, _connection in seen] == ["dear_", "pages"]


async def test_a_dear_form_leaves_the_threads_of_short_ones_to_others(ask):
    await ask("/dear/", "POST", b"a=1", kind=FORM, query=b"q=fiets")
    await ask("/dear/", "POST", b"a=1", kind=FORM)
    assert [thread.partition("_")[0] for thread, _connection in seen] == ["slow", "forms"]


@pytest.mark.parametrize("kind", ["photo", "home"])
async def test_photos_and_homes_have_threads_of_their_own(ask, kind):
    await ask(f"/{kind}/")
    assert [thread.partition("_")[0] for thread, _connection in seen] == [f"{kind}s"]


@pytest.mark.parametrize("path", ["/dear/", "/photo/", "/home/"])
async def test_pages_are_made_while_all_those_threads_are_busy(ask, path):
    busy = [asyncio.ensure_future(ask(path, query=b"q=x&seconds=1")) for _ in range(12)]
    while not seen:
        await asyncio.sleep(0.01)
    assert (await ask("/page/"))[0] == 200
    assert not any(call.done() for call in busy)
    for call in busy:
        call.cancel()


@pytest.mark.parametrize(
    "other",
    [
        {"address": "/photo/"},
        {"address": "/home/"},
        {"address": "/dear/", "query": b"q=x"},
        {"address": "/dear/", "method": "POST", "body": b"a=1", "kind": FORM, "query": b"q=x"},
        {"address": "/body/", "method": "POST", "body": b"a=1", "kind": FORM},
        {"address": "/body/", "method": "POST", "body": b"a=1"},
    ],
    ids=lambda other: "{address} {method}".format(**{"method": "GET"} | other),
)
@pytest.mark.parametrize(("seconds", "first"), [(60, "pages"), (0.01, "others")])
async def test_nothing_else_begins_while_a_page_is_made_but_not_for_long(ask, monkeypatch, other, seconds, first):
    monkeypatch.setattr(one_hop, "GIVE_WAY_SECONDS", seconds)
    opened = asyncio.ensure_future(ask("/slow/"))
    while not seen:
        await asyncio.sleep(0.01)
    asked = asyncio.ensure_future(ask(**other))
    if first == "others":
        await asked
    else:
        await asyncio.sleep(0.3)
        assert len(seen) == 1
    ends.set()
    await asyncio.gather(opened, asked)
    assert len(seen) == 2


async def test_nobody_is_charged_for_giving_way_to_a_page(ask, monkeypatch):
    monkeypatch.setattr(one_hop, "GIVE_WAY_SECONDS", 0.2)
    ask.one_hop.turns["photos"].burst = 0.3
    opened = asyncio.ensure_future(ask("/slow/"))
    while not seen:
        await asyncio.sleep(0.01)
    assert [(await ask("/photo/"))[0] for _photo in range(6)] == [200] * 6
    ends.set()
    await opened


async def test_who_had_their_share_hears_when_to_come_back(ask):
    ask.one_hop.turns["dear"].burst = 0.5
    assert (await ask("/dear/", query=b"q=x&seconds=1.5"))[0] == 200
    status, headers, words = await ask("/dear/", query=b"q=x")
    assert (status, words) == (429, b"te veel")
    assert int(dict(headers)[b"retry-after"]) >= 2
    assert (await ask("/dear/"))[0] == 200


async def test_a_file_is_sent_in_pieces_and_a_head_reads_none_of_it(ask):
    status, headers, words = await ask("/file/")
    assert (status, len(words), dict(headers)[b"content-length"]) == (200, 3 * CHUNK + 1, b"%d" % (3 * CHUNK + 1))
    status, headers, words = await ask("/file/", "HEAD")
    assert (status, words, dict(headers)[b"content-length"]) == (200, b"", b"%d" % (3 * CHUNK + 1))


@pytest.mark.parametrize(("kind", "size"), [(b"text/plain", 9), (b"multipart/form-data", 9), (FORM, SHORT + 1)])
async def test_any_other_body_has_a_thread_of_its_own(ask, kind, size):
    assert (await ask("/body/", "POST", b"x" * size, kind=kind))[2] == b"x" * size
    assert seen[0][0].startswith("large")


async def test_an_upload_that_is_whole_is_kept_also_when_its_sender_leaves(ask):
    messages = iter([{"type": "http.request", "body": b"x" * 9}, {"type": "http.disconnect"}])
    sent = []

    async def receive():
        return next(messages)

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"testserver"), (b"content-type", b"multipart/form-data"), (b"content-length", b"9")]
    scope = {"type": "http", "method": "POST", "path": "/body/", "query_string": b"", "headers": headers}
    await OneHop(get_asgi_application(), refuse)(scope, receive, send)
    assert (sent[0]["status"], len(seen)) == (200, 1)


async def test_an_upload_that_breaks_off_is_dropped(ask):
    messages = iter([{"type": "http.request", "body": b"x", "more_body": True}, {"type": "http.disconnect"}])

    async def receive():
        return next(messages)

    headers = [(b"content-type", b"multipart/form-data"), (b"content-length", b"9")]
    scope = {"type": "http", "method": "POST", "path": "/body/", "query_string": b"", "headers": headers}
    await OneHop(get_asgi_application(), refuse)(scope, receive, None)
    assert seen == []


async def test_a_form_whose_sender_left_is_not_answered(ask):
    async def leave():
        return {"type": "http.disconnect"}

    headers = [(b"content-type", FORM), (b"content-length", b"9")]
    scope = {"type": "http", "method": "POST", "path": "/body/", "query_string": b"", "headers": headers}
    one_hop = OneHop(get_asgi_application(), refuse)
    await one_hop(scope, leave, None)
    assert seen == []


async def test_static_files_go_the_ordinary_way(ask):
    went = []

    async def ordinary(scope, receive, send):
        went.append(scope["path"])

    await OneHop(ordinary, refuse)(
        {"type": "http", "method": "GET", "path": "/static/stadslab/css/stadslab.css"}, None, None
    )
    assert went == ["/static/stadslab/css/stadslab.css"]


async def test_a_static_file_whose_reader_leaves_is_no_error(ask):
    """slow_readers.py ends the response; the log had a traceback for each file whose client left."""

    async def ordinary(scope, receive, send):
        raise ConnectionResetError("The reader is gone.")

    await OneHop(ordinary, refuse)(
        {"type": "http", "method": "GET", "path": "/static/stadslab/css/stadslab.css"}, None, None
    )
