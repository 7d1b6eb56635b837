"""An idea that waits for an answer keeps the date that was promised first, when it gets another one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0011_pledges")]

    operations = [migrations.AddField("Idea", "first_date", models.DateField(blank=True, null=True))]
