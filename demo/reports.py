"""What people of the example labs reported, and what a moderator decided."""

from datetime import datetime, timedelta

from common.times import day_of
from common.working_days import due_date
from demo import shapes
from demo.people import People
from ideas.models import Comment, Idea
from moderation.models import Case, Report, report, report_by_mail
from moderation.models.settings import TERM

THOUGHT = timedelta(hours=1)  # until a moderator decided


def date_directly(thing: Idea | Comment, at: datetime) -> None:
    """Date what a moderator hid without a report, and its case."""
    thing.hidings.update(at=at)
    case = Case.objects.about(thing).get()
    Case.objects.filter(pk=case.pk).update(opened_at=at, due=due_date(day_of(at), TERM), decided_at=at)
    case.decisions.update(at=at)


def tell(comment: Comment, said: shapes.Say, people: People, at: datetime) -> None:
    """Report a comment, and decide about it as the content says; without a decision it waits from today."""
    for by, reason, words in said.reported:
        if "@" in by:
            case = report_by_mail(comment, by, "nl", reason, words).report.case
        else:
            case = report(comment, people.member(by), reason, words).report.case
    if said.hidden:
        by, reason, explanation = said.hidden
        case.decide(people.member(by), "hide", reason, explanation)
        comment.hidings.update(at=at + THOUGHT)
    elif said.stays:
        by, explanation = said.stays
        case.decide(people.member(by), "nothing", "", explanation)
    else:
        if said.asked:
            by, reason, explanation = said.asked
            case.decide(people.member(by), "ask", reason, explanation)
        return
    Case.objects.filter(pk=case.pk).update(opened_at=at, due=due_date(day_of(at), TERM), decided_at=at + THOUGHT)
    Report.objects.filter(case=case).update(at=at)
    case.decisions.update(at=at + THOUGHT)
