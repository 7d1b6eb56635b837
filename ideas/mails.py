"""The readers and mails of the notices about ideas and comments (models/letters.py). The worker writes the mails.

The reader is the author, or the person who wrote it down, and never the person who did it; helpers are told that an
idea is withdrawn. What a moderator did is always told; nothing else is told about what is hidden or removed when the
mail is written.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from common.http import address_of, origin
from common.joins import ExtensionPoint
from ideas import news as lines
from ideas.models import Comment, Idea, IdeaPhoto, IdeaSubscription, PhotoHiding, Pledge, Status, StatusChange
from ideas.models.due import is_late
from ideas.models.letters import writing_member
from labs.models import Membership
from labs.models.moderation import page_for_writer
from labs.models.subscriptions import without_stopped
from notifications.groups import ANSWERS, IDEAS, REPLIES
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, OnPage, Readers

AT_WORK: ExtensionPoint[Callable[[Idea], QuerySet[User]]] = ExtensionPoint(
    "ideas.mails.AT_WORK",
    "Who works on the answer about an idea: a higher app tells them that it is late, so the idea doesn't.",
)


class News(NamedTuple):
    """What was done to `thing`, by whom, and the values for the template."""

    thing: Idea | Comment
    by: Membership | None
    words: dict[str, Any]


# Reading a notice: its idea or comment, as it is now


def idea_of(notice: Notice) -> Idea | None:
    ideas = Idea.objects.select_related("lab", "author__user", "behalf__written_by__user")
    return ideas.filter(pk=notice.about_id).first()


def shown_idea_of(notice: Notice) -> Idea | None:
    idea = idea_of(notice)
    return None if idea is None or idea.is_hidden else idea


def comment_of(pk: int) -> Comment | None:
    comments = Comment.objects.select_related("idea__lab", "author__user", "behalf__written_by__user")
    return comments.filter(pk=pk).first()


def thing_of(notice: Notice) -> Idea | Comment | None:
    is_comment = notice.about_kind == Comment._meta.label
    return comment_of(notice.about_id) if is_comment else idea_of(notice)


def hidden(notice: Notice) -> News | None:
    """Return the news also if it was restored since: another notice tells that."""
    thing = thing_of(notice)
    hiding = thing.hidings.select_related("by__user").filter(pk=notice.facts["hiding"]).first() if thing else None
    if thing is None or hiding is None:
        return None
    name = hiding.by.name if hiding.by else ""
    words = {"hiding": hiding, "moderator": name, "words": text_of(thing), "decision": page_for_writer(thing)}
    return News(thing, hiding.by, words)


def restored(notice: Notice) -> News | None:
    """Return the news also if it was hidden again since: another notice tells that."""
    thing = thing_of(notice)
    hidings = thing.hidings.select_related("restored_by__user") if thing else None
    hiding = hidings.filter(pk=notice.facts["hiding"]).first() if hidings is not None else None
    if thing is None or hiding is None:
        return None
    name = hiding.restored_by.name if hiding.restored_by else ""
    return News(thing, hiding.restored_by, {"why": hiding.restored_why, "moderator": name})


def photo_hiding(notice: Notice) -> PhotoHiding | None:
    hidings = PhotoHiding.objects.select_related("by__user", "restored_by__user")
    return hidings.filter(pk=notice.facts["hiding"], idea=notice.about_id).first()


def photo_hidden(notice: Notice) -> News | None:
    """Return the news also if it was restored since: another notice tells that."""
    idea, hiding = idea_of(notice), photo_hiding(notice)
    if idea is None or hiding is None:
        return None
    name = hiding.by.name if hiding.by else ""
    words = {"hiding": hiding, "moderator": name, "decision": page_for_writer(IdeaPhoto(idea))}
    return News(idea, hiding.by, words)


def photo_restored(notice: Notice) -> News | None:
    """Return the news also if it was hidden again since: another notice tells that."""
    idea, hiding = idea_of(notice), photo_hiding(notice)
    if idea is None or hiding is None:
        return None
    name = hiding.restored_by.name if hiding.restored_by else ""
    return News(idea, hiding.restored_by, {"why": hiding.restored_why, "moderator": name})


def status_changed(notice: Notice) -> News | None:
    idea = shown_idea_of(notice)
    steps = StatusChange.objects.select_related("by__user").filter(pk=notice.facts["step"], idea=idea)
    step = steps.first() if idea else None
    if idea is None or step is None:
        return None
    step.idea = idea
    return News(idea, step.by, {"step": step})


def withdrawn(notice: Notice) -> News | None:
    """Return the news with its last status: a withdrawn idea gets no other. None if it is hidden or removed."""
    idea = shown_idea_of(notice)
    step = idea.story.select_related("by__user").filter(status=Status.WITHDRAWN).last() if idea else None
    return News(idea, step.by, {"step": step}) if idea and step else None


def late(notice: Notice) -> News | None:
    """Return None if it got an answer or a later date since."""
    idea = shown_idea_of(notice)
    return News(idea, None, {}) if idea and is_late(idea.answer_due) else None


def pledged(notice: Notice) -> News | None:
    """Return the news about a pledge; None if it was taken back since."""
    idea = shown_idea_of(notice)
    pledges = Pledge.objects.standing().select_related("person__user")
    pledge = pledges.filter(pk=notice.facts["pledge"], idea=idea).first() if idea else None
    if idea is None or pledge is None:
        return None
    pledge.idea = idea
    return News(idea, pledge.person, {"pledge": pledge})


def answered(notice: Notice) -> News | None:
    """Return the news about a reply to a comment; None if one of them or the idea is hidden or removed."""
    answer = comment_of(notice.about_id)
    comment = comment_of(answer.parent_id) if answer and answer.parent_id else None
    if answer is None or comment is None:
        return None
    if comment.idea.is_hidden or not comment.is_shown or not answer.is_shown:
        return None
    by = Membership.objects.filter(pk=notice.facts["by"]).first()
    return News(comment, by, {"answer": answer, "link": address_of(answer)})


def commented(notice: Notice) -> News | None:
    """Return the news about a comment; None if it, the comment above it or the idea is hidden or removed."""
    comment = lines.comments().filter(pk=notice.about_id).first()
    if comment is None:
        return None
    by = Membership.objects.filter(pk=notice.facts["by"]).first()
    return News(comment, by, {})


def text_of(thing: Idea | Comment) -> str:
    if isinstance(thing, Comment):
        return thing.text
    return "\n\n".join(filter(None, [thing.title, thing.opportunity]))


# Telling


def reader(news: News) -> QuerySet[User]:
    member = writing_member(news.thing)
    if member is None or member.user_id is None or member == news.by:
        return User.objects.none()
    return User.objects.filter(pk=member.user_id)


def listening_reader(news: News) -> QuerySet[User]:
    """Return the reader, unless they stopped hearing of this idea."""
    return without_stopped(reader(news), IdeaSubscription.objects.filter(idea=idea_in(news)))


def helpers(news: News) -> QuerySet[User]:
    """Return the people who still bring something and didn't stop hearing of it, each once, without the author."""
    pledges = Pledge.objects.standing().filter(idea=news.thing.pk)
    others = pledges.exclude(person=news.by) if news.by else pledges
    people = User.objects.filter(memberships__pledges__in=others).distinct()
    return without_stopped(people, IdeaSubscription.objects.filter(idea=idea_in(news)))


