"""An index for words in the middle of other words on SQLite, as 0002 makes one on PostgreSQL: FTS5, three letters each.

It holds no words of its own but points to the ideas, and triggers keep it, so no verb, import or shell can forget it.
A migration that makes the table anew keeps them too: `stadslab/sqlite` puts them back (decision 0040).
"""

from django.db import migrations

INDEX = """
CREATE VIRTUAL TABLE IF NOT EXISTS ideas_words USING fts5(
    search_text, content='ideas_idea', content_rowid='id', tokenize='trigram case_sensitive 1'
)
"""
ADD = "INSERT INTO ideas_words (rowid, search_text) VALUES (new.id, new.search_text);"
DROP = "INSERT INTO ideas_words (ideas_words, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
TRIGGERS = {
    "ideas_words_add": f"AFTER INSERT ON ideas_idea BEGIN {ADD} END",
    "ideas_words_drop": f"AFTER DELETE ON ideas_idea BEGIN {DROP} END",
    "ideas_words_change": (
        "AFTER UPDATE OF id, search_text ON ideas_idea "
        f"WHEN old.search_text <> new.search_text OR old.id <> new.id BEGIN {DROP} {ADD} END"
    ),
}
BATCH = 5000


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute(INDEX, params=None)
    for name, does in TRIGGERS.items():
        schema_editor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {does}", params=None)
    schema_editor.execute("INSERT INTO ideas_words (ideas_words) VALUES ('delete-all')", params=None)
    ids = apps.get_model("ideas", "Idea").objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while batch := list(ids.filter(pk__gt=last)[:BATCH]):
        first, last = batch[0], batch[-1]
        fill = "INSERT INTO ideas_words (rowid, search_text) SELECT id, search_text FROM ideas_idea WHERE id BETWEEN"
        schema_editor.execute(f"{fill} {first} AND {last}", params=None)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
    schema_editor.execute("DROP TABLE IF EXISTS ideas_words", params=None)


class Migration(migrations.Migration):
    dependencies = [("ideas", "0005_names")]
    operations = [migrations.RunPython(make_index, drop_index, elidable=False)]
