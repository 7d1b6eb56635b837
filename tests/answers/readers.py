"""What readers say of an answer, and the pages on which they do."""

from django.test import Client

from tests.ideas.conftest import browser


def address(answer, page="duidelijk"):
    return f"{answer.idea.get_absolute_url()}antwoord/{page}/"


def seen(answer):
    return answer.versions.last().pk


def say(answer, member, is_clear=True, question=""):
    return answer.say_clear(member, is_clear, question, seen(answer))


def page_of(answer, member=None):
    client = browser(member) if member else Client()
    return " ".join(client.get(answer.idea.get_absolute_url()).content.decode().split())
