# Small capitals, loose marks, signs around a word and digits before a letter no longer make a name another: the looks
# are drawn again. Of people who look the same, the first keeps the look and the others have none. Can be run again.

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

from confusable_homoglyphs import categories
from django.db import migrations

BATCH = 500
LONGEST = 240
DIGITS_DRAWN_AS = str.maketrans("013456789@$€", "oieasbtbgase")
BEFORE_A_LETTER = re.compile(r"[\d@$€]+(?=[^\W\d_])")
DRAWN_LETTER = re.compile(
    r"(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER|REGIONAL INDICATOR SYMBOL LETTER)"
    r" ([A-Z])"
)


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
    plain = bare(name)
    words = " ".join(filter(None, map(without_rims, plain.split()))) or plain
    return " ".join(skeleton(skeleton(BEFORE_A_LETTER.sub(digits_as_letters, words)).casefold()).split())


def digits_as_letters(digits):
    return digits[0].translate(DIGITS_DRAWN_AS)


def bare(name):
    signs = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name))
    return "".join(letter(sign) for sign in signs if not (is_mark(sign) and categories.alias(sign) == "INHERITED"))


def letter(sign):
    drawn = DRAWN_LETTER.fullmatch(unicodedata.name(sign, "")) if not sign.isascii() else None
    return drawn[1].lower() if drawn else sign


def is_mark(sign):
    return unicodedata.category(sign).startswith("M")


def without_rims(word):
    bar = skeleton("l")
    counted = [place for place, sign in enumerate(word) if sign.isalnum() or is_mark(sign) or skeleton(sign) == bar]
    return word[counted[0] : counted[-1] + 1] if counted else ""


def fill(apps, schema_editor):
    people = apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias)
    people.exclude(name_look=None).update(name_look=None)
    named, after = people.exclude(name="").order_by("pk").values("pk", "name"), 0
    while rows := list(named.filter(pk__gt=after)[:BATCH]):
        after = rows[-1]["pk"]
        looks = {row["pk"]: look(row["name"]) for row in rows}
        taken = set(people.filter(name_look__in=looks.values()).values_list("name_look", flat=True))
        for pk, its in looks.items():
            if its not in taken and len(its) <= LONGEST:
                people.filter(pk=pk).update(name_look=its)
                taken.add(its)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_fill_name_look")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
