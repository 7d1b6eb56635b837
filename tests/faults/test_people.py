"""What the rig's people make of an answer, and of none."""

import asyncio

import pytest

from tests.faults import web as web_module
from tests.faults.ledger import Words
from tests.faults.people import Answer, Person, meaning
from tests.faults.web import Web


@pytest.mark.parametrize(
    ("status", "where", "answer"),
    [
        (201, "", Answer.ACKNOWLEDGED),
        (302, "/lab/ideeen/1/", Answer.ACKNOWLEDGED),
        (302, "/inloggen/?next=/", Answer.REFUSED),
        (403, "", Answer.REFUSED),
        (429, "", Answer.TOO_OFTEN),
        (500, "", Answer.IN_DOUBT),
        (-1, "", Answer.IN_DOUBT),
        (-2, "", Answer.IN_DOUBT),
        (0, "", Answer.NOT_SENT),
    ],
)
def test_an_error_of_the_server_leaves_it_in_doubt(status, where, answer):
    assert meaning(status, where) is answer


async def test_a_page_that_breaks_off_is_no_page():
    async def break_off(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<p>Half")
        writer.close()

    web = Web(1)
    async with await asyncio.start_server(break_off, "127.0.0.1", web.machines[0].port):
        assert await web.get("/") == (0, "")


@pytest.mark.parametrize(("unanswered", "is_open"), [(0, True), (1, False)])
async def test_nobody_sets_again_what_an_unanswered_post_may_still_set(unanswered, is_open):
    """The post may wait in the queue of a machine that starts, and be processed after the person's next one."""

    async def answer_later(reader, writer):
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        if len(asked) > unanswered:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    asked, web, words = [], Web(1), Words("c1", "comment-")
    async with await asyncio.start_server(answer_later, "127.0.0.1", web.machines[0].port):
        sent = await Person(web, "session=1", "csrf", 7, "10.1.2.3").send("/", 0, is_stubborn=True)
    words.told(sent, 1)
    assert (len(asked), words.possible, words.is_open) == (unanswered + 1, {1}, is_open)


async def test_who_writes_too_often_waits_before_the_next_one():
    async def refuse(reader, writer):
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    asked, web = [], Web(1)
    async with await asyncio.start_server(refuse, "127.0.0.1", web.machines[0].port):
        person = Person(web, "session=1", "csrf", 7, "10.1.2.3")
        sent = await person.send("/", 0, is_stubborn=True)
    assert sent.answer is Answer.TOO_OFTEN
    assert not person.is_idle
    assert [b"X-Forwarded-For: 10.1.2.3" in one for one in asked] == [True]


@pytest.mark.parametrize(("whole_since", "too_late"), [(1.0, 1), (None, 0)])
async def test_a_post_that_a_whole_machine_does_not_answer_in_time_is_counted(monkeypatch, whole_since, too_late):
    monkeypatch.setattr(web_module, "PATIENCE", 0.2)
    is_done = asyncio.Event()

    async def keep_quiet(reader, writer):
        await is_done.wait()
        writer.close()

    web = Web(1)
    async with await asyncio.start_server(keep_quiet, "127.0.0.1", web.machines[0].port):
        web.machines[0].whole_since = whole_since
        await web.get("/")
        assert web.too_late == 0
        sent = await Person(web, "session=1", "csrf", 7, "10.1.2.3").send("/", 0, is_stubborn=False)
        is_done.set()
    assert (sent.answer, web.too_late) == (Answer.IN_DOUBT, too_late)
