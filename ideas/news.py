"""The lines about ideas on the page *Nieuw voor jou*, and the people of an idea. mails.py says who reads what.

They say how it is now, not how it was: a status that changed twice is told once, as it is.
"""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.languages import Theirs
from ideas.models import Comment, Idea, IdeaSubscription, Pledge, StatusChange, Support
from ideas.models.due import is_late
from ideas.models.letters import writing_member
from ideas.words import status_words
from labs.models.subscriptions import asked_for, without_stopped
from labs.posted import Posted
from notifications.subjects import Line, Subject

WORDS = 140  # characters of a text of people


# What the rows are about


def ideas() -> QuerySet[Idea]:
    steps = Prefetch("story", StatusChange.objects.order_by("pk"))
    return Idea.objects.shown().select_related("lab").prefetch_related(steps)


def comments() -> QuerySet[Comment]:
    shown = Comment.objects.shown().filter(idea__is_hidden=False)
    first_ones = Comment.objects.shown().filter(pk=OuterRef("parent"))
    return shown.filter(Q(parent=None) | Exists(first_ones)).select_related("idea__lab", "author__user", "behalf")


def pledges() -> QuerySet[Pledge]:
    return Pledge.objects.standing().filter(idea__is_hidden=False).select_related("idea__lab", "person__user")


SUBJECTS = (
    Subject("ideas.Idea", ideas, "boog", 3),
    Subject("ideas.Comment", comments, "bloem", 5),
    Subject("ideas.Pledge", pledges, "paar", 1),
)

POSTED = Posted(IdeaSubscription, "idea", lambda: Idea.objects.shown().select_related("lab"))


# Whom it concerns


def people_of(idea: Idea) -> QuerySet[User]:
    """Return who hears of an idea, each once: those who take part and didn't stop it, and those who asked to.

    The author (or who wrote it down), and those who help with it, support it or comment on it.
    """
    writer = writing_member(idea)
    supporters = Support.objects.filter(idea=idea).values("person__user")
    helpers = Pledge.objects.standing().filter(idea=idea).values("person__user")
    talkers = Comment.objects.shown().filter(idea=idea).values("author__user")
    wishes = IdeaSubscription.objects.filter(idea=idea)
    those = Q(pk__in=supporters) | Q(pk__in=helpers) | Q(pk__in=talkers) | asked_for(wishes)
    people = User.objects.filter(those | Q(pk=writer.user_id) if writer and writer.user_id else those)
    return without_stopped(people, wishes)


# The lines


def status(idea: Idea, times: int) -> Line:
    said = status_words(idea.status, idea.status_date, idea.status_to)
    words = f"%(title)s: {said[:1].lower()}{said[1:]}".replace("%", "%%").replace("%%(title)s", "%(title)s")
    steps = list(idea.story.all())
    reason = Truncator(steps[-1].reason).chars(WORDS) if steps else ""
    return Line(words, {"title": Theirs(idea.title)}, idea.get_absolute_url(), idea.lab, reason)


def late(idea: Idea, times: int) -> Line:
    words = _("%(title)s: the answer is late")
    if not is_late(idea.answer_due):
        words = _("%(title)s: the answer was late")
    return Line(words, {"title": Theirs(idea.title)}, idea.get_absolute_url(), idea.lab)


def replied(reply: Comment, times: int) -> Line:
    words = ngettext("%(name)s replied to you at %(title)s", "%(n)s replies to you at %(title)s", times)
    facts = {"name": reply.shown_name, "n": times, "title": Theirs(reply.idea.title)}
    return Line(words, facts, reply.get_absolute_url(), reply.idea.lab, Truncator(reply.text).chars(WORDS))


def pledged(pledge: Pledge, times: int) -> Line:
    words = ngettext("%(name)s helps with %(title)s", "%(n)s times help with %(title)s", times)
    facts = {"name": pledge.shown_name, "n": times, "title": Theirs(pledge.idea.title)}
    return Line(words, facts, pledge.idea.get_absolute_url(), pledge.idea.lab, pledge.words)
