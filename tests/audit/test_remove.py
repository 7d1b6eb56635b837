"""One command removes entries: old ones, those of examples, those of a deleted lab. The log says so."""

import io
import time
from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry, AuditQuerySet, Kind, Pseudonym, PseudonymQuerySet, Thing, WhyRemoved
from labs.models import Lab
from tests.factories import make_lab, make_member, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(year=2028, month=2, day=29, hour=12)


def add(lab, *ages, actor=None):
    """Add an entry for each of `ages`, in days before NOW."""
    for days in ages:
        with time_machine.travel(NOW - timedelta(days=days), tick=False):
            AuditEntry.objects.note(actor, Kind.ADD_VILLAGE, Thing.VILLAGE, days, lab=lab, after={"name": str(days)})


def clear(*options):
    out = io.StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("clear_log", *options, stdout=out)
    return out.getvalue()


def left(lab=None):
    entries = AuditEntry.objects.order_by("pk")
    return [entry.object_id for entry in entries.filter(lab=lab) if entry.kind == Kind.ADD_VILLAGE]


def removals():
    said = AuditEntry.objects.filter(kind=Kind.REMOVE_ENTRIES).order_by("lab", "pk")
    return [(entry.lab, entry.before["entries"], entry.reason, entry.actor) for entry in said]


def test_what_is_older_than_its_term_goes_and_nothing_younger():
    year = 365 + 366  # from 29 February 2028 to 28 February 2026
    add("proefdorp", 5000, year + 1, year - 1, 0)
    add("elders", year + 2)
    add("later", 3)
    assert clear("--years", "2") == "/elders/ 1 entry removed\n/proefdorp/ 2 entries removed\n"
    assert (left("proefdorp"), left("elders"), left("later")) == ([str(year - 1), "0"], [], ["3"])
    assert removals() == [("elders", 1, "past_term", ""), ("proefdorp", 2, "past_term", "")]
    assert clear("--years", "2") == ""
    assert len(removals()) == 2


def test_that_entries_went_goes_itself_when_it_is_past_its_term():
    add("proefdorp", 5000)
    with time_machine.travel(NOW - timedelta(days=4000), tick=False):
        AuditEntry.objects.remove("proefdorp", WhyRemoved.PAST_TERM)
    assert clear("--years", "5") == "/proefdorp/ 1 entry removed\n"
    assert removals() == [("proefdorp", 1, "past_term", "")]


def test_the_log_of_examples_goes_and_of_no_other_lab():
    for slug, is_demo in (("voorbeeld", True), ("leeg", True), ("echt", False)):
        lab = make_lab(slug)
        Lab.objects.filter(pk=lab.pk).update(is_demo=is_demo)
    add("voorbeeld", 1, 2)
    add("echt", 5000)
    assert clear("--examples") == "/leeg/ 0 entries removed\n/voorbeeld/ 2 entries removed\n"
    assert (left("voorbeeld"), left("echt")) == ([], ["5000"])
    assert removals() == [("voorbeeld", 2, "example", "")]


def test_what_was_made_to_try_something_goes_with_its_lab_and_no_other():
    make_lab("echt")
    add("echt", 1)
    add("geprobeerd", 1, 2, 3)
    add("geprobeerd-2", 1)
    assert clear("--lab", "geprobeerd") == "/geprobeerd/ 3 entries removed\n"
    assert (left("geprobeerd"), left("geprobeerd-2"), left("echt")) == ([], ["1"], ["1"])
    assert removals() == [("geprobeerd", 3, "trial", "")]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "one of the arguments"),
        (["--years", "0"], "--years must be 1 to 100"),
        (["--years", "-3"], "--years must be 1 to 100"),
        (["--years", "3000"], "--years must be 1 to 100"),
        (["--years", "veel"], "invalid int value"),
        (["--years", "2", "--examples"], "not allowed with"),
        (["--lab", "echt"], "/echt/ is there"),
        (["--lab", "nergens"], "The log has nothing of /nergens/"),
        (["--lab", ""], "The log has nothing of //"),
    ],
)
def test_nonsense_removes_nothing(options, words):
    make_lab("echt")
    add("echt", 5000)
    with pytest.raises(CommandError, match=words):
        clear(*options)
    assert left("echt") == ["5000"]
    assert removals() == []


