"""SQLite calls a row that has no number yet −1 before it is inserted: an entry of that number kept all others out.

So that number isn't compared, and no entry gets it. PostgreSQL guards no insert.
"""

from django.db import migrations

REFUSE = "BEGIN SELECT RAISE(ABORT, 'audit_entry_stays'); END"
GUARDS = [
    f"""
CREATE TRIGGER audit_entry_stays_replace BEFORE INSERT ON audit_entry
WHEN NEW.id <> -1 AND EXISTS (SELECT 1 FROM audit_entry there WHERE there.id = NEW.id) {REFUSE}
""",
    f"""
CREATE TRIGGER audit_entry_stays_number AFTER INSERT ON audit_entry
WHEN NEW.id = -1 {REFUSE}
""",
]
GUARDS_OF_BEFORE = [
    f"""
CREATE TRIGGER audit_entry_stays_replace BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry there WHERE there.id = NEW.id) {REFUSE}
""",
]


def guard(apps, schema_editor):
    replace(schema_editor, ["replace"], GUARDS)


def guard_as_before(apps, schema_editor):
    replace(schema_editor, ["replace", "number"], GUARDS_OF_BEFORE)


def replace(schema_editor, old, new):
    if schema_editor.connection.vendor != "sqlite":
        return
    for verb in old:
        schema_editor.execute(f"DROP TRIGGER audit_entry_stays_{verb}")
    for statement in new:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [("audit", "0005_take_old_entries_apart")]

    operations = [migrations.RunPython(guard, guard_as_before, elidable=False)]
