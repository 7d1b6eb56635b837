"""Hidden ideas and hidden comments get a table each, so that no foreign key is null.

The rows of ideas keep their table, which is renamed. The rows of comments move, and keep their ids.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import common.clock

COLUMNS = "id, reason, explanation, writer_knows, by_id, at, restored_by_id, restored_at, restored_why, comment_id"
REASONS = [
    ("abuse", "insults or belittles"),
    ("threat", "threatens"),
    ("discrimination", "discriminates"),
    ("privacy", "private details of someone"),
    ("advertising", "advertising"),
    ("spam", "repetition or spam"),
    ("off_topic", "doesn't belong to this idea"),
    ("crime", "perhaps a criminal offence"),
]
STANDS = models.Q(restored_at=None)


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
    move("hiding", "commenthiding", apps, editor)


def back_together(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Move the rows back under new ids, because a row of an idea can have the same id."""
    editor.execute(
        "UPDATE ideas_commenthiding SET id = id + (SELECT COALESCE(MAX(id), 0) FROM ideas_hiding)"
        " + (SELECT COALESCE(MAX(id), 0) FROM ideas_commenthiding)"
    )
    move("commenthiding", "hiding", apps, editor)


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0008_uploads_left"),
        ("labs", "0004_villages_revision"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="hiding", name="comment_hidden_once"),
        migrations.RemoveConstraint(model_name="hiding", name="hides_one_thing"),
        migrations.CreateModel(
            name="CommentHiding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(choices=REASONS, max_length=16)),
                ("explanation", models.TextField(blank=True)),
                ("writer_knows", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=common.clock.now)),
                ("restored_at", models.DateTimeField(blank=True, null=True)),
                ("restored_why", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="labs.membership",
                    ),
                ),
                (
                    "restored_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="labs.membership",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.comment"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["comment"], condition=STANDS, name="comment_hidden_once")
                ],
            },
        ),
        migrations.RunPython(to_their_own, back_together),
        migrations.RemoveField(model_name="hiding", name="comment"),
        migrations.AlterField(
            model_name="commenthiding",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="hidings", to="ideas.comment"
            ),
        ),
        migrations.AlterField(
            model_name="hiding",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="hidings", to="ideas.idea"
            ),
        ),
        migrations.RenameModel("Hiding", "IdeaHiding"),
    ]
