"""*Keep me posted* at a place, and *Stop*."""

from labs.views.hearing import views
from places.hearing import hearing_of
from places.views.pages import find_place

keep_posted, stop_posting = views(find_place, hearing_of)
