"""Names in the log that are hidden in a lab by now."""

from collections.abc import Callable, Collection, Mapping

from common.joins import ExtensionPoint

HIDDEN_NAMES: ExtensionPoint[Callable[[Collection[str]], Mapping[str, Mapping[str, str]]]] = ExtensionPoint(
    "audit.hidden.HIDDEN_NAMES",
    "Which of the pseudonyms with these codes have a name that is hidden: slug of the lab → code → words.",
)


def hidden_names(codes: Collection[str]) -> dict[str, dict[str, str]]:
    """Return what stands for hidden names: slug of the lab → code → words. One query."""
    found: dict[str, dict[str, str]] = {}
    for hidden in HIDDEN_NAMES:
        for slug, words in hidden(codes).items():
            found.setdefault(slug, {}).update(words)
    return found
