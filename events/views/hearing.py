"""*Keep me posted* at a gathering, and *Stop*."""

from events.hearing import hearing_of
from events.views.found import find_gathering
from labs.views.hearing import views

keep_posted, stop_posting = views(find_gathering, hearing_of)
