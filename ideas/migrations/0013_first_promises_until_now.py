"""Read the date that was promised first from the history: that of the first of the last "waiting" steps in a row."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WAITING = "waiting"


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    ideas = apps.get_model("ideas", "Idea").objects
    waiting = ideas.filter(status=WAITING, status_date__isnull=False)
    for idea in waiting.order_by("pk").only("pk", "status_date").iterator(500):
        first = None
        for status, date in idea.story.order_by("pk").values_list("status", "date"):
            first = (first or date) if status == WAITING else None
        if first and first < idea.status_date:
            ideas.filter(pk=idea.pk).update(first_date=first)


class Migration(migrations.Migration):
    dependencies = [("ideas", "0012_first_promised_date")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