def others(news: News) -> QuerySet[User]:
    """Return the people of an idea, except the account that did it."""
    assert isinstance(news.thing, Idea)
    people = lines.people_of(news.thing)
    return people.exclude(pk=news.by.user_id) if news.by and news.by.user_id else people


def hearers_of_comment(news: News) -> QuerySet[User]:
    """Return who hears of a comment, without who wrote it, and without whom it replies to: `answered` tells them."""
    comment = news.thing
    assert isinstance(comment, Comment)
    above = writing_member(comment.parent) if comment.parent else None
    knows = {member.user_id for member in (news.by, comment.author, above) if member and member.user_id}
    return lines.hearers_of_comment(comment).exclude(pk__in=knows)


def others_of_late(news: News) -> QuerySet[User]:
    """Return them without who works on the answer."""
    assert isinstance(news.thing, Idea)
    people = others(news)
    for at_work in AT_WORK:
        people = people.exclude(pk__in=at_work(news.thing).values("pk"))
    return people


def others_of_step(news: News) -> QuerySet[User]:
    """Return them without the helpers of a withdrawn idea: these are told that their help is no longer needed."""
    is_withdrawn = news.words["step"].status == Status.WITHDRAWN
    return others(news).exclude(pk__in=helpers(news).values("pk")) if is_withdrawn else others(news)


def thing(news: News) -> Idea | Comment:
    return news.thing


def idea_in(news: News) -> Idea:
    return news.thing.idea if isinstance(news.thing, Comment) else news.thing


def to_reader(template: str, news: News, user: User) -> OutgoingMail | None:
    thing, idea = news.thing, idea_in(news)
    behalf = getattr(thing, "behalf", None)
    facts = {
        "reader": user.name,
        "lab": idea.lab,
        "idea": idea,
        "is_comment": thing is not idea,
        "for_other": behalf.shown_name if behalf and thing.author_id is None else "",
        "address": address_of(thing),
        "origin": origin(),
    }
    return mail_to(user, template, facts | news.words)


def to_helper(template: str, news: News, user: User) -> OutgoingMail | None:
    offered = list(Pledge.objects.standing().filter(idea=news.thing.pk, person__user=user))
    return to_reader(template, news._replace(words=news.words | {"offered": offered}), user)


def kind(name: str, template: str, read: Callable[[Notice], News | None]) -> Kind[News]:
    return Kind(name, read, (Readers(reader, partial(to_reader, template)),))


PLEDGED = OnPage(
    listening_reader, lambda news: news.words["pledge"], lines.pledged, joins=lambda pledge: pledge.idea_id
)
REPLIED = OnPage(
    listening_reader, lambda news: news.words["answer"], lines.replied, joins=lambda reply: reply.parent_id
)
COMMENTED = OnPage(hearers_of_comment, thing, lines.commented, joins=lambda comment: comment.idea_id)
KINDS = (
    kind("hidden", "ideas/care_mail_hidden.txt", hidden),
    kind("restored", "ideas/care_mail_restored.txt", restored),
    kind("photo_hidden", "ideas/care_mail_photo_hidden.txt", photo_hidden),
    kind("photo_restored", "ideas/care_mail_photo_restored.txt", photo_restored),
    Kind("status_changed", status_changed, page=OnPage(others_of_step, thing, lines.status), group=IDEAS),
    Kind("late", late, page=OnPage(others_of_late, thing, lines.late), group=ANSWERS),
    Kind(
        "idea_withdrawn",
        withdrawn,
        (Readers(helpers, partial(to_helper, "ideas/mail_withdrawn.txt")),),
        OnPage(helpers, thing, lines.status),
        while_shown=True,
    ),
    Kind("pledged", pledged, page=PLEDGED, group=REPLIES),
    Kind("answered", answered, page=REPLIED, group=REPLIES),
    Kind("commented", commented, page=COMMENTED, group=REPLIES),
)
