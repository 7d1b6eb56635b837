"""What people of the example labs reported, and what moderators decided."""

from datetime import datetime, timedelta

from common import clock
from common.times import day_of
from common.working_days import due_date
from demo import shapes
from demo.people import People
from ideas.models import Comment, Idea
from moderation.models import Case, DecisionKind, Report, Review, report, report_by_mail
from moderation.models.reviewing import ask, decide_review
from moderation.models.settings import TERM

THOUGHT = timedelta(hours=1)  # until a moderator decided
SLEPT = timedelta(hours=9)  # until somebody asked for a second look
LATE = timedelta(days=8)  # since a report about which nobody decided; later than the term in any week


def date_directly(thing: Idea | Comment, at: datetime) -> None:
    """Date what a moderator hid without a report, and its case."""
    thing.hidings.update(at=at)
    case = Case.objects.about(thing).get()
    Case.objects.filter(pk=case.pk).update(opened_at=at, due=due_date(day_of(at), TERM), decided_at=at)
    case.decisions.update(at=at)


def tell(comment: Comment, said: shapes.Say, people: People, at: datetime) -> None:
    """Report a comment, and decide about it as the content says; without a decision it waits."""
    for by, reason, words in said.reported:
        if "@" in by:
            case = report_by_mail(comment, by, "nl", reason, words).report.case
        else:
            case = report(comment, people.member(by), reason, words).report.case
    if said.asked:
        by, reason, explanation = said.asked
        case.decide(people.member(by), "ask", reason, explanation)
    elif said.late:
        date_back(case, clock.now() - LATE)
    elif said.hidden or said.stays:
        end(case, said, people)
        date_back(case, at)
        Case.objects.filter(pk=case.pk).update(decided_at=at + THOUGHT)
        comment.hidings.update(at=at + THOUGHT)
        case.decisions.update(at=at + THOUGHT)
        if said.second_look:
            look_again(case.pk, said, people, at + THOUGHT)


def end(case: Case, said: shapes.Say, people: People) -> None:
    if said.hidden:
        by, reason, explanation = said.hidden
        case.decide(people.member(by), "hide", reason, explanation)
    elif said.stays:
        by, explanation = said.stays
        case.decide(people.member(by), "nothing", "", explanation)


def date_back(case: Case, at: datetime) -> None:
    """Date a case and its reports."""
    Case.objects.filter(pk=case.pk).update(opened_at=at, due=due_date(day_of(at), TERM))
    Case.objects.filter(pk=case.pk, folded_at__isnull=False).update(folded_at=at)
    Report.objects.filter(case=case).update(at=at)


def look_again(case_pk: int, said: shapes.Say, people: People, at: datetime) -> None:
    """Ask for a second look at what was decided `at` that time, and decide that; else it waits from today."""
    asker, why, *ending = said.second_look
    case = Case.objects.with_reviews().get(pk=case_pk)
    comment = case.comment
    review = ask(case, people.member(asker), why)
    if not ending or comment is None:
        return
    by, outcome, explanation = ending
    decide_review(Case.objects.with_reviews().get(pk=case_pk), people.member(by), outcome, explanation)
    asked_at, decided_at = at + SLEPT, at + SLEPT + THOUGHT
    due = due_date(day_of(asked_at), TERM)
    Review.objects.filter(pk=review.pk).update(asked_at=asked_at, due=due, decided_at=decided_at)
    case.decisions.filter(kind=DecisionKind.RESTORE).update(at=decided_at)
    comment.hidings.exclude(restored_at=None).update(restored_at=decided_at)
    if said.mended:
        comment.refresh_from_db()
        comment.edit(said.mended)
        comment.edits.update(at=decided_at + THOUGHT)
        Comment.objects.filter(pk=comment.pk).update(edited_at=decided_at + THOUGHT)
