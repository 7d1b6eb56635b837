"""Photos on their way leave `ideas`: places take them too. Only Django's state changes, the table stays (0044)."""

import uuid

from django.db import migrations, models

import common.clock


def move_content_type(apps, schema_editor, old="ideas", new="common"):
    types = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    if not types.filter(app_label=new, model="upload").exists():
        types.filter(app_label=old, model="upload").update(app_label=new)


def move_content_type_back(apps, schema_editor):
    move_content_type(apps, schema_editor, old="common", new="ideas")


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("ideas", "0007_indexes_for_large_labs"),
    ]
    operations = [
        migrations.RunPython(move_content_type, move_content_type_back),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Upload',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token', models.UUIDField(default=uuid.uuid4, unique=True)),
                        ('photo', models.FileField(upload_to='uploads')),
                        ('created_at', models.DateTimeField(default=common.clock.now)),
                    ],
                    options={'db_table': 'ideas_upload'},
                ),
            ],
        ),
    ]
