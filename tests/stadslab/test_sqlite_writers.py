"""Writers queue in the process instead of competing for SQLite's file lock."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from stadslab.sqlite import base
from tests.factories import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has row locks and needs no queue"),
]


def test_a_transaction_holds_the_queue_until_it_commits():
    with transaction.atomic():
        assert base.writers.locked()
    assert not base.writers.locked()


def test_an_inner_block_does_not_give_the_queue_back():
    with transaction.atomic():
        with transaction.atomic():
            make_user("Anna")
        assert base.writers.locked()
    assert not base.writers.locked()


def test_a_transaction_that_fails_gives_the_queue_back():
    make_user("Anna")
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.create(email="anna@example.org", mailbox="anna@example.org")
    assert not base.writers.locked()


def test_a_connection_closed_half_way_gives_the_queue_back():
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.close()
        make_user("Anna")
    assert not base.writers.locked()


def test_forty_writers_all_get_their_turn():
    def write(number):
        try:
            with transaction.atomic():
                make_user(f"Person{number}")
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(40)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert User.objects.count() == 40


def test_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 0.05)
    base.writers.acquire()
    try:
        with pytest.raises(DatabaseError, match="the writer before us did not finish"), transaction.atomic():
            pass
    finally:
        base.writers.release()
