"""What an act does that waits for someone to sign in, and to what: each app says it of its own routes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.functional import Promise

from accounts.intent import Act

Title = Callable[[ResolverMatch], str]
_said: dict[str, tuple[Promise, Title | None]] = {}  # by the name of the route


@dataclass(frozen=True)
class Told:
    """`words` like "Support an idea"; `title` is what that idea is called, or nothing."""

    words: str = ""
    title: str = ""


def say(words: Mapping[str, Promise], title: Title | None = None) -> None:
    """Declare what a POST to each of these routes does, and how to find what its thing is called.

    `title` says nothing of what not everybody may read.
    """
    _said.update({name: (does, title) for name, does in words.items()})


def tell(act: Act) -> Told:
    """What this act would do: nothing when nobody said it, or nothing answers there."""
    try:
        match = resolve(unquote(act.path.partition("?")[0]))
    except Resolver404:
        return Told()
    does, title = _said.get(match.url_name or "", ("", None))
    return Told(str(does), title(match) if title and "pk" in match.kwargs else "")
