"""Places leave `events` for an app of their own. Only Django's state changes: the tables and their names stay.

Code from before this and code from after it read and write the same rows, so machines can follow one by one (0044).
"""

import django.db.models.deletion
from django.db import migrations, models

MODELS = ["place", "room", "openinghours", "stop"]


def move_content_types(apps, schema_editor, old="events", new="places"):
    types = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    there = types.filter(app_label=new).values("model")
    types.filter(app_label=old, model__in=MODELS).exclude(model__in=there).update(app_label=new)


def move_content_types_back(apps, schema_editor):
    move_content_types(apps, schema_editor, old="places", new="events")


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0011_move_from_place"),
        ("labs", "0003_names"),
    ]
    operations = [
        migrations.RunPython(move_content_types, move_content_types_back),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Place',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveBigIntegerField(default=0, editable=False)),
                        ('names_revision', models.PositiveBigIntegerField(db_default=0, default=0, editable=False)),
                        ('kind', models.CharField(choices=[('fixed', 'Fixed place'), ('temporary', 'Temporary place'), ('online', 'Online')], default='fixed', max_length=9)),
                        ('name', models.CharField(max_length=80)),
                        ('about', models.TextField(blank=True)),
                        ('address', models.CharField(blank=True, max_length=160)),
                        ('link', models.URLField(blank=True)),
                        ('getting_there', models.TextField(blank=True)),
                        ('step_free', models.CharField(blank=True, choices=[('yes', 'Step-free'), ('ramp', 'A step, there is a ramp'), ('no', 'With steps')], max_length=4)),
                        ('accessible_toilet', models.BooleanField(default=False)),
                        ('hearing_loop', models.BooleanField(default=False)),
                        ('access_words', models.TextField(blank=True)),
                        ('by_appointment', models.BooleanField(default=False)),
                        ('host', models.CharField(blank=True, max_length=60)),
                        ('phone', models.CharField(blank=True, max_length=30)),
                        ('photo', models.FileField(blank=True, upload_to='places')),
                        ('photo_alt', models.CharField(blank=True, max_length=250)),
                        ('is_closed', models.BooleanField(default=False)),
                        ('words_revision', models.PositiveBigIntegerField(db_default=0, default=0)),
                        ('lab', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='labs.lab')),
                        ('neighbourhood', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='places', to='labs.neighbourhood')),
                    ],
                    options={
                        'db_table': 'events_place',
                        'ordering': ['is_closed', 'name'],
                        'constraints': [models.UniqueConstraint(fields=('lab', 'name'), name='one_place_per_name')],
                    },
                ),
                migrations.CreateModel(
                    name='Room',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60)),
                        ('capacity', models.PositiveSmallIntegerField()),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rooms', to='places.place')),
                    ],
                    options={
                        'db_table': 'events_room',
                        'ordering': ['-capacity', 'name'],
                        'constraints': [
                            models.UniqueConstraint(fields=('place', 'name'), name='one_room_per_name'),
                            models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='room_holds_someone'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='OpeningHours',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('weekday', models.PositiveSmallIntegerField()),
                        ('opens', models.TimeField()),
                        ('closes', models.TimeField()),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='places.place')),
                    ],
                    options={
                        'db_table': 'events_openinghours',
                        'ordering': ['weekday', 'opens'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='weekday_of_a_week'),
                            models.UniqueConstraint(fields=('place', 'weekday', 'opens'), name='opens_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Stop',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('first_day', models.DateField()),
                        ('last_day', models.DateField()),
                        ('address', models.CharField(max_length=160)),
                        ('neighbourhood', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='labs.neighbourhood')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stops', to='places.place')),
                    ],
                    options={
                        'db_table': 'events_stop',
                        'ordering': ['first_day'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='stop_ends_after_it_begins'),
                        ],
                    },
                ),
            ],
        ),
    ]
