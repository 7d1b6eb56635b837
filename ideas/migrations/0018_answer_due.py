"""The day by which the municipality owes an answer, beside the status of the idea."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("ideas", "0017_idea_subscription")]

    operations = [
        migrations.AddField("Idea", "answer_due", models.DateField(blank=True, null=True)),
        migrations.AddField("Idea", "answer_revision", models.PositiveBigIntegerField(db_default=0, default=0)),
        migrations.AddIndex(
            "Idea",
            models.Index(
                fields=["lab", "is_hidden", "-created_at", "-id"],
                condition=Q(answer_due__isnull=False),
                name="ideas_owed",
            ),
        ),
        migrations.AddIndex(
            "Idea", models.Index(fields=["answer_due"], condition=Q(answer_due__isnull=False), name="ideas_due")
        ),
    ]
