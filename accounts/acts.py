"""Descriptions of acts that wait for sign-in: each app registers those of its own URLs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.functional import Promise

from accounts.intent import Act

Title = Callable[[ResolverMatch], str]
_said: dict[str, tuple[Promise, Title | None]] = {}  # by URL name


@dataclass(frozen=True)
class Told:
    """`words` like "Support an idea"; `title` is the title of that idea, or empty."""

    words: str = ""
    title: str = ""


def say(words: Mapping[str, Promise], title: Title | None = None) -> None:
    """Register what a POST to each of these URLs does, and how to find the title of its object.

    `title` must return nothing that not everybody may read.
    """
    _said.update({name: (does, title) for name, does in words.items()})


def tell(act: Act) -> Told:
    """Return what this act would do; empty when it isn't registered or the URL doesn't exist."""
    try:
        match = resolve(unquote(act.path.partition("?")[0]))
    except Resolver404:
        return Told()
    does, title = _said.get(match.url_name or "", ("", None))
    return Told(str(does), title(match) if title and "pk" in match.kwargs else "")
