"""What we promise about live, one sentence a test."""

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction

from tests import factories


class Undo(Exception):
    pass


@pytest.fixture
def name(idea):
    return f"note-{idea.pk}"


async def test_comment_is_seen(open_page, name, here, comment):
    page = await open_page()
    await page.follow(here, name)
    assert (await page.take())["html"] == ""  # the answer: nothing new
    await comment("Mooi plan")
    message = await page.take(1)
    assert (message["topic"], page.words) == (name, ["nl Mooi plan"])


async def test_rolled_back_comment_is_not_seen(open_page, name, here, idea, anna):
    page = await open_page()
    await page.follow(here, name)
    await page.take()

    def say_and_undo():
        with pytest.raises(Undo), transaction.atomic():
            factories.make_comment(idea, anna, "Toch niet")
            raise Undo

    await sync_to_async(say_and_undo)()
    assert await page.hears_nothing(1.2)


async def test_late_reader_catches_up_once_and_in_order(open_page, name, here, comment):
    for words in ("een", "twee", "drie"):
        await comment(words)
    page = await open_page()
    await page.follow(here, name)
    await page.take()
    assert page.words == ["nl een", "nl twee", "nl drie"]
    assert await page.hears_nothing(1.2)
