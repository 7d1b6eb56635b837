"""The readers and the mails of the notice of each Monday: what waits for a colleague, and for a team."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from answers.models import Answer, Desk, Team, TeamMember
from answers.models.absence import deputies_in
from answers.models.team import servants_of
from common.http import origin
from labs.models import Lab, Membership
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, Readers


class Mailbox(NamedTuple):
    """Where a team reads its mail."""

    email: str
    language: str = "nl"


class Week(NamedTuple):
    """All that a lab owes, the soonest first; in which teams people are; and who does whose work."""

    lab: Lab
    owed: list[Answer]
    teams: set[tuple[int, int]]
    deputies: dict[int, Membership]

    def of(self, member: Membership) -> list[Answer]:
        """Return what waits for `member`: theirs, that of whom they stand in for, and what nobody of a team has."""
        away = {owner for owner, deputy in self.deputies.items() if deputy.pk == member.pk}
        return [
            answer
            for answer in self.owed
            if answer.owner_id == member.pk
            or answer.owner_id in away
            or (answer.owner_id is None and (not answer.team_id or (answer.team_id, member.pk) in self.teams))
        ]


def week(notice: Notice) -> Week | None:
    """Return None if nothing is owed any more."""
    desk = Desk.objects.select_related("lab").filter(pk=notice.about_id).first()
    if desk is None:
        return None
    answers = Answer.objects.owed().filter(idea__lab=desk.lab, idea__is_hidden=False)
    owed = list(answers.select_related("idea", "owner__user", "team").order_by("due", "pk"))
    for answer in owed:
        answer.idea.lab = desk.lab
    teams = set(TeamMember.objects.filter(team__lab=desk.lab).values_list("team", "member"))
    return Week(desk.lab, owed, teams, deputies_in(desk.lab)) if owed else None


def colleagues(week: Week) -> QuerySet[Membership]:
    return servants_of(week.lab)


def mailboxes(week: Week) -> QuerySet[Team]:
    return week.lab.teams.open().exclude(mailbox="")


def mail_of_colleague(week: Week, member: Membership) -> OutgoingMail | None:
    return _mail(week, member.user, week.of(member), reader=member.name)


def mail_of_team(week: Week, team: Team) -> OutgoingMail | None:
    return _mail(week, Mailbox(team.mailbox), [one for one in week.owed if one.team_id == team.pk], reader=team.name)


def _mail(week: Week, to: Any, answers: list[Answer], **facts: Any) -> OutgoingMail | None:
    if not answers:
        return None
    address = f"{origin()}{week.lab.get_absolute_url()}werk/"
    facts |= {"lab": week.lab, "answers": answers, "address": address, "origin": origin()}
    return mail_to(to, "answers/mail_week.txt", facts)


KINDS = (
    Kind(
        "work_week",
        week,
        (Readers(colleagues, mail_of_colleague), Readers(mailboxes, mail_of_team)),
    ),
)
