"""Two people change the log at the same moment: neither undoes the other's change, and there is no deadlock."""

import time
from threading import Event

import pytest
from django.db import connection, transaction

from audit.leaving import leave
from audit.models import AuditEntry
from demo.management.commands.demo import remove
from labs.models import Lab
from tests.factories import make_lab, make_member
from tests.labs.test_last_admin_race import both

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one who writes"),
]


def test_two_who_are_named_in_one_reason_leave_at_once():
    lab = make_lab()
    anna, bram = make_member(lab, "Anna", "lab_admin"), make_member(lab, "Bram")
    bram.give_role("connector", "", anna, "Anna en Bram doen dit samen.")
    wrote = Event()

    @transaction.atomic
    def first():
        leave(anna.user, "oud-deelnemer")
        wrote.set()
        time.sleep(0.5)  # until the second one waits for us

    @transaction.atomic
    def second():
        assert wrote.wait(20)
        leave(bram.user, "oud-deelnemer")

    assert both(first, second) == [None, None]
    assert AuditEntry.objects.get(kind="give_role").reason == "oud-deelnemer en oud-deelnemer doen dit samen."


def test_an_example_goes_while_somebody_in_it_erases_their_account():
    """Erasing takes roles away, so it locks the lab first, and then entries."""
    lab = make_lab("voorbeeld", is_demo=True)
    anna, bram = make_member(lab, "Anna", "lab_admin"), make_member(lab, "Bram")
    bram.give_role("connector", "", anna, "Bram kent iedereen.")
    holds = Event()

    @transaction.atomic
    def erasing():
        lab.hold()
        holds.set()
        time.sleep(0.5)  # until the other one waits for the lab
        leave(bram.user, "oud-deelnemer")

    def removing():
        assert holds.wait(20)
        remove([lab.slug])

    assert both(erasing, removing) == [None, None]
    assert not Lab.objects.exists()
    assert set(AuditEntry.objects.values_list("kind", flat=True)) == {"remove_entries"}
