"""Help becomes a pledge: with a day, and open, kept or taken back. Every row stays, as an open pledge."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, OuterRef, Q

OPEN, KEPT, TAKEN_BACK = "open", "kept", "taken_back"


def keep_what_was_shown(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """On the way back: the older code shows every row, and allows one per person and kind. The newest one stays."""
    pledges = apps.get_model("ideas", "Pledge").objects
    pledges.filter(state=TAKEN_BACK).delete()
    same = {name: OuterRef(name) for name in ("idea", "person", "kind")}
    older = pledges.filter(Exists(pledges.filter(**same, pk__gt=OuterRef("pk")))).values_list("pk", flat=True)
    pledges.filter(pk__in=list(older)).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0010_behalf_of_each_kind"),
        ("labs", "0004_villages_revision"),
    ]

    operations = [
        migrations.RenameModel("Help", "Pledge"),
        migrations.RenameField("Pledge", "sentence", "words"),
        migrations.RenameField("Idea", "help_revision", "pledges_revision"),
        migrations.AlterField(
            model_name="pledge",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pledges", to="ideas.idea"
            ),
        ),
        migrations.AlterField(
            model_name="pledge",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pledges", to="labs.membership"
            ),
        ),
        migrations.RemoveConstraint(model_name="pledge", name="one_help_per_person_and_kind"),
        migrations.AddField(
            model_name="pledge",
            name="by_when",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="pledge",
            name="state",
            field=models.CharField(
                choices=[(OPEN, "Open"), (KEPT, "Kept"), (TAKEN_BACK, "Taken Back")], default=OPEN, max_length=10
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_what_was_shown),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.UniqueConstraint(
                fields=["idea", "person", "kind"], condition=Q(state=OPEN), name="one_open_pledge_per_person_and_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=Q(state=OPEN, ended_at=None) | Q(state__in=[KEPT, TAKEN_BACK], ended_at__isnull=False),
                name="pledge_open_or_ended",
            ),
        ),
    ]
