"""*Keep me posted* at a question, and *Stop*."""

from challenges.hearing import hearing_of
from challenges.views.found import find_challenge
from labs.views.hearing import views

keep_posted, stop_posting = views(find_challenge, hearing_of)
