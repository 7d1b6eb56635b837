"""The readers of the notices about roles, which people read on their page, and about pauses and names, with a mail."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.http import address_of, origin
from common.languages import Theirs
from labs.hearing import title_of
from labs.models import Lab, LabSubscription, MemberName, NameHiding, Pause, Role, RoleKind
from labs.models.moderation import page_for_writer
from labs.models.pauses import page_of_paused
from labs.people import EXPLAINED
from labs.posted import Posted
from notifications.groups import ROLES
from notifications.mail import mail_to, site_address
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, OnPage, Readers
from notifications.subjects import Line, Subject, itself


class News(NamedTuple):
    role: Role
    by: int | None  # the membership of who gave it


def roles() -> QuerySet[Role]:
    return Role.objects.select_related("membership__lab")


def role_given(notice: Notice) -> News | None:
    """Return None if the role was taken since."""
    role = roles().filter(pk=notice.facts["role"]).first()
    return News(role, notice.facts["by"]) if role else None


def holder(news: News) -> QuerySet[User]:
    return User.objects.filter(memberships=news.role.membership_id).exclude(memberships=news.by or 0)


def role_of(news: News) -> Role:
    return news.role


def given(role: Role, times: int) -> Line:
    lab = role.membership.lab
    facts = {"role": role.voice.words, "lab": Theirs(f"{lab.lab_word} {lab.name}")}
    remark = str(EXPLAINED[RoleKind(role.kind)])
    return Line(_("Your role in %(lab)s: %(role)s"), facts, lab.get_absolute_url(), lab, remark=remark)


# Pauses


def pauses() -> QuerySet[Pause]:
    return Pause.objects.select_related("membership__lab", "membership__user", "by__user", "ended_by__user")


def pause_of(notice: Notice) -> Pause | None:
    """Return it also if it ended since: another notice tells that."""
    return pauses().filter(pk=notice.facts["pause"]).first()


def paused_person(pause: Pause) -> QuerySet[User]:
    return User.objects.filter(memberships=pause.membership_id)


def to_paused(template: str, pause: Pause, user: User) -> OutgoingMail | None:
    lab = pause.membership.lab
    facts = {"reader": user.name, "lab": lab, "pause": pause, "address": address_of(lab), "origin": origin()}
    facts["page"] = page_of_paused(pause)
    return mail_to(user, template, facts)


def paused(pause: Pause, times: int) -> Line:
    lab = pause.membership.lab
    facts = {"day": pause.day, "lab": Theirs(f"{lab.lab_word} {lab.name}")}
    words = _("You don't take part in %(lab)s for some days, until %(day)s")
    return Line(words, facts, lab.get_absolute_url(), lab, more=pause.explanation)


def pause_ended(pause: Pause, times: int) -> Line:
    lab = pause.membership.lab
    facts = {"lab": Theirs(f"{lab.lab_word} {lab.name}")}
    return Line(_("You can take part in %(lab)s again"), facts, lab.get_absolute_url(), lab, more=pause.ended_why)


def pause_kind(name: str, template: str, line: Callable[[Pause, int], Line]) -> Kind[Pause]:
    """A mail that nothing stops, and a row on the page."""
    return Kind(
        name, pause_of, (Readers(paused_person, partial(to_paused, template)),), OnPage(paused_person, itself, line)
    )


# A hidden name


class SiteMailbox(NamedTuple):
    """Whoever runs the site. They read what comes to the address that sends all mails."""

    email: str
    language: str


def name_of(notice: Notice) -> NameHiding | None:
    rows = NameHiding.objects.select_related("membership__lab", "membership__user", "by__user", "restored_by__user")
    return rows.filter(pk=notice.facts["hiding"]).first()


def name_to_tell_of(notice: Notice) -> NameHiding | None:
    """Return None if that person chose another name since, or if it was put back: another notice tells that."""
    row = name_of(notice)
    return row if row and row.restored_at is None else None


def named_person(row: NameHiding) -> QuerySet[User]:
    return User.objects.filter(memberships=row.membership_id)


def to_named(template: str, row: NameHiding, user: User) -> OutgoingMail | None:
    member = row.membership
    facts = {
        "reader": user.name,
        "lab": member.lab,
        "hiding": row,
        "moderator": row.by.name if row.by else "",
        "address": f"{origin()}{reverse('account')}",
        "decision": page_for_writer(MemberName(member, row.name)),
        "origin": origin(),
    }
    return mail_to(user, template, facts)


def to_site(row: NameHiding, _row: NameHiding) -> OutgoingMail | None:
    """The name stands in other labs too, and only whoever runs the site can do something about that."""
    reached: Any = SiteMailbox(site_address(), settings.LANGUAGE_CODE)
    others = Lab.objects.filter(memberships__user=row.membership.user_id).exclude(pk=row.membership.lab_id)
    facts = {"name": row.name, "hiding": row, "lab": row.membership.lab, "others": others.order_by("name")}
    return mail_to(reached, "labs/mail_name_to_site.txt", facts)


def itself_alone(row: NameHiding) -> QuerySet[NameHiding]:
    return NameHiding.objects.filter(pk=row.pk)


KINDS = (
    Kind("role_given", role_given, page=OnPage(holder, role_of, given), group=ROLES),
    pause_kind("paused", "labs/mail_paused.txt", paused),
    pause_kind("pause_ended", "labs/mail_pause_ended.txt", pause_ended),
    Kind(
        "name_hidden",
        name_to_tell_of,
        (
            Readers(named_person, partial(to_named, "labs/mail_name_hidden.txt")),
            Readers(itself_alone, to_site),
        ),
    ),
    Kind("name_restored", name_of, (Readers(named_person, partial(to_named, "labs/mail_name_restored.txt")),)),
)
POSTED = Posted(LabSubscription, "lab", Lab.objects.all, title_of)
SUBJECTS = (Subject("labs.Role", roles, "schild", 6), Subject("labs.Pause", pauses, "schild", 6))
