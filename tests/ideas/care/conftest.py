"""Anna wrote the idea, Bram lives here, Mo moderates; `act` acts as a person."""

import pytest
from django.urls import reverse

from ideas.models import Status
from tests.factories import make_lab
from tests.mails import send_all

WORDS = {"title": "Pluktuin", "opportunity": "Een strook gras kan fruit geven voor het hele dorp."}
HIDING = {"reason": "privacy", "explanation": "Je noemt een huisnummer. Zeg het zonder die ene buur."}


@pytest.fixture
def lab():
    return make_lab(contact_name="Noor", contact_phone="077 000 00 00")


@pytest.fixture
def act(client, django_capture_on_commit_callbacks):
    """`act(member, "idea_hide", idea, **fields)` posts as that member; without fields it reads. It sends mails."""

    def do(member, name, thing=None, where=None, query="", **fields):
        address = at(name, thing, where or (member.lab if member else thing.lab)) + query
        client.logout()
        if member:
            client.force_login(member.user)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(address, fields) if fields else client.get(address)
        send_all()
        return answer

    return do


def at(name, thing=None, lab=None):
    kwargs = {"lab_slug": lab.slug}
    if hasattr(thing, "idea_id"):
        kwargs |= {"pk": thing.idea_id, "comment_pk": thing.pk}
    elif thing is not None:
        kwargs |= {"pk": thing.pk}
    return reverse(name, kwargs=kwargs)


def text_of(response):
    return response.content.decode()


def new_words(idea, **words):
    return WORDS | {"seen": idea.words_revision} | words


def new_status(idea, status=Status.TALKING, **words):
    return {
        "seen": idea.status_revision,
        "status": status,
        "reason": "Omdat het kan.",
        "next_step": "Kom langs.",
    } | words
