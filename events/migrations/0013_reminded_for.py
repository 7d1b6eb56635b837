from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_places_left"),
    ]

    operations = [
        migrations.AddField(
            model_name="gathering",
            name="reminded_for",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
