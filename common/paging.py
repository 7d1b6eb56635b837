"""Pagination that always shows an existing page."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import number_format
from django.utils.functional import cached_property


class NearestPaginator(Paginator):
    """Shows page 1 for numbers below 1; Django itself shows the last page for numbers above the last."""

    def get_page(self, number: Any) -> Page:
        try:
            number = max(1, int(number))
        except (TypeError, ValueError):
            pass  # not a number: Django returns page 1
        return super().get_page(number)


class BoundedPaginator(NearestPaginator):
    """A paginator that counts at most `most` rows, because counting more takes longer than showing them.

    `counted`: the number of rows, or `most` + 1 when there are more, if the caller counted them already.
    """

    def __init__(self, found: Any, per_page: int, most: int, counted: int | None = None) -> None:
        super().__init__(found, per_page)
        self._found, self.most, self._counted = found, most, counted

    @cached_property
    def counted(self) -> int:
        """Return the number of rows, or `most` + 1 when there are more."""
        if self._counted is not None:
            return self._counted
        return self._found.order_by()[: self.most + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, self.most)

    def page(self, number: Any) -> Page:
        """Return a full page even if more rows exist than were counted: an idea that came since hides no other."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return Page(self.object_list[start : start + self.per_page], number, self)

    @property
    def are_more(self) -> bool:
        return self.counted > self.most

    @property
    def most_words(self) -> str:
        return number_format(self.most, force_grouping=True)


def nearest(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Redirect a page number that does not exist to the page that is shown instead; ignore what isn't a number."""
    try:
        asked = int(request.GET.get("pagina", ""))
    except ValueError:
        return None
    if asked == page.number:
        return None
    query = request.GET.copy()
    query["pagina"] = str(page.number)
    return redirect(f"{request.path}?{query.urlencode()}")
