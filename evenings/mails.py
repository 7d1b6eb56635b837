"""The readers and mails of the notices about evenings (models/letters.py). The worker writes the mails."""

from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from accounts.models import User
from evenings import news as lines
from evenings.models import Outcome, OutcomeState, Pledge, Report, Told
from evenings.on_idea import FromEvening, of_evening
from ideas.models import Comment
from ideas.news import people_of
from labs.models import FACILITATORS, Membership, Role
from notifications.groups import IDEAS, ROLES
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, OnPage, Readers


class Gave(NamedTuple):
    """What an evening gave to an idea. `comments`: made of its notes; `by`: the members who put it there or online."""

    told: Told
    found: FromEvening
    comments: list[int]
    by: set[int]


# Who brings something


def asked(notice: Notice) -> Pledge | None:
    """Return None if it was taken back since, or if everybody can't read its gathering any more."""
    found = Pledge.objects.standing().filter(pk=notice.about_id, evening__session__gathering__is_hidden=False)
    return found.select_related("evening__session__gathering__lab").first()


def itself(pledge: Pledge) -> QuerySet[Pledge]:
    return Pledge.objects.filter(pk=pledge.pk)


def to_who_brings(pledge: Pledge, _row: Pledge) -> OutgoingMail | None:
    facts = {"lab": pledge.lab, "pledge": pledge, "gathering_title": pledge.evening.gathering.title}
    return mail_to(pledge, "evenings/mail_asked_again.txt", facts)


# What an evening gave to an idea


def gave(notice: Notice) -> Gave | None:
    """Return None if there is nothing to read: all was taken back, or the report, gathering or idea is hidden."""
    told = lines.told().select_related("idea__author").filter(pk=notice.about_id).first()
    if told is None:
        return None
    related = ("evening__session__gathering", "evening__report", "comment", "waiting__comment")
    outcomes = list(told.idea.outcomes.filter(evening=told.evening_id).select_related(*related).order_by("pk"))
    there = [one for one in outcomes if not (one.is_open or one.is_gone)]
    comments = [one.said.pk for one in there if one.state == OutcomeState.COMMENT and one.said and one.said.is_shown]
    found = of_evening(there) if there else None
    if found is None or not (found.has_more or comments):
        return None
    did = {notice.facts["by"], *(one.by_id for one in there)}
    return Gave(told, found, comments, {pk for pk in did if pk})


def its_people(gave: Gave) -> QuerySet[User]:
    """Return the people of the idea, except who put something there."""
    did = Membership.objects.filter(pk__in=gave.by, user__isnull=False)
    return people_of(gave.told.idea).exclude(pk__in=did.values("user"))


def its_comments(gave: Gave) -> Q:
    """The news of each comment that was made of a note."""
    return Q(kind="commented", about_kind=Comment._meta.label, about_id__in=gave.comments)


# For its organisers


def remarked(notice: Notice) -> Report | None:
    """Return None if all remarks are done."""
    return lines.reports().filter(pk=notice.about_id, remarks__done_at=None).distinct().first()


def taken_back(notice: Notice) -> Outcome | None:
    """Return None if the idea or the comment is gone."""
    found = lines.posted().filter(pk=notice.about_id).first()
    return None if found is None or found.is_gone else found


def organisers(of: Report | Outcome) -> QuerySet[User]:
    """Return who organises its gathering and holds a role for that."""
    roles = Role.objects.that_count().filter(kind__in=FACILITATORS, membership__organises=of.evening.gathering.pk)
    return User.objects.filter(pk__in=roles.values("membership__user"))


def who_answers_for(outcome: Outcome) -> QuerySet[User]:
    """Return the organisers, and who posted it."""
    posted = Membership.objects.filter(pk=outcome.by_id or 0)
    return User.objects.filter(Q(pk__in=organisers(outcome).values("pk")) | Q(pk__in=posted.values("user")))


GAVE = OnPage(its_people, lambda gave: gave.told, lines.gave, replaces=its_comments)
REMARKED = OnPage(organisers, lambda report: report, lines.remarked)
TAKEN_BACK = OnPage(who_answers_for, lambda outcome: outcome, lines.taken_back)
KINDS: tuple[Kind[Any], ...] = (
    Kind("pledge_asked", asked, (Readers(itself, to_who_brings),)),
    Kind("evening_gave", gave, page=GAVE, group=IDEAS),
    Kind("report_remarked", remarked, page=REMARKED, group=ROLES),
    Kind("note_taken_back", taken_back, page=TAKEN_BACK, group=ROLES),
)
