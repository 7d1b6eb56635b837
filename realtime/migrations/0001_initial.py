import secrets

from django.db import migrations, models


def begin_first_epoch(apps, schema_editor):
    apps.get_model("realtime", "Epoch").objects.get_or_create(pk=1, defaults={"value": secrets.token_hex(4)})


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=8)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="only_one_epoch")],
            },
        ),
        migrations.RunPython(begin_first_epoch, migrations.RunPython.noop),
    ]
