# Of people who look the same already, the first has the look and the others have none: nobody is renamed, and whoever
# comes after looks like nobody. Can be run again.

import json
import unicodedata
from functools import cache
from importlib.resources import files

from django.db import migrations

BATCH = 500
LONGEST = 240


@cache
def shown_as():
    listed = json.loads(files("confusable_homoglyphs").joinpath("confusables.json").read_text("utf-8"))
    alike = {}
    for sign, others in listed.items():
        together = {one.replace("\u200e", "") for one in (sign, *(other["c"] for other in others))}
        for one in list(together):
            together |= alike.get(one, set())
        for one in together:
            alike[one] = together
    shown = {sign: min(together, key=first) for sign, together in alike.items() if len(sign) == 1}
    return shown | {"w": "vv", "W": "VV"}


def first(sign):
    return (len(sign) == 1, not (sign.isascii() and sign.isalpha()), not sign.islower(), sign)


def skeleton(text):
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFD", "".join(shown_as().get(sign, sign) for sign in plain))


def look(name):
    return " ".join(skeleton(skeleton(name).casefold()).split())


def fill(apps, schema_editor):
    people = apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias)
    named, after = people.exclude(name="").order_by("pk").values("pk", "name", "name_look"), 0
    while rows := list(named.filter(pk__gt=after)[:BATCH]):
        after = rows[-1]["pk"]
        looks = {row["pk"]: look(row["name"]) for row in rows if row["name_look"] is None}
        taken = set(people.filter(name_look__in=looks.values()).values_list("name_look", flat=True))
        for pk, its in looks.items():
            if its not in taken and len(its) <= LONGEST:
                people.filter(pk=pk).update(name_look=its)
                taken.add(its)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_user_name_look")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
