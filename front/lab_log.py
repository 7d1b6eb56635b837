"""The log of a lab: who gave a role, changed a text or hid something, and why."""

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.models import AuditEntry
from common.paging import Pages
from ideas.models import HidingReason
from labs.decorators import MemberRequest, admin_required
from labs.forms.texts import TextsForm
from labs.models import ROLE_NOTED, Lab, voice_words

ENTRIES = 50
ACTIONS = {
    "found_lab": _("opened this lab"),
    "give_role": _("gave a role"),
    "take_role": _("took a role away"),
    "change_text": _("changed a text"),
    "change_theme": _("changed the house style"),
    "add_village": _("added a village"),
    "rename_village": _("renamed a village"),
    "remove_village": _("removed a village"),
    "hide": _("hid something"),
    "restore": _("restored something"),
}
THINGS = {"idea": _("idea %(number)s"), "comment": _("comment %(number)s")}


@require_safe
@admin_required
def lab_log(request: MemberRequest) -> HttpResponse:
    page = Pages(AuditEntry.objects.filter(lab=request.lab.slug), ENTRIES).get_page(request.GET.get("pagina"))
    for entry in page:
        entry.words = ACTIONS.get(entry.action, entry.action)
        entry.what = subject_words(entry, request.lab)
        entry.why = reason_words(entry)
    return render(request, "front/lab_log.html", {"page": page})


def subject_words(entry: AuditEntry, lab: Lab) -> str | Promise:
    """What an entry is about, in the reader's language."""
    number = re.fullmatch(r"(idea|comment) (\d+)", entry.subject)
    if number:
        return THINGS[number[1]] % {"number": number[2]}
    if entry.action == "change_text" and entry.subject in TextsForm.Meta.labels:
        return TextsForm.Meta.labels[entry.subject]
    role = ROLE_NOTED.fullmatch(entry.subject)
    if entry.action in ("give_role", "take_role") and role:
        return f"{role['name']}: {voice_words(role['kind'], role['label'] or '', lab.maker_word)}"
    return entry.subject


def reason_words(entry: AuditEntry) -> str | Promise:
    if entry.reason in HidingReason.values:
        return HidingReason(entry.reason).label
    return gettext("made with the command create_lab") if entry.reason == "create_lab" else entry.reason
