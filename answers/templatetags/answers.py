"""Template tags for answers. `{% load answers %}`"""

from typing import NamedTuple

from django import template
from django.utils.translation import gettext, ngettext

from answers import rules, topics
from answers.models import Answer, Clarity, Terms, Version
from answers.models.answer import asked_before
from common import clock
from ideas.models import Idea, Status
from ideas.words import FIGURES_FROM
from labs.models import Membership, Visitor

register = template.Library()


class Shown(NamedTuple):
    """The last answer about an idea, for its page: without one `answer` is None. `channel`: for official decisions.

    `earlier`: the last one that was given, if `answer` is a later one that is owed or closed.
    """

    answer: Answer | None
    revision: int
    channel: str = ""
    earlier: Answer | None = None

    @property
    def stand(self) -> str:
        """A text that another step gives another value: owed, given, corrected, closed, or in other hands."""
        answer, version = self.answer, self.clear_version
        if answer is None:
            return "0"
        state = answer.care_seen if answer.is_owed else "given" if answer.given_at else "closed"
        return f"{answer.pk}-{state}-{version.pk if version else 0}"

    @property
    def clear_version(self) -> Version | None:
        """The words of which readers say whether they are clear: those of the last answer that was given."""
        given = self.earlier or self.answer
        return given.last_version if given else None


@register.simple_tag
def answer_of(idea: Idea) -> Shown:
    """Load the last answer. One query for an idea that never had one."""
    revision = topics.revision_of(idea)
    if not revision:
        return Shown(None, 0)
    answer = idea.answers.with_words().first()
    if answer is None:
        return Shown(None, revision)
    answer.idea = idea
    earlier = None if answer.given_at else idea.answers.with_words().filter(given_at__isnull=False).first()
    if earlier:
        earlier.idea = idea
    channel = Terms.objects.of(idea.lab).channel if answer.given_at or earlier else ""
    return Shown(answer, revision, channel, earlier)


@register.simple_tag
def may_say(member: Membership | Visitor, idea: Idea) -> dict[str, bool]:
    """Return what this member may do about answers; the same rules check each request.

    One query for who may ask, two for an author.
    """
    may_ask = rules.can_ask(member, idea)
    if may_ask and isinstance(member, Membership) and rules.asks_once(member, idea):
        may_ask = not asked_before(idea, member)
    return {
        "ask": may_ask,
        "asks_again": may_ask and idea.answers.exists(),
        "promise": rules.can_promise(member, idea),
        "speak": rules.can_speak(member, idea),
        "forward": rules.can_forward(member, idea),
    }


@register.simple_tag
def owed_for(member: Membership | Visitor, idea: Idea) -> Answer | None:
    """Return the answer that this member may pick up or pass on. No query for anybody else."""
    if not rules.can_pick_up(member, idea):
        return None
    answer = idea.answers.owed().first()
    if answer:
        answer.idea = idea
    return answer


class Clear(NamedTuple):
    """Whether this member may say that an answer is clear, or ask about it, and what they said."""

    version: Version | None = None
    mine: Clarity | None = None
    may_say: bool = False
    may_ask: bool = False
    waiting: int = 0  # questions, for who may reply


@register.simple_tag
def clear_of(member: Membership | Visitor, idea: Idea) -> Clear:
    """Load what this member said of the last answer. One query without an answer, two or three with one.

    They may say it too of the answer that comes while the page is open.
    """
    if idea.is_hidden or idea.status == Status.WITHDRAWN:
        return Clear()
    may_say = not member.is_person or rules.can_say_clear(member, idea)
    talks = not idea.talk_closed_at and (idea.is_open or idea.takes_comments(clock.now()))
    may_ask = may_say and talks
    version = Version.objects.filter(answer__idea=idea).order_by("-pk").first()
    if version is None:
        return Clear(may_say=may_say, may_ask=may_ask)
    mine = version.clarities.filter(person=member.pk).first() if member.pk else None
    waiting = 0
    if rules.can_speak(member, idea):
        waiting = Clarity.objects.waiting().filter(version__answer__idea=idea).count()
    return Clear(version, mine, may_say, may_ask, waiting)


@register.simple_tag
def share_words(version: Version) -> str:
    """To how many the answer is clear, in words below five. `version` comes from `with_words`."""
    said = getattr(version, "said_count", 0)
    if not said:
        return ""
    if said < FIGURES_FROM:
        return gettext("A few people said whether this answer is clear.")
    clear = getattr(version, "clear_count", 0)
    words = ngettext(
        "%(clear)s of %(n)s people finds this answer clear.",
        "%(clear)s of %(n)s people find this answer clear.",
        clear,
    )
    return words % {"clear": clear, "n": said}
