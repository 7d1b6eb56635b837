"""Erase an account: delete the person, keep their words without a name or remove them, keep the counted support."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import MailboxProof, SignInCode, User
from answers import leaving as answers
from audit import leaving as audit
from challenges import leaving as challenges
from events import leaving as events
from ideas import leaving as ideas
from labs import posted
from labs.models import LastAdmin, Membership, Pause, RoleKind, hidden_name
from moderation import leaving as moderation
from notifications import leaving as notifications
from realtime import names


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
    ideas.leave(members)
    events.leave(user, members)
    with translation.override(settings.LANGUAGE_CODE):  # everybody reads what stays
        if not keep_words:
            ideas.remove_words(members)
            answers.remove_words(members)
            challenges.remove_words(members)
        forget(user, members)


@transaction.atomic
def forget(user: User, members: list[Membership]) -> None:
    """Remove everything that says who this person was, on open pages too.

    Locks labs in order of id. Raises LastAdmin, and then nothing is done.
    """
    ideas.forget(members)
    answers.forget(members)
    moderation.forget(user, members)
    posted.forget(members)
    Pause.objects.filter(membership__in=members).delete()
    hidden_name.forget(members)
    for member in members:
        for role in member.roles.all():
            member.take_role(role, None, "account_deleted")
    audit.leave(user, gettext("former participant"))
    SignInCode.forget(user)
    MailboxProof.forget(user)
    notifications.leave(user)
    names.changed("member", [member.pk for member in members])
    user.devices.all().sign_out()
    user.delete()
