"""The page *Nieuw voor jou*: what a person was told, in all labs; and what they want mail about."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.around import stay_at
from accounts.decorators import PersonRequest, signed_in
from accounts.intent import back_to, local_path
from common.paging import NearestPaginator, nearest
from notifications.forms import ReadForm, WishesForm
from notifications.models import choose, inbox_of
from notifications.rows import rows_of

PER_PAGE = 25


@never_cache
@require_safe
@signed_in
def news(request: PersonRequest) -> HttpResponse:
    """List what is new, newest first. The same queries for any number of rows, some more for each kind of thing."""
    stay_at(request, local_path(request, request.GET.get("next", "")))
    inbox = inbox_of(request.user)
    paginator = NearestPaginator(inbox.news.shown().rows(), PER_PAGE)
    page = paginator.get_page(request.GET.get("pagina"))
    if elsewhere := nearest(request, page):
        return elsewhere
    context = {"page": page, "rows": rows_of(page.object_list), "unread": inbox.unread}
    return render(request, "notifications/news.html", context)


@require_POST
@signed_in
def news_read(request: PersonRequest) -> HttpResponse:
    """Mark one row as read, or everything up to what was on the screen. Again: nothing happens."""
    form = ReadForm(request.POST)
    if form.is_valid():
        form.read(inbox_of(request.user))
    return back_to(request, reverse("news"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def news_wishes(request: PersonRequest) -> HttpResponse:
    """Choose for each group whether there is a mail at once, once a day, or not."""
    form = WishesForm(request.user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "notifications/wishes.html", {"form": form}, status=422 if form.is_bound else 200)
    choose(request.user, form.wishes())
    messages.success(request, _("Saved. It applies from now on."))
    return redirect("news_wishes")
