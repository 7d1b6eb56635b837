"""Leafing: to a page that is there."""

from typing import Any

from django.core.paginator import Page, Paginator


class Pages(Paginator):
    """A number before the first page leads to the first, as one beyond the last leads to the last."""

    def get_page(self, number: Any) -> Page:
        try:
            number = max(1, int(number))
        except (TypeError, ValueError):
            pass  # no number: Django gives the first
        return super().get_page(number)
