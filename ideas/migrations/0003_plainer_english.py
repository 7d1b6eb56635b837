"""The English words of choices: nothing in the database changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0002_search'),
    ]

    operations = [
        migrations.AlterField(
            model_name='help',
            name='kind',
            field=models.CharField(choices=[('time', 'Time'), ('room', 'Space'), ('knowledge', 'Knowledge'), ('things', 'Things')], max_length=10),
        ),
        migrations.AlterField(
            model_name='idea',
            name='part',
            field=models.CharField(blank=True, choices=[('join', "I'll take part"), ('maybe', 'Maybe'), ('idea_only', 'I am only sharing the idea')], max_length=10),
        ),
        migrations.AlterField(
            model_name='idea',
            name='status',
            field=models.CharField(choices=[('new', 'New'), ('talking', 'We are talking about it'), ('meeting', 'At a gathering'), ('waiting', 'Waiting for an answer'), ('doing', 'People are working on it'), ('done', 'It worked'), ('not_now', 'Not now'), ('rejected', 'Will not happen'), ('stopped', 'Stopped'), ('forwarded', 'Passed on'), ('withdrawn', 'Withdrawn by its maker')], default='new', max_length=10),
        ),
        migrations.AlterField(
            model_name='statuschange',
            name='status',
            field=models.CharField(choices=[('new', 'New'), ('talking', 'We are talking about it'), ('meeting', 'At a gathering'), ('waiting', 'Waiting for an answer'), ('doing', 'People are working on it'), ('done', 'It worked'), ('not_now', 'Not now'), ('rejected', 'Will not happen'), ('stopped', 'Stopped'), ('forwarded', 'Passed on'), ('withdrawn', 'Withdrawn by its maker')], max_length=10),
        ),
    ]
