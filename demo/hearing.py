"""What people of an example lab want to hear: mails, and what they follow or stopped, with their own verbs."""

from typing import Any

from demo import shapes
from demo.people import People
from labs.models import Lab
from labs.models.subscriptions import keep_posted, stop_posting
from notifications.groups import Mail
from notifications.models.wish import Wish, choose


def build(content: shapes.Lab, lab: Lab) -> None:
    """Store each wish that isn't there yet; one that somebody changed since stays."""
    people = People(lab) if content.wishes else None
    for told in content.wishes:
        assert people
        member = people.member(told.by)
        if told.mails and member.user and not _has_chosen(member.user):
            choose(member.user, {group: Mail(mail) for group, mail in told.mails.items()})
        for wish, titles in ((keep_posted, told.follows), (stop_posting, told.stopped)):
            for title in titles:
                thing = _thing(lab, title)
                if not thing.subscriptions.filter(person=member).exists():
                    wish(thing, member)


def _has_chosen(user: Any) -> bool:
    return Wish.objects.filter(inbox=user.pk).exists()


def _thing(lab: Lab, title: str) -> Any:
    """Return what has this title in the lab: an idea, a question, a gathering, a place; "" is the lab itself."""
    if not title:
        return lab
    titled = [(things, "title") for things in (lab.ideas, lab.challenges, lab.gatherings)]
    for things, name in [*titled, (lab.places, "name")]:
        if found := things.filter(**{name: title}).order_by("pk").first():
            return found
    raise ValueError(f"{lab.slug} has no {title!r}")
