"""The words of a lab's ideas, to correct a search. The worker fills the table at its start, and again every day."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0013_first_promises_until_now"), ("labs", "0004_villages_revision")]

    operations = [
        migrations.CreateModel(
            name="Spelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=10)),
                ("word", models.CharField(max_length=40)),
                (
                    "lab",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="labs.lab"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("lab", "key", "word"), name="one_word_per_key")],
            },
        ),
    ]
