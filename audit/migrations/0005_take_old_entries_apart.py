"""The sentences of entries from before are taken apart into columns, once; what can't be is kept whole.

But for who can be called: of that only stands that it changed.

Also what a process of the code before writes later: the worker calls `bring` each minute (audit/chores.py).
"""

import re

from django.db import migrations, transaction

KINDS = "resident|stadmaker|connector|civil_servant|moderator|lab_admin|alderman|councillor|body"
ROLE = re.compile(rf"(?P<name>.+?): (?P<kind>{KINDS})(?: (?P<label>.+))?", re.DOTALL)
NUMBER = re.compile(r"(idea|comment) (\d+)")
NAMELESS = {"nog geen naam", "no name yet"}
GONE = {"oud-deelnemer", "former participant"}
ACCOUNT_DELETED = {"Het account is verwijderd.", "The account was deleted."}
OF_A_PERSON = {"contact_name", "contact_phone", "contact_hours"}  # their words are not kept: nobody could take them out
BATCH = 1000


def bring(apps, schema_editor):
    """Each batch in one transaction, its rows locked: two at once bring them once. Returns how many came."""
    came = 0
    while taken := bring_some(apps):
        came += taken
    return came


@transaction.atomic
def bring_some(apps):
    OldEntry, AuditEntry = apps.get_model("audit", "OldEntry"), apps.get_model("audit", "AuditEntry")
    rows = list(OldEntry.objects.select_for_update(no_key=True).order_by("pk")[:BATCH])
    codes = Codes(apps.get_model("audit", "Pseudonym"))
    AuditEntry.objects.bulk_create(AuditEntry(**columns(row, codes)) for row in rows)
    OldEntry.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


class Codes:
    """The code of each person under each name, made when there is none yet."""

    def __init__(self, model):
        self.model, self.known = model, {}

    def of(self, user_id, name):
        if (user_id, name) not in self.known:
            there = self.model.objects.filter(user_id=user_id, name=name).first()
            self.known[user_id, name] = (there or self.model.objects.create(user_id=user_id, name=name)).code
        return self.known[user_id, name]

    def of_nobody(self):
        """Who left: a code of which no name is known, and never will be."""
        return self.model._meta.get_field("code").get_default()


def columns(row, codes):
    """Whose account went has no name any more, and can't be told from the system."""
    actor = codes.of(row.actor_id, row.actor_name) if row.actor_name or row.actor_id else ""
    kept = {"at": row.at, "lab": row.lab, "kind": row.action, "actor": actor, "reason": row.reason}
    return kept | what(row, codes)


def what(row, codes):
    """The columns that say what it was done to, and what it was before and after."""
    if row.action in ("give_role", "take_role"):
        return of_role(row, codes)
    if row.action in ("hide", "restore") and (thing := NUMBER.fullmatch(row.subject)):
        return about(thing[1], thing[2])
    if row.action == "found_lab":
        return about("lab", row.lab, after={"name": row.subject})
    if row.action == "add_village":
        return about("village", after={"name": row.subject})
    if row.action == "remove_village":
        return about("village", before={"name": row.subject})
    if row.action == "rename_village" and row.reason.endswith(f" → {row.subject}"):
        before = row.reason.removesuffix(f" → {row.subject}")
        return about("village", before={"name": before}, after={"name": row.subject}) | {"reason": ""}
    if row.action == "change_theme" and " → " in row.reason:
        before, after = from_to(row.reason)
        names = {"name": row.subject}
        return about("municipality", before=names | {"theme": before}, after=names | {"theme": after}) | {"reason": ""}
    if row.action == "change_text" and row.subject in OF_A_PERSON:
        return about("text", row.subject) | {"reason": ""}
    if row.action == "change_text" and " → " in row.reason:
        before, after = from_to(row.reason)
        return about("text", row.subject, {"words": before}, {"words": after}) | {"reason": ""}
    if row.action == "change_text" and len(row.subject) <= 50:
        return about("text", row.subject)
    return about("", after={"name": row.subject})


def about(kind, key="", before=None, after=None):
    return {"object_kind": kind, "object_id": key, "before": before or {}, "after": after or {}}


def from_to(reason):
    """Words that hold an arrow themselves may be split at another place; told again they are the same."""
    before, _arrow, after = reason.partition(" → ")
    return ("" if before == "–" else before), ("" if after == "–" else after)


def of_role(row, codes):
    said = ROLE.fullmatch(row.subject)
    name = said["name"] if said else row.subject
    if row.about_id is None and name in GONE:
        code = codes.of_nobody()
    else:
        code = codes.of(row.about_id, "" if name in NAMELESS else name)
    held = {"role": said["kind"], "label": said["label"] or ""} if said else {}
    changed = {"after": held} if row.action == "give_role" else {"before": held}
    is_erasing = row.action == "take_role" and not row.actor_name and row.reason in ACCOUNT_DELETED
    return about("person", code, **changed) | ({"reason": "account_deleted"} if is_erasing else {})


def lose_nothing(apps, schema_editor):
    if apps.get_model("audit", "AuditEntry").objects.exists():
        raise RuntimeError("The log has entries that the code of before can't read. Restore a backup instead.")


class Migration(migrations.Migration):

    dependencies = [("audit", "0004_columns")]

    operations = [migrations.RunPython(bring, lose_nothing)]
