"""The lines about places on the page *Nieuw voor jou*: where it is now, and when it is open."""

from django.utils.translation import gettext as _

from common import clock
from common.languages import Theirs
from common.times import day_of
from labs.posted import Posted
from notifications.subjects import Line, Subject
from places.models import Place, PlaceSubscription
from places.models.place import PlaceQuerySet
from places.words import open_words, stands_words


def places() -> PlaceQuerySet:
    return Place.objects.with_hours()


SUBJECTS = (Subject("places.Place", places, "huis", 2),)
POSTED = Posted(
    PlaceSubscription,
    "place",
    lambda: Place.objects.select_related("lab"),
    may_ask=lambda place: not place.is_closed,
)


def altered(place: Place, times: int) -> Line:
    now, facts = clock.now(), {"place": Theirs(place.name)}
    if place.is_closed:
        return Line(_("The lab no longer uses %(place)s"), facts, place.get_absolute_url(), place.lab)
    words, where = _("%(place)s has another place or other hours"), stands_words(place, day_of(now))
    return Line(words, facts, place.get_absolute_url(), place.lab, remark=open_words(place, now), more=where)
