"""Ideas that the municipality answered before wait for no first word any more, as those that it answers from now on."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    given = apps.get_model("answers", "Answer").objects.filter(given_at__isnull=False)
    waiting = apps.get_model("ideas", "Idea").objects.filter(welcome_due__isnull=False, welcomed_at=None)
    waiting.filter(pk__in=given.values("idea")).update(welcome_due=None)


class Migration(migrations.Migration):
    dependencies = [("answers", "0014_question_put_aside"), ("ideas", "0022_welcome")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
