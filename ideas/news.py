"""The lines about ideas on the page *Nieuw voor jou*, and the people of an idea. mails.py says who reads what.

They say how it is now, not how it was: a status that changed twice is told once, as it is.
"""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.languages import Theirs
from ideas.hearing import may_ask
from ideas.models import Comment, Idea, IdeaSubscription, Pledge, StatusChange, Support
from ideas.models.due import is_late
from ideas.models.letters import writing_member
from ideas.words import status_words
from labs.models import Voice
from labs.models.subscriptions import asked_for, without_stopped
from labs.posted import Posted
from notifications.subjects import Line, Subject

# What the rows are about


def ideas() -> QuerySet[Idea]:
    steps = Prefetch("story", StatusChange.objects.select_related("by__user").order_by("pk"))
    return Idea.objects.shown().select_related("lab", "behalf__written_by").prefetch_related(steps)


def comments() -> QuerySet[Comment]:
    shown = Comment.objects.shown().filter(idea__is_hidden=False)
    first_ones = Comment.objects.shown().filter(pk=OuterRef("parent"))
    related = ("idea__lab", "idea__behalf__written_by", "author__user", "behalf", "parent__behalf__written_by")
    return shown.filter(Q(parent=None) | Exists(first_ones)).select_related(*related)


def pledges() -> QuerySet[Pledge]:
    shown = Pledge.objects.standing().filter(idea__is_hidden=False)
    return shown.select_related("idea__lab", "idea__behalf__written_by", "person__user")


SUBJECTS = (
    Subject("ideas.Idea", ideas, "boog", 3),
    Subject("ideas.Comment", comments, "bloem", 5, lambda comment: comment.idea),
    Subject("ideas.Pledge", pledges, "paar", 1, lambda pledge: pledge.idea),
)

POSTED = Posted(IdeaSubscription, "idea", lambda: Idea.objects.shown().select_related("lab"), may_ask=may_ask)


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


def hearers_of_comment(comment: Comment) -> QuerySet[User]:
    """Return who hears of a comment, each once, except who stopped it.

    The author of the idea (or who wrote it down), those who help with it and those who asked to be kept posted; of a
    reply also those who replied to the same comment. Supporters and others who commented do not: in a busy
    conversation that is a row a day about what they left.
    """
    writer = writing_member(comment.idea)
    wishes = IdeaSubscription.objects.filter(idea=comment.idea_id)
    helpers = Pledge.objects.standing().filter(idea=comment.idea_id).values("person__user")
    those = Q(pk__in=helpers) | asked_for(wishes)
    if comment.parent_id:
        replies = Comment.objects.shown().filter(parent=comment.parent_id)
        those |= Q(pk__in=replies.values("author__user"))
    if writer and writer.user_id:
        those |= Q(pk=writer.user_id)
    return without_stopped(User.objects.filter(those), wishes)


# The lines


def of_writer(line: Line, thing: Idea | Comment) -> Line:
    """Let who wrote this thing down for somebody else pass it on."""
    behalf = getattr(thing, "behalf", None)
    if behalf is None or thing.author_id is not None or behalf.written_by is None:
        return line
    return line._replace(written_by=behalf.written_by.user_id, for_other=behalf.shown_name)


def with_role(name: str, voice: Voice) -> str:
    return f"{name} ({voice.words})"


def status(idea: Idea, times: int) -> Line:
    said = status_words(idea.status, idea.status_date, idea.status_to)
    words = f"%(title)s: {said[:1].lower()}{said[1:]}".replace("%", "%%").replace("%%(title)s", "%(title)s")
    steps = list(idea.story.all())
    line = Line(words, {"title": Theirs(idea.title)}, idea.get_absolute_url(), idea.lab)
    if not steps:
        return line
    last = steps[-1]
    by = with_role(last.by.name, last.voice) if last.by else ""
    return of_writer(line, idea)._replace(more=last.reason, next_step=last.next_step, by=by)


def late(idea: Idea, times: int) -> Line:
    words = _("%(title)s: the answer is late")
    if not is_late(idea.answer_due):
        words = _("%(title)s: the answer was late")
    return Line(words, {"title": Theirs(idea.title)}, idea.get_absolute_url(), idea.lab)


def replied(reply: Comment, times: int) -> Line:
    words = ngettext("%(name)s replied to you at %(title)s", "%(n)s replies to you at %(title)s", times)
    facts = {"name": reply.shown_name, "n": times, "title": Theirs(reply.idea.title)}
    line = Line(words, facts, reply.get_absolute_url(), reply.idea.lab, reply.text)
    line = line._replace(by=with_role(reply.shown_name, reply.voice))
    return of_writer(line, reply.parent) if reply.parent else line


def commented(comment: Comment, times: int) -> Line:
    words = ngettext("%(name)s commented on %(title)s", "%(n)s comments on %(title)s", times)
    facts = {"name": comment.shown_name, "n": times, "title": Theirs(comment.idea.title)}
    line = Line(words, facts, comment.get_absolute_url(), comment.idea.lab, comment.text)
    return of_writer(line, comment.idea)._replace(by=with_role(comment.shown_name, comment.voice))


def pledged(pledge: Pledge, times: int) -> Line:
    words = ngettext("%(name)s helps with %(title)s", "%(n)s times help with %(title)s", times)
    facts = {"name": pledge.shown_name, "n": times, "title": Theirs(pledge.idea.title)}
    line = Line(words, facts, pledge.idea.get_absolute_url() + "#help", pledge.idea.lab, pledge.words)
    return of_writer(line, pledge.idea)._replace(by=with_role(pledge.shown_name, pledge.voice))
