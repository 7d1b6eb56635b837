"""A person's data in the log: exported in the download, anonymous after erasing. The pages are in front/."""

import re
from typing import Any

from django.db.models import Q

from accounts.models import User
from audit.chores import bring_old_entries
from audit.hidden import hidden_names
from audit.models import AuditEntry, Kind, Pseudonym, Thing

TYPED = (Kind.GIVE_ROLE, Kind.TAKE_ROLE, Kind.RESET_FACTOR, Kind.RESTORE)  # the kinds of entries with a typed reason


def leave(user: User, nobody: str) -> None:
    """Remove this person's names, also former ones; the entries stay. In reasons, `nobody` replaces these names.

    Call it inside a transaction: the database lets a reason change only while its person is leaving. It locks the
    entries before it reads them, because another person in the same reason may leave at the same time.
    """
    bring_old_entries()
    theirs = Pseudonym.objects.filter(user=user)
    called = dict(theirs.values_list("code", "name"))
    theirs.update(is_leaving=True)
    names = sorted({user.name, *called.values()} - {""}, key=len, reverse=True)
    if names:
        named = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})(?!\w)")
        about = Q(object_kind=Thing.PERSON, object_id__in=called) | Q(actor__in=called)
        entries = AuditEntry.objects.filter(about, kind__in=TYPED).exclude(reason="").order_by("pk")
        for entry in entries.select_for_update(no_key=True):
            reason = named.sub(nobody, entry.reason)
            if reason != entry.reason:
                AuditEntry.objects.filter(pk=entry.pk).update(reason=reason)
    theirs.delete()


def taken_along(user: User) -> dict[str, Any]:
    """Return the acts of this person, and the names under which the log knows them. Five queries."""
    own = dict(Pseudonym.objects.filter(user=user).order_by("pk").values_list("code", "name"))
    entries = list(AuditEntry.objects.filter(actor__in=own).order_by("pk"))
    codes = {entry.object_id for entry in entries if entry.object_kind == Thing.PERSON}
    names, hidden = Pseudonym.objects.names(codes), hidden_names(codes)
    return {
        "names_in_log": list(dict.fromkeys(own.values())),
        "decisions": [
            {
                "at": entry.at,
                "action": entry.kind,
                "lab": entry.lab,
                "subject": entry.subject(names | hidden.get(entry.lab, {})),
                "reason": entry.change or entry.reason,
            }
            for entry in entries
        ],
    }
