"""Search finds the maker of an idea: the shown name follows the other words. One UPDATE for each name.

On the way back a place that ends with the name of the maker loses it too; `manage.py search_index` repairs that.
"""

import unicodedata

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat, Left, Length


def fold(text):
    """As `common.text.fold` does at this migration."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(bare.split())


def named(apps):
    """Yield each name, folded and with a space before it, with the ideas that show it."""
    ideas = apps.get_model("ideas", "Idea").objects.order_by()
    signed = ideas.exclude(author=None).exclude(author__user=None).exclude(author__user__name="")
    for author, name in list(signed.values_list("author", "author__user__name").distinct()):
        yield " " + fold(name), ideas.filter(author=author)
    noted = ideas.filter(author=None).exclude(behalf=None).exclude(behalf__name="")
    for name in list(noted.values_list("behalf__name", flat=True).distinct()):
        yield " " + fold(name), ideas.filter(author=None, behalf__name=name)


def add_names(apps, schema_editor):
    for name, ideas in named(apps):
        ideas.exclude(search_text__endswith=name).update(search_text=Concat("search_text", Value(name)))


def remove_names(apps, schema_editor):
    for name, ideas in named(apps):
        ideas.filter(search_text__endswith=name).update(
            search_text=Left("search_text", Length("search_text") - len(name))
        )


class Migration(migrations.Migration):
    dependencies = [("ideas", "0014_spelling")]
    operations = [migrations.RunPython(add_names, remove_names, elidable=False)]
