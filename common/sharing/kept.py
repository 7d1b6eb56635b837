"""The pictures that were drawn, per process: each once, for all who ask for it at the same moment (decision 0062)."""

import threading
from collections.abc import Callable
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import override

from common.preferences import LANGUAGES
from common.sharing.cards import Card
from common.sharing.drawing import draw
from common.turns import held

MOST_KEPT = 64  # at most 120 KB each

drawn = lru_cache(MOST_KEPT)(draw)
_turn = threading.Lock()  # one picture is drawn at a time; FreeType needs that too


def picture_of(card: Card) -> bytes:
    with held(_turn):
        return drawn(card)


def share_picture(request: HttpRequest, language: str, make_card: Callable[[], Card]) -> HttpResponseBase:
    """Return the picture in that language of a thing that everybody may see; the caller has just checked that.

    Raises Http404 for a language that we don't have.
    """
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        card = make_card()
    response = HttpResponse(
        content_type="image/jpeg",
        headers={
            "ETag": f'"{card.version}"',
            "Cache-Control": "public, no-cache",
            "X-Content-Type-Options": "nosniff",
        },
    )
    answer = get_conditional_response(request, etag=response["ETag"], response=response) or response
    if answer is response:
        response.content = picture_of(card)
    return answer
