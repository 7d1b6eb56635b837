"""*Keep me posted* and *Stop*, for the things of any app. Signed-out visitors sign in first; then it is done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.intent import back_to, start_with
from common.http import View, by_method, wants_part
from common.rate_limits import TooOften, charge
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required, while_paused
from labs.hearing import Hearing, hearing_of_lab, told_words

type Find = Callable[..., Any]  # (request, **kwargs of the URL): the thing, if this person may see it; else Http404
type Hears = Callable[[LabRequest, Any], Hearing]


def views(find: Find, hearing_of: Hears) -> tuple[View, View]:
    """Return the views of the two addresses of a thing: `op-de-hoogte/` and `op-de-hoogte/stop/`."""

    @lab_page
    def start(request: LabRequest, **kwargs: Any) -> HttpResponse:
        """Start the sign-in: the link of signed-out pages leads here."""
        thing = find(request, **kwargs)
        url = hearing_of(request, thing).url
        if request.user.is_authenticated:
            return redirect(url)
        return start_with(request, request.path, {}, back=url)

    @lab_page
    def back(request: LabRequest, **kwargs: Any) -> HttpResponse:
        return redirect(hearing_of(request, find(request, **kwargs)).url)

    @member_required
    def ask(request: MemberRequest, **kwargs: Any) -> HttpResponse:
        thing = find(request, **kwargs)
        if not hearing_of(request, thing).may_ask:
            raise PermissionDenied
        return press(request, thing, thing.keep_posted)

    @member_required
    @while_paused
    def stop(request: MemberRequest, **kwargs: Any) -> HttpResponse:
        thing = find(request, **kwargs)
        return press(request, thing, thing.stop_posting)

    def press(request: MemberRequest, thing: Any, verb: Callable[..., bool]) -> HttpResponse:
        try:
            with transaction.atomic():
                if verb(request.member):
                    charge("support", request.member.pk)
        except TooOften:
            return render(request, "labs/too_often.html", {"url": hearing_of(request, thing).url}, status=429)
        return answer(request, hearing_of(request, thing))

    return by_method(GET=start, POST=ask, DELETE=stop), by_method(GET=back, POST=stop)


def answer(request: LabRequest, hearing: Hearing) -> HttpResponse:
    """Return the button for the script; the page with it for a browser."""
    if wants_part(request):
        return render(request, "labs/_hearing.html", {"hearing": hearing})
    messages.success(request, told_words(hearing), f"hear-{hearing.key}")
    return back_to(request, hearing.url, f"#hear-{hearing.key}")


def the_lab(request: LabRequest) -> Any:
    return request.lab


lab_keep_posted, lab_stop_posting = views(the_lab, hearing_of_lab)
