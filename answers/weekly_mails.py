"""The readers and the mails of the notice of each Monday: what waits for a colleague, and for a team."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from answers.desk import WAITING, Act, Key, Row, Work
from answers.models import Answer, Desk, Team
from answers.models.absence import deputies_in
from answers.waiting import OWED, because_words, owed_day, who_words
from common.http import origin
from labs.models import STAFF, Lab, Membership, Role
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, Readers

MOST = 50  # things in one mail; the desk has all


class Mailbox(NamedTuple):
    """Where a team reads its mail."""

    email: str
    language: str = "nl"


class Section(NamedTuple):
    """The rows of one kind."""

    name: str
    words: Promise | str
    rows: list[Row]


def week(notice: Notice) -> Desk | None:
    return Desk.objects.select_related("lab").filter(pk=notice.about_id).first()


def colleagues(desk: Desk) -> QuerySet[Membership]:
    """Return the staff of the lab who can sign in: the readers of its desk."""
    held = Role.objects.that_count().filter(membership__lab=desk.lab, kind__in=STAFF)
    return Membership.objects.filter(pk__in=held.values("membership")).select_related("user")


def mailboxes(desk: Desk) -> QuerySet[Team]:
    return desk.lab.teams.open().exclude(mailbox="")


def mail_of_colleague(desk: Desk, member: Membership) -> OutgoingMail | None:
    """Write what waits for them, as on their desk: theirs, and what nobody of their team works on yet."""
    member.lab, user = desk.lab, member.user
    assert user  # can sign in
    work = Work(member)
    keys = work.to_do()
    with translation.override(user.language or settings.LANGUAGE_CODE):
        rows = work.rows(keys[:MOST])
        by_kind = [(kind, [row for row in rows if row.key.kind == kind.name]) for kind in WAITING]
        sections = [Section(kind.name, kind.words, some) for kind, some in by_kind if some]
        return _mail(desk.lab, user, member.name, len(keys), sections)


def mail_of_team(desk: Desk, team: Team) -> OutgoingMail | None:
    """Write which answers wait for the team."""
    answers = Answer.objects.owed().filter(team=team, idea__lab=desk.lab, idea__is_hidden=False)
    found = list(answers.select_related("idea", "owner__user", "team").order_by("due", "pk"))
    deputies, to = deputies_in(desk.lab), Mailbox(team.mailbox)
    with translation.override(to.language):
        rows = [_row(desk.lab, answer, deputies.get(answer.owner_id or 0)) for answer in found[:MOST]]
        sections = [Section(OWED.name, OWED.words, rows)] if rows else []
        return _mail(desk.lab, to, team.name, len(found), sections)


def _row(lab: Lab, answer: Answer, deputy: Membership | None) -> Row:
    answer.idea.lab = lab
    key = Key(owed_day(answer.first_due, answer.due), "antwoorden", answer.pk)
    work = reverse("answer_work", kwargs={"lab_slug": lab.slug, "pk": answer.idea_id})
    act = Act(_("Notes for colleagues"), work)
    return Row(key, answer.idea.title, work, because_words(answer, key.day), who_words(answer, deputy), [act])


def _mail(lab: Lab, to: Any, reader: str, count: int, sections: list[Section]) -> OutgoingMail | None:
    if not sections:
        return None
    address = origin() + reverse("lab_work", kwargs={"lab_slug": lab.slug})
    facts = {"lab": lab, "reader": reader, "sections": sections, "count": count, "address": address}
    return mail_to(to, "answers/mail_week.txt", facts | {"origin": origin()})


KINDS = (
    Kind(
        "work_week",
        week,
        (Readers(colleagues, mail_of_colleague), Readers(mailboxes, mail_of_team)),
    ),
)
