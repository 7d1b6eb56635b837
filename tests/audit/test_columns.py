"""Older entries got columns: each kind is migrated correctly from the tables of the previous release."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from accounts.models import User
from audit.chores import bring_old_entries
from audit.models import AuditEntry, OldEntry, Pseudonym
from front.erasure import erase
from labs.models import Lab
from tests.audit.emptied import empty_log
from tests.factories import make_lab, make_member
from tests.migrating import migrate

BEFORE = [("audit", "0003_know_whom_by_name")]
AFTER = [("audit", "0005_take_old_entries_apart")]
AT = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
LONG = "x" * 130


def old_models(there=BEFORE):
    return MigrationExecutor(connection).loader.project_state(there).apps


@pytest.fixture(autouse=True)
def in_dutch():
    with translation.override("nl"):
        yield


@pytest.fixture
def people():
    lab = make_lab()
    return make_member(lab, "Mo", "lab_admin"), make_member(lab, "Bram"), make_member(lab, "Anna")


def every_kind(mo, bram):
    """Return (actor, about, expected columns) for each sentence that the older code wrote, also unusual ones."""
    by_mo = [
        ("change_text", "charter", ""),
        ("change_text", "maker_word", "stadmaker → dorpsmaker"),
        ("change_text", "contact_phone", "077 12 → –"),
        ("change_text", "name", "– → Jo → Jo van de tuin"),
        ("change_text", "contact_name", "Jo → Jo van de tuin"),
        ("change_text", "intro", "Eén.\nTwee. → Drie."),
        ("change_theme", "Proefstad", "stadslab → maaslicht"),
        ("add_village", "Zuid", ""),
        ("rename_village", "Noord → West", "Zuid → Noord → West"),
        ("remove_village", "Noord → West", ""),
        ("hide", "idea 12", "spam"),
        ("hide", "comment 3", "privacy"),
        ("restore", "comment 3", "Toch goed: Bram → Anna."),
        ("give_role", "Someone: connector", "Wie dat is, weten we niet meer."),
        ("give_role", "oud-deelnemer: body Raad: zuid", "oud-deelnemer wil dit graag."),
        ("give_role", "former participant: connector", "Ja."),
        ("take_role", "oud-deelnemer", "Weg."),
        ("found_something", "een woord dat niemand kent", "waarom"),
    ]
    about_bram = [
        ("give_role", "Bram: civil_servant team Groen", "Bram doet veel."),
        ("give_role", "Otto: van hier: body Raad: zuid", "Otto heette hij toen."),
        ("give_role", "nog geen naam: stadmaker", "Nieuw."),
        ("take_role", "Bram: stadmaker", "Verhuisd."),
    ]
    by_system = [
        ("found_lab", "Proefdorp", ""),
        ("give_role", "nog geen naam: lab_admin", "create_lab"),
        ("hide", "idea 12", "crime"),  # by a person whose account was erased
    ]
    told = [((mo.user_id, "Mo"), None, *said) for said in by_mo]
    told += [((mo.user_id, "Mo"), bram.user_id, *said) for said in about_bram]
    told += [((None, ""), mo.user_id if said[0] == "give_role" else None, *said) for said in by_system]
    told.append(((None, "Piet"), None, "add_village", "Oost", ""))  # deleted without erasing: the name stayed
    return told


def write(told, model):
    for number, ((actor, name), about, action, subject, reason) in enumerate(told):
        row = model.objects.create(
            actor_id=actor,
            actor_name=name,
            about_id=about,
            action=action,
            lab="proefdorp",
            subject=subject,
            reason=reason,
        )
        model.objects.filter(pk=row.pk).update(at=AT + timedelta(minutes=number))


def told_now():
    """Return the same of the current entries, in the order in which they were written."""
    entries = list(AuditEntry.objects.order_by("pk"))
    names = Pseudonym.objects.names(code for entry in entries for code in (entry.actor, entry.object_id))
    users = dict(Pseudonym.objects.values_list("code", "user"))
    for number, entry in enumerate(entries):
        assert (entry.at, entry.lab) == (AT + timedelta(minutes=number), "proefdorp")
        actor = (users.get(entry.actor), names.get(entry.actor, ""))
        reason = entry.change or entry.reason
        yield actor, users.get(entry.object_id), entry.kind, entry.subject(names), reason


def as_told(told):
    """Return the expected words: a person who left in the reader's language, and no contact details."""
    for actor, about, action, subject, reason in told:
        if subject.startswith("contact_"):
            reason = ""
        yield actor, about, action, subject.replace("former participant", "oud-deelnemer"), reason


@pytest.mark.django_db(transaction=True)
def test_every_kind_of_entry_from_before_is_there_after_with_all_it_said(people, back_to_now):
    mo, bram, _anna = people
    told = every_kind(mo, bram)
    empty_log()  # the entries of other files' tests
    migrate(BEFORE)
    old = old_models()
    write(told, old.get_model("audit", "AuditEntry"))

    migrate(AFTER)

    assert list(told_now()) == list(as_told(told))
    assert not OldEntry.objects.exists()
    by_number = AuditEntry.objects.filter(object_kind__in=["idea", "comment"]).order_by("pk")
    assert [(entry.object_kind, entry.object_id) for entry in by_number] == [
        ("idea", "12"),
        ("comment", "3"),
        ("comment", "3"),
        ("idea", "12"),
    ]
    renamed = AuditEntry.objects.get(kind="rename_village")
    assert (renamed.before, renamed.after) == ({"name": "Zuid"}, {"name": "Noord → West"})
    theme = AuditEntry.objects.get(kind="change_theme")
    assert (theme.before["theme"], theme.after) == ("stadslab", {"name": "Proefstad", "theme": "maaslicht"})
    phone = AuditEntry.objects.get(object_id="contact_phone")
    assert (phone.before, phone.after) == ({}, {})
    given = AuditEntry.objects.get(reason="Otto heette hij toen.")
    assert (given.before, given.after) == ({}, {"role": "body", "label": "Raad: zuid"})


