from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evenings", "0023_picked_notes")]

    operations = [
        migrations.AddField("evening", "floor_revision", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("participant", "asked_floor", models.DateTimeField(null=True)),
    ]
