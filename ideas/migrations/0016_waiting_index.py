"""The worker looks each minute for promised answers that are late: an index of those, not of all ideas."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0015_makers_in_search'),
        ('labs', '0005_texts_in_english'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['status_date'], name='ideas_waiting'),
        ),
    ]
