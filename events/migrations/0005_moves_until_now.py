"""What each gathering was moved from the last time, with the reason that stood beside it."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    """Can be run twice. Of a cancelled gathering the reason is that of cancelling."""
    gatherings = apps.get_model("events", "Gathering").objects.filter(moves=None, moved_from__isnull=False)
    moves = apps.get_model("events", "Move").objects
    for gathering in gatherings.exclude(moved_from=F("starts_at")).iterator():
        moves.create(
            gathering=gathering,
            from_starts_at=gathering.moved_from,
            from_ends_at=gathering.moved_from + (gathering.ends_at - gathering.starts_at),
            reason="" if gathering.state == "cancelled" else gathering.reason,
            moved_at=gathering.changed_at,
        )


class Migration(migrations.Migration):
    dependencies = [("events", "0004_move")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
