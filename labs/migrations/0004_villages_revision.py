from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('labs', '0003_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='lab',
            name='villages_revision',
            field=models.PositiveBigIntegerField(db_default=0, default=0, editable=False),
        ),
    ]
