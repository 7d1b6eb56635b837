"""Verbs that lock the same rows at one moment: nobody gets a deadlock, every count is true."""

import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from ideas.models import Comment, Idea, Status
from labs.models import RESIDENT_VOICE, HidingReason
from tests.conftest import EVERYTHING, SEED
from tests.factories import make_comment, make_idea, make_lab, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 250 if EVERYTHING else 40
WHY = (RESIDENT_VOICE, "Toch niet.")
CLOSED_MEANWHILE = PermissionDenied


def test_opposite_verbs_never_deadlock_and_all_counts_stay_true():
    lab = make_lab()
    anna, bram, mo = make_member(lab), make_member(lab, "Bram"), make_member(lab, "Mo", "moderator", "lab_admin")
    ideas = [make_idea(anna, "Pluktuin"), make_idea(anna, "Maasrondje")]
    comments = [make_comment(idea, bram, f"Ik doe mee {n}.") for idea in ideas for n in range(3)]
    failures = []

    def act(seed):
        chance = random.Random(seed)
        try:
            for number in range(ROUNDS):
                idea = Idea.objects.select_related("lab").get(pk=chance.choice(ideas).pk)
                village = chance.choice([None, *lab.neighbourhoods.all()])
                comment = Comment.objects.select_related("idea__lab").get(pk=chance.choice(comments).pk)
                verb = chance.choice(
                    [
                        lambda: idea.support(bram),
                        lambda: idea.withdraw_support(bram),
                        lambda: idea.answer_need(bram, chance.choice(["yes", "no"])),
                        lambda: idea.post_comment(bram, RESIDENT_VOICE, f"{seed} {number}", uuid.uuid4(), None),
                        lambda: comment.edit(f"Anders {seed} {number}"),
                        lambda: comment.hide(mo, HidingReason.SPAM),
                        lambda: comment.restore(mo, "Toch goed."),
                        lambda: idea.hide(mo, HidingReason.SPAM),
                        lambda: idea.restore(mo, "Toch goed."),
                        lambda: idea.edit(anna, needed=f"Handen {seed} {number}"),
                        lambda: idea.edit(anna, neighbourhood=village),
                        lambda: make_idea(bram, f"Nieuw {seed} {number}", neighbourhood=village).withdraw(bram, *WHY),
                        lambda: lab.add_village(mo, f"Wijk {seed} {number}"),
                        lambda: village and village.remove(mo),
                        lambda: idea.set_status(mo, RESIDENT_VOICE, Status.TALKING, "We praten."),
                        lambda: idea.set_stance(mo, RESIDENT_VOICE, chance.choice(["helps", "joins", ""])),
                    ]
                )
                try:
                    verb()
                except CLOSED_MEANWHILE:
                    pass
        except Exception as failure:  # noqa: BLE001  shown by the assertion below
            failures.append(repr(failure))
        finally:
            connection.close()

    people = [threading.Thread(target=act, args=(SEED * 10 + n,)) for n in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert failures == []
    for idea in Idea.objects.all():
        assert idea.support_count == idea.supports.count()
        assert idea.comment_count == idea.comments.filter(is_hidden=False, removed_at=None).count()
        newest = max(idea.comments.values_list("revision", flat=True))
        assert newest <= idea.revision


def test_a_village_that_goes_waits_for_its_ideas_before_it_holds_the_lab():
    """In the opposite order PostgreSQL aborts one of the two."""
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time")
    lab = make_lab()
    mo, west = make_member(lab, "Mo", "lab_admin"), lab.neighbourhoods.get(name="West")
    idea = make_idea(make_member(lab), neighbourhood=west)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            idea.hold()
            going = pool.submit(in_a_thread, lambda: west.remove(mo))
            until_someone_waits_for_us()
            lab.advance()
        going.result()
    idea.refresh_from_db()
    assert idea.neighbourhood is None


def in_a_thread(act):
    try:
        act()
    finally:
        connection.close()


def until_someone_waits_for_us():
    for _again in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits for us")
