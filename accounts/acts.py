"""Descriptions of acts that wait for sign-in: each app registers those of its own URLs."""

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
    """What a POST to the route of this name does; `title` finds what its thing is called."""

    route: str
    does: Promise
    title: Title | None


ACTS: ExtensionPoint[Words] = ExtensionPoint(
    "accounts.acts.ACTS",
    "What a POST to a route does, in words: whoever comes back from signing in is asked whether to do it.",
    key=lambda words: words.route,
)


@dataclass(frozen=True)
class Told:
    """`words` like "Support an idea"; `title` is the title of that idea, or empty."""

    words: str = ""
    title: str = ""


def words(routes: Mapping[str, Promise], title: Title | None = None) -> list[Words]:
    """Say of each of these routes what a POST to it does. `title` must return nothing that not everybody may read."""
    return [Words(route, does, title) for route, does in routes.items()]


def tell(act: Act) -> Told:
    """Return what this act would do; empty when it isn't registered or the URL doesn't exist."""
    try:
        match = resolve(unquote(act.path.partition("?")[0]))
    except Resolver404:
        return Told()
    found = ACTS.find(match.url_name)
    if found is None:
        return Told()
    return Told(str(found.does), found.title(match) if found.title and "pk" in match.kwargs else "")
