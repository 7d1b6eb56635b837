"""Each list of a lab, and each sum on its home, reads an index that ends where the page does."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0006_search_index_sqlite'),
        ('labs', '0002_taken_back'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='idea',
            name='ideas_supported',
        ),
        migrations.AlterField(
            model_name='comment',
            name='parent',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='ideas.comment'),
        ),
        migrations.AlterField(
            model_name='idea',
            name='lab',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='ideas', to='labs.lab'),
        ),
        migrations.AlterField(
            model_name='idea',
            name='neighbourhood',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ideas', to='labs.neighbourhood'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='comments_answering'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('is_hidden', False), ('removed_at', None)), fields=['created_at', 'idea'], name='comments_lately'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['lab', 'is_hidden', '-support_count', '-ballot_count', '-id'], name='ideas_most_support'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['neighbourhood', 'is_hidden', '-created_at', '-id'], name='ideas_in_village'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['lab', 'is_hidden', 'status', '-created_at', '-id'], name='ideas_of_status'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(condition=models.Q(('is_hidden', False), ('source', '')), fields=['lab', 'created_at'], name='ideas_lately'),
        ),
    ]
