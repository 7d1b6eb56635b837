# 1, |, ! and a capital I no longer make a name another where they are drawn as an i or an l (A1i, PlET, LISA!), nor
# does a digit after a letter (Jo5): the looks are drawn again. Of people who look the same, the first keeps the look
# and the others have none: everybody keeps their name. Can be run again.

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import groupby

from confusable_homoglyphs import categories
from django.db import migrations

BATCH = 500
LONGEST = 240
DIGITS_DRAWN_AS = str.maketrans("03456789@$€", "oeasbtbgase")
LAST_DIGITS_DRAWN_AS = str.maketrans("034579@$€", "oeastgase")
BEFORE_A_LETTER = re.compile(r"[\d@$€]+(?=[^\W\d_])")
AFTER_A_LETTER = re.compile(r"(?<=[^\W\d_])[\d@$€]+")
CLICKS = str.maketrans("ǃǀ", "!|")
AT_A_RIM = "!@$€"
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
    text = " ".join(map(written, plain.split()))
    return " ".join(skeleton(skeleton(text if text.strip() else plain).casefold()).split())


def written(word):
    word = BEFORE_A_LETTER.sub(lambda digits: digits[0].translate(DIGITS_DRAWN_AS), without_rims(word))
    word = AFTER_A_LETTER.sub(lambda digits: digits[0].translate(LAST_DIGITS_DRAWN_AS), word)
    parts = groupby(word.strip(AT_A_RIM), is_of_a_word)
    return "".join(of_piece("".join(part)) if is_piece else "".join(part) for is_piece, part in parts)


def of_piece(piece):
    letters = [sign for sign in piece[1:] if sign.isalpha() and not is_upright(sign)]
    if not letters and not any(map(str.isalpha, piece)):
        return piece
    stroke = "i" if any(map(str.isupper, letters)) and not any(map(str.islower, letters)) else "l"
    first = "l" if is_upright(piece[0]) or skeleton(piece[0]) == skeleton("i") else piece[0]
    return first + "".join(stroke if is_upright(sign) else sign for sign in piece[1:])


def is_of_a_word(sign):
    return sign.isalnum() or is_mark(sign) or is_upright(sign)


def is_upright(sign):
    return sign == "!" or skeleton(sign) == skeleton("l")


def bare(name):
    signs = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name)).translate(CLICKS)
    return "".join(letter(sign) for sign in signs if not (is_mark(sign) and categories.alias(sign) == "INHERITED"))


def letter(sign):
    drawn = DRAWN_LETTER.fullmatch(unicodedata.name(sign, "")) if not sign.isascii() else None
    return drawn[1].lower() if drawn else sign


def is_mark(sign):
    return unicodedata.category(sign).startswith("M")


def without_rims(word):
    counted = [place for place, sign in enumerate(word) if counts(sign)]
    return word[counted[0] : counted[-1] + 1] if counted else ""


def counts(sign):
    is_raised = unicodedata.name(sign, "").startswith("MODIFIER LETTER")
    return (is_of_a_word(sign) and not is_raised) or sign in AT_A_RIM


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
    dependencies = [("accounts", "0008_proofs_of_guests")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
