"""Photos on their way are in `common`. Only Django's state changes, no table."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ideas", "0007_indexes_for_large_labs"), ("common", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name='Upload')]),
    ]
