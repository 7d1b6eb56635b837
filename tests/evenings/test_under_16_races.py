"""Somebody says their name while an organiser says that young people come, on real threads. With a control."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction

from common import clock
from evenings.models import Evening, Participant, Session
from evenings.plans import plans
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.test_verbs_together import in_a_thread, until_someone_waits_for_us

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


def name_kept():
    """Let somebody walk in with a name while the tick is stored; return the name that is kept."""
    session = Session.begin(make_gathering(make_member(make_lab(), "Anna", "stadmaker")), plans()["kansen"], 0)
    evening = Evening.open(session, clock.now())
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert session.set_who(session.who, "", True)
            joining = pool.submit(
                in_a_thread, lambda: Evening.objects.get(pk=evening.pk).join(uuid4(), "Sanne", clock.now())
            )
            until_someone_waits_for_us()
        joining.result()
    return Participant.objects.get().name


def test_a_name_that_waits_for_the_tick_is_not_kept():
    assert name_kept() == ""


def test_read_in_one_query_with_the_evening_the_name_is_kept(monkeypatch):
    """The session of that query is the one from before the wait."""

    def read_together(self):
        both = Evening.objects.select_related("session").select_for_update(no_key=True, of=("self",))
        self.refresh_from_db(from_queryset=both)

    monkeypatch.setattr(Evening, "hold", read_together)
    assert name_kept() == "Sanne"
