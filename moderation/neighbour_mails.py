"""The readers and mails of the notices about looking along in another lab, and of the cases that wait there."""

from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from common.http import address_of, origin
from labs.models import Membership, Role, RoleKind
from moderation import news as lines
from moderation.mails import clock_mail
from moderation.models import Case, CaseStep, ModerationSettings
from notifications.groups import ROLES
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, OnPage, Readers
from notifications.subjects import itself


class Asked(NamedTuple):
    """A lab asks this moderator to look along, or doesn't any more."""

    settings: ModerationSettings
    to: Membership


class Said(NamedTuple):
    settings: ModerationSettings
    by: int  # the membership of who said yes or no


def asked(notice: Notice) -> Asked | None:
    """Return None if they said yes or no since, or if the lab asks somebody else by now."""
    unanswered = ModerationSettings.objects.unanswered().filter(pk=notice.facts["settings"])
    settings = unanswered.filter(neighbour=notice.about_id).select_related("lab", "neighbour__lab").first()
    return Asked(settings, settings.neighbour) if settings and settings.neighbour else None


def no_more(notice: Notice) -> Asked | None:
    """Return None if the lab asks them again since."""
    settings = ModerationSettings.objects.filter(pk=notice.facts["settings"]).select_related("lab").first()
    left = Membership.objects.filter(pk=notice.about_id).select_related("lab").first()
    return Asked(settings, left) if settings and left and settings.neighbour_id != left.pk else None


def said(notice: Notice) -> Said | None:
    """Return None if the lab asks somebody else by now."""
    settings = lines.settings_with_neighbour().filter(pk=notice.about_id, neighbour=notice.facts["by"]).first()
    return Said(settings, notice.facts["by"]) if settings else None


def handed(notice: Notice) -> CaseStep | None:
    """Return None if it was decided or got another day since, or if they don't look along any more."""
    step = lines.handed_steps().filter(pk=notice.about_id).first()
    return step if step and step.to and Case.objects.handed_to(step.to).filter(pk=step.case_id).exists() else None


def handed_to(step: CaseStep) -> QuerySet[User]:
    return User.objects.filter(memberships=step.to_id)


def to_whom_it_was_handed(step: CaseStep, user: User) -> OutgoingMail | None:
    return clock_mail(step.case, step.step, address_of(step), user)


def neighbour(news: Asked) -> QuerySet[User]:
    return User.objects.filter(memberships=news.to)


def neighbours_membership(news: Asked) -> Membership:
    return news.to


def settings_of(news: Said) -> ModerationSettings:
    return news.settings


def admins(news: Said) -> QuerySet[User]:
    """Return who runs the lab; not the neighbour, who may."""
    roles = Role.objects.of_people().filter(membership__lab=news.settings.lab, kind=RoleKind.LAB_ADMIN)
    theirs = User.objects.filter(memberships=news.by).values("pk")
    return User.objects.filter(pk__in=roles.values("membership__user")).exclude(pk__in=theirs)


def to_neighbour(template: str, news: Asked, user: User) -> OutgoingMail | None:
    facts = {
        "reader": user.name,
        "lab": news.settings.lab,
        "address": origin() + lines.path_to_look_along(news.to),
    }
    return mail_to(user, f"moderation/{template}.txt", facts)


KINDS = (
    Kind(
        "neighbour_asked",
        asked,
        (Readers(neighbour, partial(to_neighbour, "mail_neighbour")),),
        OnPage(neighbour, neighbours_membership, lines.look_along),
    ),
    Kind("neighbour_no_more", no_more, (Readers(neighbour, partial(to_neighbour, "mail_neighbour_no_more")),)),
    Kind(
        "case_handed",
        handed,
        (Readers(handed_to, to_whom_it_was_handed),),
        OnPage(handed_to, itself, lines.case_handed),
    ),
    Kind("neighbour_said", said, page=OnPage(admins, settings_of, lines.said_to_look_along), group=ROLES),
)
