"""The log gets columns, in a table of its own: processes of the code before go on with theirs while machines follow.

The database guards it (decision 0046). An entry goes only when a later one of its lab says up to where entries were
removed; nothing in it changes but a reason, and that only while somebody it names is being erased. On SQLite a
migration that makes the table anew keeps the triggers (`stadslab/sqlite`).
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import audit.models

ON_POSTGRESQL = [
    """
CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT 1 FROM audit_entry later
        WHERE later.lab = OLD.lab AND later.kind = 'remove_entries' AND later.id > OLD.id
        AND CASE WHEN later.kind = 'remove_entries' THEN later.object_id::bigint >= OLD.id ELSE FALSE END
    ) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'reason' = to_jsonb(OLD) - 'reason' AND EXISTS (
        SELECT 1 FROM audit_pseudonym who WHERE who.is_leaving AND who.code IN (OLD.actor, OLD.object_id)
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit_entry_stays' USING ERRCODE = 'integrity_constraint_violation';
END $$
""",
    """
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_stays()
""",
]
COLUMNS = ["id", "at", "actor", "kind", "lab", "object_kind", "object_id", "before", "after"]  # all but the reason
SAME = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in COLUMNS)
REFUSE = "BEGIN SELECT RAISE(ABORT, 'audit_entry_stays'); END"
ON_SQLITE = [
    f"""
CREATE TRIGGER audit_entry_stays_delete BEFORE DELETE ON audit_entry
WHEN NOT EXISTS (
    SELECT 1 FROM audit_entry later
    WHERE later.lab = OLD.lab AND later.kind = 'remove_entries' AND later.id > OLD.id
    AND CAST(later.object_id AS INTEGER) >= OLD.id
) {REFUSE}
""",
    f"""
CREATE TRIGGER audit_entry_stays_update BEFORE UPDATE ON audit_entry
WHEN NOT ({SAME} AND EXISTS (
    SELECT 1 FROM audit_pseudonym who WHERE who.is_leaving AND who.code IN (OLD.actor, OLD.object_id)
)) {REFUSE}
""",
    # INSERT OR REPLACE removes the row that is there, and asks no trigger about that
    f"""
CREATE TRIGGER audit_entry_stays_replace BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry there WHERE there.id = NEW.id) {REFUSE}
""",
]


def guard(apps, schema_editor):
    for statement in ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER audit_entry_stays ON audit_entry")
        schema_editor.execute("DROP FUNCTION audit_entry_stays()")
    else:
        for verb in ("delete", "update", "replace"):
            schema_editor.execute(f"DROP TRIGGER audit_entry_stays_{verb}")


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0003_know_whom_by_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("AuditEntry", "OldEntry"),
                migrations.AlterModelTable("OldEntry", "audit_auditentry"),
            ]
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('actor', models.CharField(blank=True, max_length=16)),
                ('kind', models.CharField(choices=[('found_lab', 'opened this lab'), ('give_role', 'gave a role'), ('take_role', 'took a role away'), ('change_text', 'changed a text'), ('change_theme', 'changed the house style'), ('add_village', 'added a village'), ('rename_village', 'renamed a village'), ('remove_village', 'removed a village'), ('hide', 'hid something'), ('restore', 'restored something'), ('remove_entries', 'cleared this log')], max_length=40)),
                ('lab', models.SlugField(blank=True)),
                ('object_kind', models.CharField(choices=[('lab', 'Lab'), ('municipality', 'Municipality'), ('village', 'Village'), ('text', 'Text'), ('person', 'Person'), ('idea', 'Idea'), ('comment', 'Comment'), ('entries', 'Entries')], max_length=20)),
                ('object_id', models.CharField(blank=True, max_length=50)),
                ('before', models.JSONField(blank=True, default=dict)),
                ('after', models.JSONField(blank=True, default=dict)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'db_table': 'audit_entry',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['lab', '-at'], name='audit_entry_by_lab'), models.Index(fields=['actor'], name='audit_entry_by_actor'), models.Index(fields=['object_kind', 'object_id'], name='audit_entry_by_object'), models.Index(condition=models.Q(('kind', 'remove_entries')), fields=['lab'], name='audit_entry_removals')],
            },
        ),
        migrations.CreateModel(
            name='Pseudonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=audit.models.new_code, editable=False, max_length=16, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('is_leaving', models.BooleanField(default=False)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DB_CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunPython(guard, unguard, elidable=False),
    ]
