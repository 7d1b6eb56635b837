"""The teams of an example lab, and who of them works on an answer, with the verbs that people use."""

from datetime import datetime

from answers.models import Answer, Note, Team
from answers.models.notes import write_note
from demo import shapes
from demo.people import People
from labs.models import Lab, Membership


def found(lab: Lab, teams: list[shapes.Team], people: People, admin: str) -> None:
    """Make the teams that aren't there yet."""
    there = set(lab.teams.values_list("name", flat=True))
    for team in teams:
        if team.name not in there:
            words = {"name": team.name, "mandate": team.mandate, "mailbox": team.mailbox}
            Team.begin(people.member(admin), [people.member(name) for name in team.people], **words)


def care(answer: Answer, member: Membership, step: shapes.Step, at: datetime) -> None:
    """Let `member` pick the answer up, or leave it with their team, if the step says so; with its note."""
    team = Team.objects.open().filter(members=member).first()
    if step.to_team and team:
        answer.pass_on(member, team, None, step.note, answer.care_seen)
    else:
        answer.take(member)
        if step.note:
            write_note(answer, member, step.note)
    Note.objects.filter(answer=answer).update(at=at)
