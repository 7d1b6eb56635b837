from django.db import migrations


def count(apps, schema_editor):
    """A device that wrote for a table has several people; how many, nobody asked."""
    apps.get_model("evenings", "Participant").objects.filter(is_table=True, people=1).update(people=2)


class Migration(migrations.Migration):
    dependencies = [("evenings", "0012_rehearsal")]

    operations = [
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.RemoveField(model_name="participant", name="is_table"),
    ]
