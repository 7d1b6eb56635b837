# Null, so that code from before goes on; 0005 fills it

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_attempts_by_asker'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='name_look',
            field=models.CharField(editable=False, max_length=240, null=True, unique=True),
        ),
    ]
