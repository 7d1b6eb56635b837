"""The readers of the notices about places (models/letters.py)."""

from typing import NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from labs.models.subscriptions import asked_for
from notifications.groups import POSTED
from notifications.models import Notice
from notifications.notices import Kind, OnPage
from places import news as lines
from places.models import Place, PlaceSubscription


class News(NamedTuple):
    place: Place
    by: int | None  # the membership of who did it


def altered(notice: Notice) -> News | None:
    place = lines.places().filter(pk=notice.about_id).first()
    return News(place, notice.facts["by"]) if place else None


def followers(news: News) -> QuerySet[User]:
    people = User.objects.filter(asked_for(PlaceSubscription.objects.filter(place=news.place)))
    return people.exclude(memberships=news.by) if news.by else people


KINDS = (Kind("place_altered", altered, page=OnPage(followers, lambda news: news.place, lines.altered), group=POSTED),)
