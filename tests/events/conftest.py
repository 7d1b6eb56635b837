"""The people at a gathering: Anna is a stadmaker and organises it, Bram and Chaima attend, Fleur runs the lab.

Mo is a stadmaker too, and Anna's evening is at the hall.
"""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from places.models import Stop
from tests.events.factories import enter, make_draft, utc
from tests.factories import make_lab, make_member
from tests.mails import send_all
from tests.places.factories import make_place
from tests.standing import standing_at


@pytest.fixture(autouse=True)
def dutch(settings):
    settings.LANGUAGE_CODE = "nl"


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna", "stadmaker")


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


@pytest.fixture
def chaima(lab):
    return make_member(lab, "Chaima")


@pytest.fixture
def fleur(lab):
    return make_member(lab, "Fleur", "lab_admin")


@pytest.fixture
def mo(lab):
    """A second stadmaker, who changes the place."""
    return make_member(lab, "Mo", "stadmaker")


@pytest.fixture
def in_november():
    """For tests that name a day: it is Tuesday 24 November 2026, ten in the morning."""
    with standing_at(utc(2026, 11, 24, 9)):
        yield


@pytest.fixture
def hall(anna):
    return make_place(anna, "De Zaal", rooms=(60,), address="Raadhuisplein 2", getting_there="Achterom.")


@pytest.fixture
def cart(anna):
    cart = make_place(anna, "De Labkar", kind="temporary")
    cart.set_stops([Stop(first_day=date(2026, 12, 1), last_day=date(2026, 12, 6), address="Kerkplein")])
    return cart


@pytest.fixture
def evening(anna, bram, chaima, hall):
    """Anna's gathering at the hall, in its room; Bram and Chaima (with a guest) attend, Jan has no address."""
    evening = make_draft(
        anna, "Open tafel", starts_at=utc(2026, 12, 5, 18, 30), place=hall, room=hall.rooms.get(), capacity=50
    )
    evening.publish()
    evening.sign_up(bram)
    evening.sign_up(chaima, 2)
    enter(evening, anna, "Jan")
    return evening


@pytest.fixture
def mails(django_capture_on_commit_callbacks):
    """Collect the mails of a verb: `with mails() as sent: …`; `sent` is a list of (receiver, subject)."""
    from contextlib import contextmanager

    @contextmanager
    def catch():
        sent = []
        send_all()
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield sent
        send_all()
        sent.extend((message.to[0], message.subject) for message in mail.outbox)

    return catch


@pytest.fixture
def new(lab):
    return reverse("gathering_new", kwargs={"lab_slug": lab.slug})


@pytest.fixture
def anna_here(client, anna):
    client.force_login(anna.user)
    return client
