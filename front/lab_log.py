"""The log page of a lab: who gave a role, changed a text or hid something, and why."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from audit.models import AuditEntry, Kind, Pseudonym, Thing, WhyRemoved, called
from common.paging import NearestPaginator
from labs.decorators import MemberRequest, admin_required
from labs.forms.texts import TextsForm
from labs.models import HidingReason, Lab, voice_words

ENTRIES = 50
NUMBERED: dict[str, Promise] = {Thing.IDEA: _("idea %(number)s"), Thing.COMMENT: _("comment %(number)s")}
# Reasons of the system; reasons that people typed are stored as text
BECAUSE = {
    "create_lab": _("made with the command create_lab"),
    "account_deleted": _("The account was deleted."),
    **dict(WhyRemoved.choices),
}


@require_safe
@admin_required
def lab_log(request: MemberRequest) -> HttpResponse:
    page = NearestPaginator(AuditEntry.objects.filter(lab=request.lab.slug), ENTRIES).get_page(
        request.GET.get("pagina")
    )
    entries = list(page)
    names = Pseudonym.objects.names(code for entry in entries for code in (entry.actor, entry.object_id))
    entries_in_words = [in_words(entry, names, request.lab) for entry in entries]
    return render(request, "front/lab_log.html", {"page": page, "entries": entries_in_words})


def in_words(entry: AuditEntry, names: dict[str, str], lab: Lab) -> dict[str, Any]:
    """Return one entry in the reader's language. In an old entry, a person who left is shown as the system."""
    why, is_theirs = reason_words(entry)
    return {
        "at": entry.at,
        "who": called(entry.actor, names) if entry.actor else "",
        "did": entry.get_kind_display(),
        "what": what_words(entry, names, lab),
        "why": why,
        "is_theirs": is_theirs,
    }


def what_words(entry: AuditEntry, names: dict[str, str], lab: Lab) -> str | Promise:
    """Return what an entry is about, in the reader's language."""
    if entry.object_kind in NUMBERED:
        return NUMBERED[entry.object_kind] % {"number": entry.object_id}
    if entry.object_kind == Thing.TEXT:
        return TextsForm.Meta.labels.get(entry.object_id, entry.object_id)
    if entry.object_kind == Thing.PERSON:
        name = called(entry.object_id, names)
        return f"{name}: {voice_words(*entry.role, lab.maker_word)}" if entry.role else name
    if entry.object_kind == Thing.ENTRIES:
        count = entry.before.get("entries", 0)  # missing in an entry that was written by hand
        return ngettext("%(count)s line", "%(count)s lines", count) % {"count": count} if count else ""
    return (entry.after or entry.before).get("name", "")


def reason_words(entry: AuditEntry) -> tuple[str | Promise, bool]:
    """Return the reason, and whether a person typed it: then its language may differ from the page's."""
    if entry.kind == Kind.HIDE and entry.reason in HidingReason.values:
        return HidingReason(entry.reason).label, False
    if not entry.actor and entry.reason in BECAUSE:
        return BECAUSE[entry.reason], False
    return entry.change or entry.reason, True
