"""*Keep me posted* at an idea, and *Stop*."""

from ideas.hearing import hearing_of
from ideas.views.found import find_idea
from labs.views.hearing import views

keep_posted, stop_posting = views(find_idea, hearing_of)
