"""Places are an app of their own: gatherings and bookings point there. Only Django's state changes, no table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0011_move_from_place"), ("places", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='gathering',
                    name='place',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='places.place'),
                ),
                migrations.AlterField(
                    model_name='booking',
                    name='room',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='places.room'),
                ),
                migrations.DeleteModel(name='Stop'),
                migrations.DeleteModel(name='OpeningHours'),
                migrations.DeleteModel(name='Room'),
                migrations.DeleteModel(name='Place'),
            ],
        ),
    ]
