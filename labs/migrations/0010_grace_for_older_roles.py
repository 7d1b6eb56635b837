"""Roles of before the rule work for a week from now without a second factor."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def give_a_week(apps, schema_editor):
    """One statement: labs have tens of roles. A role given meanwhile by older code keeps its own week."""
    roles = apps.get_model("labs", "Role").objects.using(schema_editor.connection.alias)
    roles.filter(factor_by=None).update(factor_by=timezone.now() + timedelta(days=7))


class Migration(migrations.Migration):
    dependencies = [("labs", "0009_role_factor_by")]
    operations = [migrations.RunPython(give_a_week, migrations.RunPython.noop)]
