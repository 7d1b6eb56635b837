"""What people read on their page *Nieuw voor jou*."""

import re
from html import unescape

from django.test import Client

from ideas.models import Idea, Status
from labs.models import RESIDENT_VOICE, Membership
from notifications.models import Notification, inbox_of
from tests.mails import forget, work_off

PAGE = "/van-mij/nieuw/"


def decide(
    idea: Idea, by: Membership, status: str = Status.TALKING, reason: str = "We bellen met de tuinclub."
) -> None:
    idea.set_status(by, RESIDENT_VOICE, status, reason)


def told() -> list[tuple[str, str]]:
    """Return the name of each person and the kind that they were told, in order of name."""
    work_off()
    return list(Notification.objects.values_list("inbox__user__name", "kind").order_by("inbox__user__name", "pk"))


def start_anew() -> None:
    """Forget what was told until now."""
    work_off()
    forget()
    Notification.objects.all().delete()


def unread(member: Membership) -> int:
    return inbox_of(member.user).unread


def signed_in(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?bdi[^>]*>", "", html))).split())


def read(member: Membership, query: str = "") -> str:
    """Return the words of the page, without the header."""
    return words_of(signed_in(member).get(PAGE + query).content.decode().partition("<main")[2])


def lines(member: Membership) -> list[str]:
    """Return the first line of each row, newest first."""
    page = signed_in(member).get(PAGE).content.decode()
    return [words_of(line) for line in re.findall(r'<a class="strong" href="[^"]*">(.*?)</a>', page, re.DOTALL)]
