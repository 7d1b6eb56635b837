"""An index for words in the middle of other words, on PostgreSQL; SQLite, for one process, reads all rows of the lab.

Not in Meta: an index by `gin_trgm_ops` there breaks SQLite's migrate. Any change of an idea enters the index anew, for
its counts are in others; a short list of what waits to be sorted in keeps the longest such pause at some 10 ms.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

INDEX = """
CREATE INDEX ideas_words ON ideas_idea USING gin (search_text gin_trgm_ops) WITH (gin_pending_list_limit = 512)
"""


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX ideas_words")


class Migration(migrations.Migration):
    dependencies = [("ideas", "0001_initial")]
    operations = [TrigramExtension(), migrations.RunPython(make_index, drop_index, elidable=False)]