@pytest.mark.django_db(transaction=True)
def test_the_page_of_the_log_says_what_it_said(people, back_to_now, client):
    mo, bram, _anna = people
    empty_log()
    migrate(BEFORE)
    write(every_kind(mo, bram), old_models().get_model("audit", "AuditEntry"))
    migrate(AFTER)
    client.force_login(mo.user)
    text = " ".join(client.get("/proefdorp/beheer/logboek/").text.split())
    for words in (
        "Mo</bdi></strong> paste een tekst aan: <bdi>Zo werken wij</bdi>",
        "stadmaker → dorpsmaker",
        "Mo</bdi></strong> paste een tekst aan: <bdi>Telefoonnummer</bdi>",
        "– → Jo → Jo van de tuin",
        "koos een andere huisstijl: <bdi>Proefstad</bdi>",
        "stadslab → maaslicht",
        "gaf een dorp een andere naam: <bdi>Noord → West</bdi>",
        "Zuid → Noord → West",
        "haalde een dorp uit de lijst: <bdi>Noord → West</bdi>",
        "verborg iets: <bdi>idee 12</bdi>",
        "herhaling of spam",
        "liet iets weer zien: <bdi>reactie 3</bdi>",
        "gaf een rol: <bdi>Someone: verbinder</bdi>",
        "gaf een rol: <bdi>oud-deelnemer: namens Raad: zuid</bdi>",
        "gaf een rol: <bdi>oud-deelnemer: verbinder</bdi>",
        "nam een rol terug: <bdi>oud-deelnemer</bdi>",
        "Mo</bdi></strong> found_something: <bdi>een woord dat niemand kent</bdi>",
        "gaf een rol: <bdi>Bram: Gemeente · team Groen</bdi>",
        "gaf een rol: <bdi>Otto: van hier: namens Raad: zuid</bdi>",
        "Het systeem</bdi></strong> gaf een rol: <bdi>nog geen naam: beheerder</bdi>",
        "gemaakt met de opdracht create_lab",
        "Het systeem</bdi></strong> opende dit lab: <bdi>Proefdorp</bdi>",
        "Piet</bdi></strong> zette een dorp erbij: <bdi>Oost</bdi>",
    ):
        assert words in text, words
    assert "077 12" not in text


@pytest.mark.django_db
def test_a_process_of_before_still_writes_and_the_worker_brings_it_once(people):
    mo, bram, _anna = people
    told = every_kind(mo, bram)
    write(told, old_models().get_model("audit", "AuditEntry"))
    assert bring_old_entries() == len(told)
    assert bring_old_entries() == 0
    assert list(told_now()) == list(as_told(told))


@pytest.mark.django_db(transaction=True)
def test_two_workers_bring_each_entry_once(people):
    mo, bram, _anna = people
    told = every_kind(mo, bram)
    write(told, old_models().get_model("audit", "AuditEntry"))

    def work():
        bring_old_entries()
        connection.close()

    workers = [Thread(target=work) for _one in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert list(told_now()) == list(as_told(told))


@pytest.mark.django_db(transaction=True)
def test_a_process_of_before_removes_a_person_and_their_names_go_too(people):
    """The older code doesn't know pseudonyms; the database deletes them."""
    mo, bram, _anna = people
    bram.give_role("connector", "", mo, "Doet veel.")
    assert Pseudonym.objects.filter(name="Bram").exists()
    old_models([*BEFORE, ("labs", "0001_initial")])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE labs_membership SET user_id = NULL WHERE user_id = %s", [bram.user_id])
        cursor.execute("DELETE FROM accounts_user WHERE id = %s", [bram.user_id])
    assert not Pseudonym.objects.filter(name="Bram").exists()
    assert AuditEntry.objects.filter(kind="give_role").count() == 1


@pytest.mark.django_db
def test_erasing_finds_what_a_process_of_before_wrote_a_moment_ago(people):
    mo, bram, _anna = people
    write(every_kind(mo, bram), old_models().get_model("audit", "AuditEntry"))
    erase(bram.user, keep_words=True)
    assert not OldEntry.objects.exists()
    assert not Pseudonym.objects.filter(name__in=["Bram", "Otto: van hier"]).exists()
    assert AuditEntry.objects.filter(reason="oud-deelnemer doet veel.").count() == 1
    assert not User.objects.filter(name="Bram").exists()


@pytest.mark.django_db(transaction=True)
def test_going_back_loses_nothing_either_it_refuses(people, back_to_now):
    mo, _bram, _anna = people
    mo.lab.change_texts(mo, intro="Hallo.")
    with pytest.raises(RuntimeError, match="Restore a backup"):
        migrate(BEFORE)
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_an_address_may_be_as_long_as_one_can_be():
    """50 characters; PostgreSQL refuses a longer value."""
    address = "a" * 50
    write([((None, ""), None, "found_lab", "Ver weg", "")], old_models().get_model("audit", "AuditEntry"))
    OldEntry.objects.update(lab=address)
    assert bring_old_entries() == 1
    Lab.found("b" * 50, "Proefstad")
    assert list(AuditEntry.objects.order_by("pk").values_list("object_id", flat=True)) == [address, "b" * 50]
