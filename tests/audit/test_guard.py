"""The database refuses to change or delete an entry: by ORM, by SQL, and after a migration remade the table."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, models, transaction

from audit.leaving import leave
from audit.models import AuditEntry, Kind, Pseudonym, Thing, WhyRemoved
from tests.audit.emptied import empty_log
from tests.factories import make_lab, make_member

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL changes a table where it stands")


@pytest.fixture
def mo():
    return make_member(make_lab(), "Mo", "lab_admin")


@pytest.fixture
def entry(mo):
    """Bram got a role from Mo."""
    make_member(mo.lab, "Bram").give_role("stadmaker", "", mo, "Bram doet veel.")
    return AuditEntry.objects.get(kind="give_role")


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def rows():
    return list(AuditEntry.objects.order_by("pk").values())


def remake(model, name, after):
    """Change the field as a migration on SQLite does."""
    field = model._meta.get_field(name)
    after.set_attributes_from_name(name)
    after.model = model
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        editor._remake_table(model, alter_fields=[(field, after)])


def removal(entry, **columns):
    """Add an entry that says that all entries up to `entry` were removed."""
    said = {"kind": Kind.REMOVE_ENTRIES, "object_kind": Thing.ENTRIES, "object_id": str(entry.pk), "lab": entry.lab}
    return AuditEntry.objects.create(**said | columns)


IN_SQL = [f"UPDATE audit_entry SET {column.column} = {column.column}" for column in AuditEntry._meta.concrete_fields]
IN_SQL += ["UPDATE audit_entry SET reason = 'x'", "UPDATE audit_entry SET kind = 'hide'", "DELETE FROM audit_entry"]
OTHERS = ", ".join(f'"{column.column}"' for column in AuditEntry._meta.concrete_fields if column.column != "id")
COPY = f"{{verb}} INTO audit_entry (id, {OTHERS}) SELECT {{number}}, {OTHERS} FROM audit_entry WHERE id > 0"
BY_ORM = {
    "save": lambda entry: entry.save(),
    "update": lambda entry: AuditEntry.objects.update(reason=""),
    "bulk_update": lambda entry: AuditEntry.objects.bulk_update([entry], ["actor"]),
    "delete": lambda entry: entry.delete(),
    "delete all": lambda entry: AuditEntry.objects.all().delete(),
    "upsert": lambda entry: AuditEntry.objects.bulk_create(
        [AuditEntry(pk=entry.pk, reason="x")], update_conflicts=True, unique_fields=["pk"], update_fields=["reason"]
    ),
}


@pytest.mark.parametrize("sql", IN_SQL)
def test_sql_changes_and_removes_nothing(entry, sql):
    before = rows()
    with pytest.raises(IntegrityError, match="audit_entry_stays"):
        run(sql)
    assert rows() == before


@pytest.mark.parametrize("way", BY_ORM)
def test_the_orm_changes_and_removes_nothing(entry, way):
    before = rows()
    with pytest.raises(IntegrityError), transaction.atomic():
        BY_ORM[way](entry)
    assert rows() == before


@on_sqlite
def test_nothing_is_put_in_the_place_of_an_entry(entry):
    before = rows()
    columns = ", ".join(f'"{field.column}"' for field in AuditEntry._meta.concrete_fields)
    for sql in (
        f"INSERT OR REPLACE INTO audit_entry ({columns}) SELECT {columns} FROM audit_entry",
        "UPDATE OR REPLACE audit_entry SET reason = 'x'",
    ):
        with pytest.raises(IntegrityError, match="audit_entry_stays"):
            run(sql)
    assert rows() == before


@on_sqlite
def test_no_entry_has_the_number_that_keeps_others_out(entry):
    """Before it is inserted, SQLite calls a row without a number −1."""
    before = rows()
    for verb in ("INSERT", "INSERT OR REPLACE"):
        with pytest.raises(IntegrityError, match="audit_entry_stays"):
            run(COPY.format(verb=verb, number=-1))
    assert rows() == before
    assert AuditEntry.objects.note(None, Kind.FOUND_LAB, Thing.LAB, "elders", lab="elders").pk > entry.pk


@on_sqlite
def test_an_entry_that_had_that_number_before_stays_and_keeps_nobody_out(entry):
    run("DROP TRIGGER audit_entry_stays_number")
    run(COPY.format(verb="INSERT", number=-1))
    run(import_module("audit.migrations.0006_no_entry_minus_one").GUARDS[1])
    before = rows()
    for sql in (COPY.format(verb="INSERT OR REPLACE", number=-1), "DELETE FROM audit_entry WHERE id = -1"):
        with pytest.raises(IntegrityError, match="audit_entry_stays"):
            run(sql)
    assert rows() == before
    assert AuditEntry.objects.note(None, Kind.FOUND_LAB, Thing.LAB, "elders", lab="elders").pk > entry.pk


def test_without_the_guard_all_of_it_would_happen(entry):
    """The control: the same statements without the guard."""
    guards = ["audit_entry_stays"] if connection.vendor == "postgresql" else []
    guards = guards or [f"audit_entry_stays_{verb}" for verb in ("delete", "update", "replace")]
    for guard in guards:
        run(f"DROP TRIGGER {guard}{' ON audit_entry' if connection.vendor == 'postgresql' else ''}")
    run("UPDATE audit_entry SET reason = 'x'")
    assert AuditEntry.objects.get(pk=entry.pk).reason == "x"
    run("DELETE FROM audit_entry")
    assert rows() == []


def test_an_entry_goes_only_when_a_later_one_of_its_lab_says_up_to_where(mo, entry):
    elsewhere = AuditEntry.objects.note(None, Kind.FOUND_LAB, Thing.LAB, "elders", lab="elders")
    removal(elsewhere)  # of another lab
    removal(entry, object_id=str(entry.pk - 1))  # not far enough
    removal(entry, kind=Kind.HIDE)  # another kind
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.delete()
    said = removal(entry, object_id=str(entry.pk + 10**6))
    entry.delete()
    later = AuditEntry.objects.note(None, Kind.FOUND_LAB, Thing.LAB, mo.lab.slug, lab=mo.lab.slug)
    for kept in (said, later):  # itself and later entries stay
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.delete()


def test_a_reason_changes_only_while_its_person_leaves_and_nothing_else_does(mo, entry):
    Pseudonym.objects.filter(code=entry.object_id).update(is_leaving=True)
    AuditEntry.objects.filter(pk=entry.pk).update(reason="Doet veel.")
    for column in ({"kind": "hide"}, {"actor": ""}, {"after": {}}, {"object_id": "x"}, {"lab": "elders"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditEntry.objects.filter(pk=entry.pk).update(reason="x", **column)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.delete()
    leave(make_member(mo.lab, "Chaima").user, "oud-deelnemer")
    bram = Pseudonym.objects.get(code=entry.object_id).user
    with transaction.atomic():
        leave(bram, "oud-deelnemer")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(reason="x")


def test_the_guard_on_sqlite_names_every_column():
    guarded = import_module("audit.migrations.0004_columns").COLUMNS
    assert {*guarded, "reason"} == {field.column for field in AuditEntry._meta.concrete_fields}


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_makes_a_table_anew_keeps_the_guard(transactional_db):
    mo = make_member(make_lab(), "Mo", "lab_admin")
    make_member(mo.lab, "Bram").give_role("stadmaker", "", mo, "Doet veel.")
    remake(AuditEntry, "reason", models.CharField(max_length=900))
    remake(Pseudonym, "name", models.CharField(max_length=210))
    before = rows()
    for sql in ("UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(IntegrityError, match="audit_entry_stays"):
            run(sql)
    assert rows() == before
    assert AuditEntry.objects.remove(mo.lab.slug, WhyRemoved.TRIAL) == 1


@pytest.mark.django_db(transaction=True)
def test_a_flush_empties_the_log_and_leaves_the_guard(transactional_db):
    mo = make_member(make_lab(), "Mo", "lab_admin")
    for _time in range(2):
        mo.lab.change_texts(mo, intro=f"Hallo {_time}.")
        with pytest.raises(IntegrityError):
            run("DELETE FROM audit_entry")
        empty_log()
        assert rows() == []