def test_names_that_nothing_tells_of_any_more_go_and_others_stay():
    anna, bram = make_user("Anna"), make_user("Bram")
    add("proefdorp", 5000, actor=anna)
    add("proefdorp", 5000, actor=bram)
    anna.choose_name("Annemiek")
    bram.choose_name("Bart")
    add("proefdorp", 1, actor=anna)
    add("elders", 1, actor=User(pk=bram.pk, name="Bram"))
    Pseudonym.objects.create(name="Someone")
    assert clear("--years", "2") == "/proefdorp/ 2 entries removed\n"
    assert set(Pseudonym.objects.values_list("name", flat=True)) == {"Annemiek", "Bram"}


def test_the_page_says_that_lines_went(client):
    lab = make_lab()
    add(lab.slug, 5000, 4000)
    add(lab.slug, 3000)
    with time_machine.travel(NOW - timedelta(days=3500), tick=False):
        AuditEntry.objects.remove(lab.slug, WhyRemoved.PAST_TERM, NOW - timedelta(days=3900))
    client.force_login(make_member(lab, "Mo", "lab_admin").user)
    page = reverse("lab_log", kwargs={"lab_slug": lab.slug})
    text = " ".join(client.get(page).text.split())
    assert "<bdi>Het systeem</bdi></strong> ruimde dit logboek op: <bdi>2 regels</bdi>" in text
    assert "ouder dan we ze bewaren" in text
    client.cookies["language"] = "en"
    text = " ".join(client.get(page).text.split())
    assert "<bdi>The system</bdi></strong> cleared this log: <bdi>2 lines</bdi>" in text


@pytest.mark.django_db(transaction=True)
def test_two_at_once_remove_once_and_say_so_once():
    add("proefdorp", *range(1, 40))
    start, counts = Barrier(2), []

    def work():
        start.wait()
        counts.append(AuditEntry.objects.remove("proefdorp", WhyRemoved.PAST_TERM, NOW))
        connection.close()

    both = [Thread(target=work) for _one in range(2)]
    with time_machine.travel(NOW):
        for one in both:
            one.start()
        for one in both:
            one.join()
    assert sorted(counts) == [0, 39]
    assert removals() == [("proefdorp", 39, "past_term", "")]


def test_what_came_meanwhile_stays_also_with_a_lower_number(monkeypatch):
    """PostgreSQL assigns a row's id some time before others see the row."""
    add("proefdorp", 5000)
    note = AuditQuerySet.note

    def note_later(entries, *args, **columns):
        late = {"kind": Kind.ADD_VILLAGE, "object_kind": Thing.VILLAGE, "object_id": "late"}
        AuditEntry.objects.create(pk=-5, lab="proefdorp", at=NOW - timedelta(days=5000), **late)
        return note(entries, *args, **columns)

    monkeypatch.setattr(AuditQuerySet, "note", note_later)
    assert AuditEntry.objects.remove("proefdorp", WhyRemoved.PAST_TERM, NOW) == 1
    assert left("proefdorp") == ["late"]


def test_more_go_than_fit_in_one_statement():
    late = {"kind": Kind.ADD_VILLAGE, "object_kind": Thing.VILLAGE, "lab": "proefdorp"}
    AuditEntry.objects.bulk_create(AuditEntry(**late) for _one in range(1100))
    assert AuditEntry.objects.remove("proefdorp", WhyRemoved.TRIAL) == 1100
    assert left("proefdorp") == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one who writes")
@pytest.mark.django_db(transaction=True)
def test_who_leaves_meanwhile_and_the_removal_do_not_wait_for_each_other(monkeypatch):
    """A person who leaves locks their names, also unused ones, and then entries."""
    anna = make_user("Anna")
    add("proefdorp", 1, actor=anna)
    anna.choose_name("Annemiek")
    entry, began, removes = AuditEntry.objects.get(), Event(), Event()
    unused, raised = PseudonymQuerySet.unused, []

    def said(pseudonyms):
        removes.set()
        return unused(pseudonyms)

    @transaction.atomic
    def leave():
        Pseudonym.objects.filter(user=anna).update(is_leaving=True)
        began.set()
        assert removes.wait(20)
        time.sleep(0.5)  # until the other one waits for the name
        AuditEntry.objects.filter(pk=entry.pk).update(reason="x")

    def remove():
        assert began.wait(20)
        AuditEntry.objects.remove("proefdorp", WhyRemoved.TRIAL)

    def run(act):
        try:
            act()
        except Exception as error:  # noqa: BLE001  passed to the test
            raised.append(error)
        finally:
            connection.close()

    monkeypatch.setattr(PseudonymQuerySet, "unused", said)
    both = [Thread(target=run, args=[act]) for act in (leave, remove)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert raised == []
    assert not AuditEntry.objects.filter(pk=entry.pk).exists()
