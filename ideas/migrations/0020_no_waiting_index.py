"""The worker looks at the ideas about which an answer is owed (ideas_due): none has the status "waiting" any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ideas", "0019_waiting_becomes_owed")]

    operations = [migrations.RemoveIndex("Idea", "ideas_waiting")]
