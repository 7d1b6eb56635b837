"""Whether the organisers heard that a party gave back seats in the last two hours: once about each."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0009_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='attendance',
            name='is_alerted',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
