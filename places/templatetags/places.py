"""Template filters for the words of a place. `{% load places %}`"""

from datetime import date

from django import template

from common import time_words
from places import words
from places.models import Place

register = template.Library()
register.filter("stands", words.stands_words)
register.filter("room_words", words.room_words)
register.simple_tag(time_words.wall_words, name="wall_times")


@register.filter
def address_on(place: Place, day: date) -> str:
    return place.address_on(day)
