"""Search finds questions: their words, folded. In batches; it can be run twice."""

import unicodedata

from django.db import migrations, models

BATCH = 1000
WORDS = ("title", "background", "outcome", "follow_up")


def fold(text):
    """As `common.text.fold` does at this migration."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(bare.split())


def fill(apps, schema_editor):
    questions = apps.get_model("challenges", "Challenge").objects.order_by("pk")
    last = 0
    while batch := list(questions.filter(pk__gt=last)[:BATCH]):
        for question in batch:
            question.search_text = fold(" ".join(getattr(question, name) for name in WORDS))
        questions.bulk_update(batch, ["search_text"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("challenges", "0002_question_subscription")]
    operations = [
        migrations.AddField("challenge", "search_text", models.TextField(db_default="", default="", editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
