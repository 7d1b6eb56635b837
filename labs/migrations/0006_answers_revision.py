"""The revision at which the answers that are owed, on the home of a lab, last changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("labs", "0005_texts_in_english")]

    operations = [
        migrations.AddField(
            "Lab", "answers_revision", models.PositiveBigIntegerField(db_default=0, default=0, editable=False)
        )
    ]
