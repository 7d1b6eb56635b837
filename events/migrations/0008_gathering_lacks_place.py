"""Whether its place went: it closed, or is elsewhere on that day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0007_uids_until_now'),
    ]

    operations = [
        migrations.AddField(
            model_name='gathering',
            name='lacks_place',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
