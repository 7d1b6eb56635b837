"""The log page of a lab: who gave a role, changed a text or hid something, and why."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from answers.forms.terms import TermsForm
from audit.hidden import hidden_names
from audit.models import AuditEntry, Kind, Pseudonym, Thing, WhyRemoved, called
from challenges.models import Challenge
from common.fields import is_id
from common.paging import NearestPaginator
from events.models import Gathering
from ideas.models import Comment, Idea
from labs.decorators import MemberRequest, admin_required
from labs.forms.texts import TextsForm
from labs.models import HidingReason, Lab, Membership, voice_words
from moderation.forms.settings import ModerationForm

Key = tuple[str, str]
"""The kind and the id of a thing."""
type Found = Idea | Comment | Challenge | Gathering

ENTRIES = 50
NUMBERED: dict[str, Promise] = {
    Thing.IDEA: _("idea %(number)s"),
    Thing.COMMENT: _("comment %(number)s"),
    Thing.QUESTION: _("question %(number)s"),
    Thing.GATHERING: _("gathering %(number)s"),
    Thing.PHOTO: _("photo of idea %(number)s"),
    Thing.NAME: _("a name"),
}
TERMS: dict[str, Any] = {name: field.label for name, field in TermsForm.base_fields.items()} | {
    "recesses": _("Recess"),
    "limits": _("The limits of the municipality, in working days"),
}
SETTINGS: dict[str, Any] = {name: field.label for name, field in ModerationForm.base_fields.items()}
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
    codes = {code for entry in entries for code in (entry.actor, entry.object_id)}
    names = Pseudonym.objects.names(codes) | hidden_names(codes).get(request.lab.slug, {})
    found = things_of(entries, request.member)
    entries_in_words = [in_words(entry, names, request.lab, found) for entry in entries]
    return render(request, "front/lab_log.html", {"page": page, "entries": entries_in_words})


def things_of(entries: list[AuditEntry], member: Membership) -> dict[Key, Found]:
    """Return the things of these entries that are still there; of a photo its idea. At most five queries."""
    lab = member.lab
    there: dict[str, QuerySet[Any]] = {
        Thing.IDEA: Idea.objects.filter(lab=lab),
        Thing.COMMENT: Comment.objects.filter(idea__lab=lab).select_related("idea"),
        Thing.QUESTION: Challenge.objects.filter(lab=lab),
        Thing.GATHERING: Gathering.objects.filter(lab=lab),
        Thing.PHOTO: Idea.objects.filter(lab=lab),
    }
    found: dict[Key, Found] = {}
    for kind, things in there.items():
        pks = [one.object_id for one in entries if one.object_kind == kind and is_id(one.object_id)]
        for thing in things.filter(pk__in=pks) if pks else ():
            (thing.idea if isinstance(thing, Comment) else thing).lab = lab
            found[kind, str(thing.pk)] = thing
    return found


def in_words(entry: AuditEntry, names: dict[str, str], lab: Lab, found: dict[Key, Found]) -> dict[str, Any]:
    """Return one entry in the reader's language. In an old entry, a person who left is shown as the system.

    What is hidden now has no title here: not every lab_admin moderates.
    """
    why, is_theirs = reason_words(entry)
    thing = found.get((entry.object_kind, entry.object_id))
    titled = thing.idea if isinstance(thing, Comment) else thing
    return {
        "at": entry.at,
        "who": called(entry.actor, names) if entry.actor else "",
        "did": entry.get_kind_display(),
        "what": what_words(entry, names, lab),
        "address": thing.get_absolute_url() if thing else "",
        "title": titled.title if titled and not titled.is_hidden else "",
        "why": why,
        "is_theirs": is_theirs,
    }


def what_words(entry: AuditEntry, names: dict[str, str], lab: Lab) -> str | Promise:
    """Return what an entry is about, in the reader's language."""
    if entry.object_kind in NUMBERED:
        return NUMBERED[entry.object_kind] % {"number": entry.object_id}
    if entry.object_kind == Thing.TEXT:
        return TextsForm.Meta.labels.get(entry.object_id, entry.object_id)
    if entry.object_kind == Thing.TERM:
        return (entry.after or entry.before).get("name") or TERMS.get(entry.object_id, entry.object_id)
    if entry.object_kind == Thing.SETTING:
        return SETTINGS.get(entry.object_id, entry.object_id)
    if entry.object_kind == Thing.PERSON:
        name = called(entry.object_id, names)
        return f"{name}: {voice_words(*entry.role, lab.maker_word)}" if entry.role else name
    if entry.object_kind == Thing.ENTRIES:
        count = entry.before.get("entries", 0)  # missing in an entry that was written by hand
        return ngettext("%(count)s line", "%(count)s lines", count) % {"count": count} if count else ""
    return (entry.after or entry.before).get("name", "")


def reason_words(entry: AuditEntry) -> tuple[str | Promise, bool]:
    """Return the reason, and whether a person typed it: then its language may differ from the page's."""
    if entry.kind in (Kind.HIDE, Kind.PAUSE) and entry.reason in HidingReason.values:
        return HidingReason(entry.reason).label, False
    if not entry.actor and entry.reason in BECAUSE:
        return BECAUSE[entry.reason], False
    return entry.change or entry.reason, True
