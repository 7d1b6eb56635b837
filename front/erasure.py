"""Erase an account: delete the person, keep their words without a name or remove them, keep the counted support."""

import json
import re
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from django_tasks_db.models import DBTaskResult

from accounts.models import SignInCode, User
from audit.leaving import leave as leave_log
from events.leaving import leave
from ideas import live
from ideas.models import Comment, Help, Idea, IdeaClosed, NeedAnswer, Status, Support
from ideas.parts import PARTS
from labs.models import RESIDENT_VOICE, LastAdmin, Membership, RoleKind
from realtime import names
from realtime.parts import anew

WHY_WITHDRAWN = gettext_noop("The writer deleted their account.")


def only_admin_of(user: User) -> list[Membership]:
    """Return the labs that nobody else runs: somebody must take over first."""
    ran = user.memberships.filter(roles__kind=RoleKind.LAB_ADMIN).select_related("lab")
    return [member for member in ran if not member.lab_admins().exclude(membership=member).exists()]


def erase(user: User, keep_words: bool) -> None:
    """Erase the account; with `keep_words` ideas and comments stay under "former participant", else they are removed.

    It runs many short transactions, one per verb, so that nobody waits long; after an interruption it can be repeated.
    Raises LastAdmin before anything is done.
    """
    if only_admin_of(user):
        raise LastAdmin
    members = list(user.memberships.select_related("lab").order_by("lab_id"))
    for offer in Help.objects.filter(person__in=members).select_related("idea"):
        offer.idea.take_back_help(offer)
    leave(user, members)
    with translation.override(settings.LANGUAGE_CODE):  # everybody reads what stays
        if not keep_words:
            remove_words(members)
        forget(user, members)


def remove_words(members: list[Membership]) -> None:
    """Comments become tombstones. Ideas are deleted, or only emptied if others took part or a moderator acted."""
    for comment in Comment.objects.filter(author__in=members, removed_at=None).select_related("idea__lab"):
        comment.remove()
    for member in members:
        for idea in Idea.objects.filter(author=member).select_related("lab"):
            try:
                stays = idea.withdraw(member, RESIDENT_VOICE, gettext(WHY_WITHDRAWN))
            except IdeaClosed:
                stays = Idea.objects.filter(pk=idea.pk).exists()
            if stays:
                remove_words_of(idea)


@transaction.atomic
def remove_words_of(idea: Idea) -> None:
    """Keep the idea, because others contributed.

    Remove its text, its old texts, the withdrawal reason and its photo.
    """
    idea.hold()
    idea.refresh_from_db()
    if name := idea.photo.name:
        transaction.on_commit(partial(idea.photo.storage.delete, name), robust=True)
    idea.edits.all().delete()
    idea.story.filter(status=Status.WITHDRAWN).update(reason=gettext(WHY_WITHDRAWN), next_step="")
    idea.title = gettext("Removed by its writer")
    idea.opportunity = idea.existing = idea.needed = idea.place = idea.photo_alt = idea.photo = ""
    idea.edited_at = None
    idea.words_changed()
    emptied = ["title", "opportunity", "existing", "needed", "place", "photo_alt", "photo", "edited_at", "search_text"]
    idea.advance(**{name: getattr(idea, name) for name in emptied}, **anew(PARTS))
    idea.lab_revision = idea.lab.advance()
    idea.save(update_fields=["lab_revision"])
    live.idea_appeared(idea)


@transaction.atomic
def forget(user: User, members: list[Membership]) -> None:
    """Remove everything that says who this was, on open pages too.

    Locks labs in order of id. LastAdmin: nothing is done.
    """
    Support.objects.filter(person__in=members).update(person=None)  # before any lab lock, like taking back support
    NeedAnswer.objects.filter(person__in=members).update(person=None)
    for member in members:
        for role in member.roles.all():
            member.take_role(role, None, "account_deleted")
    leave_log(user, gettext("former participant"))
    SignInCode.forget(user)
    mentions(user).delete()
    names.changed("member", [member.pk for member in members])
    user.delete()


def mentions(user: User) -> QuerySet[DBTaskResult]:
    """Return the worker's stored mails to this mailbox, with or without +tag: waiting, sent or failed."""
    texts = DBTaskResult.objects.annotate(
        given=Cast("args_kwargs", TextField()), came=Cast("return_value", TextField())
    )
    said = Q()
    for address in {user.email, user.mailbox}:
        for form in {address, json.dumps(address)[1:-1]}:
            local, _at, domain = map(re.escape, form.rpartition("@"))
            whole = rf'{local}(\+[^"@\s]*)?@{domain}'
            said |= Q(given__iregex=f'"{whole}"') | Q(came__iregex=f'"{whole}"')
            said |= Q(traceback__iregex=rf"(?<![\w.+-]){whole}(?![\w-]|\.\w)")
    return texts.filter(said)
