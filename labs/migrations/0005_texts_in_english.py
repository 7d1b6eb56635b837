"""A lab's own texts in English too. The database fills them in for the older code, which doesn't know them."""

from django.db import migrations, models

NAMES = ("intro", "charter", "house_rules", "privacy", "accessibility")


class Migration(migrations.Migration):
    dependencies = [("labs", "0004_villages_revision")]

    operations = [
        migrations.AddField("Lab", f"{name}_en", models.TextField(blank=True, default="", db_default=""))
        for name in NAMES
    ]
