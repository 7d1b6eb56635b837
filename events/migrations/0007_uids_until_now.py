"""What is in calendars already keeps the UID under which they know it, with the host of that time in it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations


def keep(apps, schema_editor):
    """Drafts were in no calendar yet."""
    host = urlsplit(settings.PUBLIC_ORIGINS[0]).hostname
    apps.get_model("events", "Gathering").objects.exclude(state="draft").update(uid_host=host)


class Migration(migrations.Migration):
    dependencies = [("events", "0006_calendars")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
