"""The database refuses a booking that overlaps another of its room: whatever code, shell or import writes it.

Not in Meta: an exclusion constraint there breaks SQLite's migrate, and asks PostgreSQL's types of `full_clean`. A later
migration that rebuilds the table on SQLite drops the triggers: it ends with `keep_promise` again (a test looks).
"""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

EXCLUSION = """
ALTER TABLE events_booking ADD CONSTRAINT room_never_double_booked
EXCLUDE USING gist (room_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
"""
TRIGGER = """
CREATE TRIGGER room_never_double_booked_{verb} BEFORE {verb} ON events_booking
WHEN EXISTS (
    SELECT 1 FROM events_booking other
    WHERE other.room_id = NEW.room_id AND other.id IS NOT {self}
    AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at
)
BEGIN SELECT RAISE(ABORT, 'room_never_double_booked'); END
"""
TRIGGERS = {"INSERT": "NULL", "UPDATE": "OLD.id"}


def keep_promise(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(EXCLUSION)
    else:
        for verb, self in TRIGGERS.items():
            schema_editor.execute(TRIGGER.format(verb=verb, self=self))


def break_promise(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE events_booking DROP CONSTRAINT room_never_double_booked")
    else:
        for verb in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER room_never_double_booked_{verb}")


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [BtreeGistExtension(), migrations.RunPython(keep_promise, break_promise, elidable=False)]
