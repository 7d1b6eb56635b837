"""A verb writes one row; the worker makes mails of it in batches, each mail once, whatever happens in between."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from labs.models import RESIDENT_VOICE
from notifications import chores, working_off
from notifications.mail import mail_to
from notifications.models import Notice, Notification, OutgoingMail
from notifications.notices import KINDS, Kind, Readers, UnknownKind, notify, untold
from notifications.working_off import BATCH, MOST_TRIES, work_off_next
from tests.factories import make_idea, make_lab, make_member, make_user
from tests.mails import told, work_off
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
TEMPLATE = "ideas/care_mail_restored.txt"


class Killed(BaseException):
    """The worker ends here."""


@pytest.fixture
def idea():
    return make_idea(make_member(make_lab(), "Anna"))


@pytest.fixture
def kinds():
    """`kinds(name, mail)`: declare a kind that concerns everybody but Anna, in two groups."""

    def declared(name="test", mail=None):
        def written(news, user):
            if mail:
                mail(user)
            return mail_to(user, TEMPLATE, {"idea": {"title": name}})

        others = User.objects.exclude(name="Anna")
        first = Readers(lambda news: others.filter(name__startswith="B"), written)
        second = Readers(lambda news: others.exclude(name__startswith="B"), written)
        return KINDS.also(Kind(name, lambda notice: notice.facts.get("news"), (first, second)))

    return declared


@pytest.fixture
def crowd():
    """More people than two batches hold, in both groups."""
    names = [f"{letter}uur{number}" for letter in "BC" for number in range(BATCH + 5)]
    for name in names:
        make_user(name)
    return sorted(f"{name.lower()}@example.org" for name in names)


def addresses():
    return list(OutgoingMail.objects.values_list("address", flat=True))


# The verb


def test_what_a_verb_tells_is_one_row_in_its_transaction(idea, kinds, django_assert_num_queries):
    with kinds(), django_assert_num_queries(1):
        notify("test", idea, news=3)
    notice = Notice.objects.get()
    assert (notice.kind, notice.about_kind, notice.about_id) == ("test", "ideas.Idea", idea.pk)
    assert (notice.lab, notice.facts) == ("proefdorp", {"news": 3})
    assert addresses() == []


def test_what_is_rolled_back_is_never_told(idea, kinds):
    with kinds(), pytest.raises(RuntimeError), transaction.atomic():
        notify("test", idea)
        raise RuntimeError
    assert not Notice.objects.exists()


def test_a_kind_that_no_app_declares_is_refused(idea):
    with pytest.raises(UnknownKind):
        notify("test", idea)


def test_what_is_made_up_is_told_to_nobody_until_the_block_ends(idea, kinds):
    with kinds():
        with pytest.raises(RuntimeError), untold():
            notify("test", idea, news=1)
            raise RuntimeError
        assert not Notice.objects.exists()
        notify("test", idea, news=1)
        assert Notice.objects.count() == 1


# The worker


def test_everybody_concerned_gets_one_mail_and_the_notice_goes(idea, kinds, crowd):
    with kinds():
        notify("test", idea, news=1)
        work_off()
    assert sorted(addresses()) == crowd
    assert not Notice.objects.exists()


def test_a_batch_has_a_limit_and_costs_the_same_queries_however_many_there_are(idea, kinds, crowd):
    costs = []
    with kinds():
        notify("test", idea, news=1)
        while Notice.objects.exists():
            before = len(addresses())
            with CaptureQueriesContext(connection) as asked:
                assert work_off_next()
            costs.append((len(addresses()) - before, len(asked)))
    (first, least), *_rest = costs
    assert [written for written, _queries in costs] == [BATCH, BATCH, 10]
    assert first == BATCH
    assert max(queries for _written, queries in costs) <= least + 2, "the second group, and deleting"


def test_nothing_to_tell_any_more_is_no_mail(idea, kinds, crowd):
    with kinds():
        notify("test", idea, news=None)
        work_off()
    assert (addresses(), Notice.objects.count()) == ([], 0)


@pytest.mark.parametrize("killed_at", [0, 1, BATCH - 1, BATCH, BATCH + 7, 2 * BATCH + 9])
def test_a_worker_that_is_killed_leaves_nothing_half_done(idea, kinds, crowd, killed_at):
    written = []

    def mail(user):
        written.append(user)
        if len(written) == killed_at + 1:
            raise Killed

    with kinds(mail=mail):
        notify("test", idea, news=1)
        with pytest.raises(Killed):
            work_off()
        assert len(addresses()) == killed_at // BATCH * BATCH, "whole batches"
        work_off()
    assert sorted(addresses()) == crowd


def test_one_that_fails_is_tried_again_later_and_the_others_go_on(idea, kinds, caplog):
    make_user("Bram")
    fails = [True]

    def mail(user):
        if fails:
            raise ZeroDivisionError(user.email)

    def tried(minute):
        with standing_at(timezone.now() + timedelta(minutes=minute)):
            work_off()
        return Notice.objects.get().tries

    with kinds("broken", mail), kinds("whole"):
        notify("broken", idea, news=1)
        notify("whole", idea, news=1)
        assert tried(0) == 1
        assert [subject for _reader, subject in told()] == ["Je idee whole is weer te lezen"]
        assert [tried(minute) for minute in (0, 2, 2, 5, 5)] == [1, 2, 2, 3, 3]
        assert Notice.objects.get().trouble == "ZeroDivisionError"
        fails.clear()
        with standing_at(timezone.now() + timedelta(minutes=30)):
            work_off()
    assert addresses() == ["bram@example.org"] * 2
    assert not Notice.objects.exists()
    assert "(broken) was not worked off" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "bram@example.org" not in caplog.text


def test_one_reader_whose_mail_cannot_be_written_keeps_nobody_else_from_theirs(idea, kinds, crowd, caplog):
    odd = "buur3@example.org"

    def mail(user):
        if user.email == odd:
            raise ZeroDivisionError(odd)

    with kinds("test", mail):
        notify("test", idea, news=1)
        work_off()
    assert sorted([*addresses(), odd]) == crowd
    assert not Notice.objects.exists()
    assert "no mail for accounts.User" in caplog.text
    assert odd not in caplog.text


def tried_until_it_goes(most):
    """Work off as time passes; return the number of tries, at most `most`, until no notice is left."""
    now, tries = timezone.now(), 0
    while tries < most and (waiting := Notice.objects.first()):
        now, tries = max(now, waiting.due_at or now), tries + 1
        with standing_at(now):
            assert work_off_next()
    return tries


def test_a_batch_of_one_whose_mail_cannot_be_written_is_given_up_and_the_others_get_theirs(idea, kinds, crowd, caplog):
    odd = make_user("Bo")
    User.objects.filter(name__startswith="Buur").delete()

    def mail(user):
        if user == odd:
            raise ZeroDivisionError(odd.email)

    with kinds("test", mail):
        notify("test", idea, news=1)
        assert tried_until_it_goes(MOST_TRIES - 1) == MOST_TRIES - 1
        assert addresses() == []
        assert "GivenUp" not in caplog.text
        assert tried_until_it_goes(9) == 3  # the last try, and two batches of the others
    assert sorted(addresses()) == [address for address in crowd if address.startswith("c")]
    assert "GivenUp: notice" in caplog.text
    assert f"no mail for accounts.User {odd.pk}" in caplog.text
    assert odd.email not in caplog.text


def test_after_a_batch_that_is_given_up_the_next_readers_get_all_their_tries(idea, kinds, caplog):
    odd = make_user("Bo")
    make_user("Chaima")
    fails = [True] * (MOST_TRIES - 1)

    def mail(user):
        if user == odd:
            raise ZeroDivisionError
        if fails:
            raise ZeroDivisionError(fails.pop())

    with kinds("test", mail):
        notify("test", idea, news=1)
        assert tried_until_it_goes(99) == MOST_TRIES + MOST_TRIES
    assert addresses() == ["chaima@example.org"]
    assert caplog.text.count("GivenUp") == 1


def test_a_batch_that_fails_only_for_a_while_is_not_given_up(idea, kinds):
    make_user("Bram")
    fails = [True] * (MOST_TRIES - 1)

    def mail(_user):
        if fails:
            raise ZeroDivisionError(fails.pop())

    with kinds("test", mail):
        notify("test", idea, news=1)
        assert tried_until_it_goes(99) == MOST_TRIES
    assert addresses() == ["bram@example.org"]


def test_one_whose_mail_cannot_be_stored_holds_up_no_other(idea, kinds):
    bram = make_user("Bram")
    unstorable = Readers(lambda news: User.objects.filter(pk=bram.pk), lambda news, user: OutgoingMail(subject=None))
    with KINDS.also(Kind("broken", lambda notice: 1, (unstorable,))), kinds("whole"):
        notify("broken", idea)
        notify("whole", idea, news=1)
        work_off()
    assert addresses() == ["bram@example.org"]
    assert Notice.objects.get().trouble == "IntegrityError"


def test_one_of_a_newer_version_waits_for_its_worker(idea, kinds):
    make_user("Bram")
    with kinds():
        notify("test", idea, news=1)
    work_off()
    assert Notice.objects.get().trouble == "UnknownKind"
    with kinds(), standing_at(timezone.now() + timedelta(minutes=2)):
        work_off()
    assert addresses() == ["bram@example.org"]


def test_after_a_week_one_that_keeps_failing_is_dropped_and_logged(idea, kinds, caplog):
    with kinds():
        notify("test", idea, news=1)
        notify("test", idea, news=2)
    Notice.objects.filter(facts__news=1).update(told_at=timezone.now() - timedelta(days=8), trouble="KeyError")
    assert chores.drop_old_notices() == 1
    assert "(test), KeyError" in caplog.text
    assert Notice.objects.get().facts == {"news": 2}


@pytest.mark.parametrize("group", [0, 1, 2, 3])
def test_one_of_an_older_version_that_had_other_readers_is_told_on_all_pages_once(group):
    lab = make_lab()
    anna, bram = make_member(lab, "Anna"), make_member(lab, "Bram")
    make_idea(anna).set_status(bram, RESIDENT_VOICE, "talking", "We bellen.")
    Notice.objects.update(group=group)
    work_off()
    assert list(Notification.objects.values_list("inbox__user__name", "kind")) == [("Anna", "status_changed")]
    assert not Notice.objects.exists()


# The order


def kinds_in_order():
    """The kind of each batch, in the order in which they are worked off."""
    order = []
    while notice := Notice.objects.due(timezone.now()).first():
        order.append(notice.kind)
        assert work_off_next()
    return order


def test_a_new_one_goes_before_the_rest_of_a_long_one(idea, kinds, crowd):
    other = make_idea(idea.author, "Bankje")
    with kinds("long"), kinds("other"):
        notify("long", idea, news=1)
        assert work_off_next()
        notify("other", other, news=1)
        assert kinds_in_order() == ["other", "long", "other", "long", "other"]


def test_what_is_told_about_one_thing_stays_in_order(idea, kinds, crowd):
    with kinds("first"), kinds("second"):
        notify("first", idea, news=1)
        assert work_off_next()
        notify("second", idea, news=1)
        assert kinds_in_order() == ["first"] * 2 + ["second"] * 3


def test_hundreds_that_wait_cost_no_more_than_one(idea, kinds, django_assert_max_num_queries):
    with kinds():
        for _notice in range(300):
            notify("test", idea, news=None)
        with django_assert_max_num_queries(6 + (connection.vendor == "postgresql")):
            assert working_off.work_off_next()
