"""The lines about questions on the page *Nieuw voor jou*, and the people of a question."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from challenges.models import Challenge, ChallengeSubscription
from challenges.rules import can_follow
from common.languages import Theirs
from ideas.models import Comment, Idea, Pledge, Support
from labs.models.subscriptions import asked_for, without_stopped
from labs.posted import Posted
from notifications.subjects import Line, Subject


def challenges() -> QuerySet[Challenge]:
    return Challenge.objects.shown().select_related("lab")


SUBJECTS = (Subject("challenges.Challenge", challenges, "poort", 4),)
POSTED = Posted(ChallengeSubscription, "challenge", challenges, may_ask=can_follow)


def people_of(challenge: Challenge) -> QuerySet[User]:
    """Return who asked it, and the people of the ideas that answer it; each once.

    Those are the authors, those who wrote an idea down for somebody, supporters, helpers and those who commented.
    """
    ideas = Idea.objects.shown().filter(answering__challenge=challenge)
    those = (
        Q(pk__in=ideas.values("author__user"))
        | Q(pk__in=ideas.values("behalf__written_by__user"))
        | Q(pk__in=Support.objects.filter(idea__in=ideas).values("person__user"))
        | Q(pk__in=Pledge.objects.standing().filter(idea__in=ideas).values("person__user"))
        | Q(pk__in=Comment.objects.shown().filter(idea__in=ideas).values("author__user"))
    )
    asked_by = challenge.author.user_id if challenge.author else None
    return User.objects.filter(those | Q(pk=asked_by) if asked_by else those)


def hearers_of(challenge: Challenge) -> QuerySet[User]:
    """Return the people of a question and who asked to hear of it, without those who stopped that."""
    wishes = ChallengeSubscription.objects.filter(challenge=challenge)
    asked = User.objects.filter(asked_for(wishes))
    people = User.objects.filter(Q(pk__in=people_of(challenge).values("pk")) | Q(pk__in=asked.values("pk")))
    return without_stopped(people, wishes)


def closed(challenge: Challenge, times: int) -> Line:
    words = _("This question is closed: %(title)s")
    return Line(words, {"title": Theirs(challenge.title)}, challenge.get_absolute_url(), challenge.lab)


def reported(challenge: Challenge, times: int) -> Line:
    words = _("This came of the question: %(title)s")
    more = challenge.outcome
    return Line(words, {"title": Theirs(challenge.title)}, challenge.get_absolute_url(), challenge.lab, more)
