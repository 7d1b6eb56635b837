import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("about_kind", models.CharField(max_length=60)),
                ("about_id", models.BigIntegerField()),
                ("lab", models.CharField(max_length=60)),
                ("facts", models.JSONField()),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("group", models.PositiveSmallIntegerField(default=0)),
                ("after", models.BigIntegerField(default=0)),
                ("batches", models.PositiveIntegerField(default=0)),
                ("worked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["batches", "id"], name="notices_next"),
                    models.Index(fields=["about_kind", "about_id", "id"], name="notices_about"),
                ],
            },
        ),
    ]
