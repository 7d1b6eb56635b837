"""The English words of choices: nothing in the database changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_room_never_double_booked'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attendance',
            name='state',
            field=models.CharField(choices=[('going', 'is coming'), ('waiting', 'on the waiting list'), ('withdrawn', 'is not coming after all')], max_length=9),
        ),
        migrations.AlterField(
            model_name='dateanswer',
            name='suits',
            field=models.CharField(choices=[('yes', 'Works for me'), ('if_needed', 'If need be')], max_length=9),
        ),
        migrations.AlterField(
            model_name='gathering',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('dates', 'Looking for a date'), ('published', 'Going ahead'), ('cancelled', 'Cancelled'), ('closed', 'It is over')], default='draft', max_length=9),
        ),
    ]
