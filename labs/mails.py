"""The readers of the notices about roles. There is no mail of it: people read it on their page."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.languages import Theirs
from labs.hearing import title_of
from labs.models import Lab, LabSubscription, Role, RoleKind
from labs.people import EXPLAINED
from labs.posted import Posted
from notifications.groups import ROLES
from notifications.models import Notice
from notifications.notices import Kind, OnPage
from notifications.subjects import Line, Subject


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


KINDS = (Kind("role_given", role_given, page=OnPage(holder, role_of, given), group=ROLES),)
POSTED = Posted(LabSubscription, "lab", Lab.objects.all, title_of)
SUBJECTS = (Subject("labs.Role", roles, "schild", 6),)
