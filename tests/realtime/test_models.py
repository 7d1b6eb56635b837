"""The revision is order, de-duplication and cursor; an id from a sequence is none of these."""

import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F

from ideas.models import Idea
from realtime.models import Epoch
from realtime.topics import cursor, find
from tests import factories

WRITERS, EACH = 8, 12


def test_advance_sets_values_and_returns_the_new_revision(idea):
    before = idea.revision
    with transaction.atomic():
        assert idea.advance(title="Anders", tally_revision=F("revision") + 1) == before + 1
    idea.refresh_from_db()
    assert (idea.revision, idea.tally_revision, idea.title) == (before + 1, before + 1, "Anders")


def test_advance_is_one_statement(idea, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        idea.advance()


def test_advance_outside_a_transaction_is_a_mistake(idea):
    with pytest.raises(transaction.TransactionManagementError):
        idea.advance()


def test_advance_of_a_removed_row_fails(idea):
    Idea.objects.filter(pk=idea.pk).delete()
    with pytest.raises(Idea.NotUpdated), transaction.atomic():
        idea.advance()


def test_an_old_copy_gets_the_next_revision(idea):
    copy = Idea.objects.get(pk=idea.pk)
    with transaction.atomic():
        idea.advance()
    with transaction.atomic():
        assert copy.advance() == idea.revision + 1


def test_epoch_is_short_renewed_and_part_of_the_cursor(idea, capsys):
    before = Epoch.read()
    call_command("new_epoch")
    after = capsys.readouterr().out.strip()
    assert after != before
    assert 0 < len(after) <= 8
    assert cursor(idea) == f"{after}.{idea.revision}"


def test_epoch_is_asked_once_a_second(idea, django_assert_num_queries):
    Epoch.read()
    with django_assert_num_queries(0):
        assert Epoch.current() == Epoch.current()


@pytest.mark.parametrize(
    "name", ["note-7", "other-7", "note-07", "note--7", "note-7 ", "NOTE-7", "", "note-" + "9" * 19]
)
def test_only_registered_names_are_found(notes, name):
    assert (find(name) is not None) == (name == "note-7")


class Follower(threading.Thread):
    """Calls `newer(cursor)` repeatedly, as a page does, and keeps all results."""

    def __init__(self, newer):
        super().__init__()
        self.newer, self.got, self.cursor, self.is_done = newer, set(), 0, False

    def run(self):
        try:
            while not self.is_done:
                self.look()
            self.look()
        finally:
            connection.close()

    def look(self):
        rows = self.newer(self.cursor)
        self.got |= {key for _, key in rows}
        self.cursor = max([self.cursor, *(number for number, _ in rows)])


def race(write, newer):
    """Return how many of the rows written at once the follower never saw."""
    follower = Follower(newer)

    def writer():
        try:
            for _ in range(EACH):
                write()
        finally:
            connection.close()

    writers = [threading.Thread(target=writer) for _ in range(WRITERS)]
    follower.start()
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    follower.is_done = True
    follower.join()
    return WRITERS * EACH - len(follower.got)


def test_follower_by_revision_misses_nothing_of_a_race(idea, anna):
    @transaction.atomic
    def write():
        copy = Idea.objects.get(pk=idea.pk)
        revision = copy.advance()
        comment = copy.comments.create(author=anna, text="tegelijk", revision=revision, voice_kind="resident")
        time.sleep(0.001 * (comment.pk % 5))

    assert race(write, lambda after: list(idea.comments.filter(revision__gt=after).values_list("revision", "pk"))) == 0


def test_control_follower_by_sequence_loses_rows(idea, anna):
    """Ids are assigned before commit: a later id can commit first, and then a reader skips the earlier one."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: no sequence is overtaken there")
    follower = Follower(lambda after: list(idea.comments.filter(pk__gt=after).values_list("pk", "pk")))

    def write():
        return idea.comments.create(author=anna, text="tegelijk", revision=1, voice_kind="resident").pk

    def overtake():
        try:
            overtaking.append(write())
            follower.look()
        finally:
            connection.close()

    overtaking: list[int] = []
    other = threading.Thread(target=overtake)
    with transaction.atomic():
        overtaken = write()
        other.start()
        other.join(60)
    follower.look()
    assert idea.comments.count() == 2
    assert overtaken < overtaking[0]
    assert follower.got == set(overtaking)


def test_a_storm_of_advances_leaves_no_gap(idea):
    seen = []

    @transaction.atomic
    def write():
        seen.append(Idea.objects.get(pk=idea.pk).advance())

    race(write, lambda after: [])
    assert sorted(seen) == list(range(idea.revision + 1, idea.revision + 1 + WRITERS * EACH))


def test_transaction_that_rolls_back_gives_its_revision_to_the_next(idea):
    before = idea.revision
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Idea.objects.get(pk=idea.pk).advance()
        raise ZeroDivisionError
    with transaction.atomic():
        assert factories.Idea.objects.get(pk=idea.pk).advance() == before + 1
