"""Descriptions of the acts that wait for sign-in. Each app registers the acts at its own URLs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.functional import Promise

from accounts.intent import Act
from common.joins import ExtensionPoint

Title = Callable[[ResolverMatch], str]


class Words(NamedTuple):
    """The description of a POST to one route. `title` returns the title of the thing that the URL names."""

    route: str
    does: Promise
    title: Title | None


ACTS: ExtensionPoint[Words] = ExtensionPoint(
    "accounts.acts.ACTS",
    "The description of a POST to each route: after sign-in a page asks the person whether to do it.",
    key=lambda words: words.route,
)


@dataclass(frozen=True)
class Description:
    """The description of one act: `words` like "Support an idea", and the `title` of that idea, or empty."""

    words: str = ""
    title: str = ""


def words(routes: Mapping[str, Promise], title: Title | None = None) -> list[Words]:
    """Return one description per route, of a POST to it. An app joins ACTS with them.

    `title` must return only what everybody may read.
    """
    return [Words(route, does, title) for route, does in routes.items()]


def describe(act: Act) -> Description:
    """Return the description of this act; empty when its route isn't registered or its URL doesn't exist."""
    try:
        match = resolve(unquote(act.path.partition("?")[0]))
    except Resolver404:
        return Description()
    found = ACTS.find(match.url_name)
    if found is None:
        return Description()
    return Description(str(found.does), found.title(match) if found.title and "pk" in match.kwargs else "")
