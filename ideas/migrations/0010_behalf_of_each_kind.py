"""Ideas and comments that were written down for somebody get a table each, so that no foreign key is null.

The rows of ideas keep their table, which is renamed. The rows of comments move, and keep their ids.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = "id, voice_kind, voice_label, name, written_by_id, code_hash, claimed_at, comment_id"
ROLES = [
    ("resident", "resident"),
    ("stadmaker", "stadmaker"),
    ("connector", "connector"),
    ("civil_servant", "civil servant"),
    ("moderator", "moderator"),
    ("lab_admin", "lab admin"),
    ("alderman", "alderman"),
    ("councillor", "councillor"),
    ("body", "on behalf of a body"),
]


def move(source: str, target: str, apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Move the rows of comments from one table to the other."""
    editor.execute(
        f"INSERT INTO ideas_{target} ({COLUMNS}) SELECT {COLUMNS} FROM ideas_{source} WHERE comment_id IS NOT NULL"
    )
    editor.execute(f"DELETE FROM ideas_{source} WHERE comment_id IS NOT NULL")
    for statement in editor.connection.ops.sequence_reset_sql(no_style(), [apps.get_model("ideas", target)]):
        editor.execute(statement)
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else it refuses to alter a table with checks that wait


def to_their_own(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    move("behalf", "commentbehalf", apps, editor)


def back_together(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Move the rows back under new ids, because a row of an idea can have the same id."""
    editor.execute(
        "UPDATE ideas_commentbehalf SET id = id + (SELECT COALESCE(MAX(id), 0) FROM ideas_behalf)"
        " + (SELECT COALESCE(MAX(id), 0) FROM ideas_commentbehalf)"
    )
    move("commentbehalf", "behalf", apps, editor)


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0009_hidings_of_each_kind"),
        ("labs", "0004_villages_revision"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="behalf", name="behalf_of_one"),
        migrations.CreateModel(
            name="CommentBehalf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voice_kind", models.CharField(choices=ROLES, default="resident", max_length=20)),
                ("voice_label", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="labs.membership",
                    ),
                ),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.comment"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunPython(to_their_own, back_together),
        migrations.RemoveField(model_name="behalf", name="comment"),
        migrations.AlterField(
            model_name="commentbehalf",
            name="comment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="behalf", to="ideas.comment"
            ),
        ),
        migrations.AlterField(
            model_name="behalf",
            name="idea",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="behalf", to="ideas.idea"
            ),
        ),
        migrations.RenameModel("Behalf", "IdeaBehalf"),
    ]
