"""The Dutch catalogue: collect messages from code and templates, check parts/*.po, compile them to one django.mo.

Works without GNU gettext: Django's templatize() turns a template into calls, and Babel extracts those and our Python.
Each app has its own part; `# library: NAME` above an entry keeps a message of a library.
"""

import io
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages import Message
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser
from django.utils.translation.template import templatize

FUNCTIONS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
KEYWORDS = FUNCTIONS | {f"{name}_lazy": spec for name, spec in FUNCTIONS.items()} | {"gettext_noop": None}
NOT_OURS = {".git", ".venv", "var", "node_modules", "tests", "benchmarks", "migrations"}


class Key(NamedTuple):
    """The identity of a message; as in Django, a plural is found by its singular."""

    context: str | None
    singular: str

    def __str__(self) -> str:
        return f'"{self.singular}"' + (f' (context "{self.context}")' if self.context else "")


class Use(NamedTuple):
    place: str  # file:line
    plural: str | None


class PoEntry(NamedTuple):
    place: str
    message: Message


def uses(root: Path) -> dict[Key, list[Use]]:
    """Return every message under `root`, with each place that uses it."""
    found = defaultdict(list)
    for path in sources(root):
        for line, words, context in words_in(path):
            singular, plural = (words[0], words[1]) if isinstance(words, tuple) else (words, None)
            found[Key(context, singular)].append(Use(f"{path.relative_to(root)}:{line}", plural))
    return found


def sources(root: Path, suffixes: tuple[str, ...] = (".py", ".html", ".txt")) -> Iterator[Path]:
    """Yield our own files under `root` with these suffixes."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(set(folders) - NOT_OURS)
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(suffixes))


def words_in(path: Path) -> Iterator[tuple]:
    """Yield (line, words, context) for each message in a Python file or template."""
    text = path.read_text()
    if path.suffix != ".py":
        # The rest of a template has any indentation, which Python's tokenizer refuses
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    for line, words, _, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        yield line, words, context


class PoFile(Catalog):
    """A .po file that also keeps duplicate entries; Babel merges those silently."""

    def __init__(self, path: Path):
        super().__init__(locale="nl")
        self.path = path
        self.entries: list[PoEntry] = []
        with path.open("rb") as file:
            PoFileParser(self).parse(file)

    def __setitem__(self, id: Any, message: Message) -> None:
        super().__setitem__(id, message)
        if id:
            self.entries.append(PoEntry(f"{self.path.name}:{message.lineno}", message))


def po_entries(parts: Path) -> dict[Key, list[PoEntry]]:
    """Return every entry of every part; more than one for a key is a mistake."""
    found = defaultdict(list)
    for path in sorted(parts.glob("*.po")):
        for entry in PoFile(path).entries:
            found[Key(entry.message.context, forms(entry.message.id)[0])].append(entry)
    return found


def mistakes(said: dict[Key, list[Use]], answered: dict[Key, list[PoEntry]]) -> Iterator[str]:
    """Yield `file:line: mistake` for each message that is missing, fuzzy, doubled, unused, or unlike its original."""
    for key, places in said.items():
        if key not in answered:
            yield f"{places[0].place}: missing {key}"
        elif any(use.plural for use in places) and not answered[key][0].message.pluralizable:
            yield f"{answered[key][0].place}: no plural for {key}"
    for key, entries in answered.items():
        place, message = entries[0]
        for other in entries[1:]:
            yield f"{other.place}: doubled {key}, also at {place}"
        if message.fuzzy:
            yield f"{place}: fuzzy {key}"
        said_as, answer = forms(message.id), forms(message.string)
        if not all(answer):
            yield f"{place}: empty {key}"
        elif placeholders(said_as) != placeholders(answer):
            yield f"{place}: other placeholders than {key}"
        if key not in said and not any(comment.startswith("library:") for comment in message.user_comments):
            yield f"{place}: no longer used {key}"


def forms(words: Any) -> tuple[str, ...]:
    """Return singular and plural, or the only form; "" when the translation is empty."""
    return tuple(words) if isinstance(words, tuple | list) else (words or "",)


def placeholders(words: tuple[str, ...]) -> set[str]:
    """Return the names of placeholders in all forms together, because a singular may omit its number."""
    return {name for form in words for name in re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", form)}


def compile_parts(parts: Path) -> int:
    """Write all parts as one django.mo beside them; return the number of messages."""
    whole = Catalog(locale="nl")
    for entries in po_entries(parts).values():
        message = entries[0].message
        whole.add(message.id, message.string, context=message.context, flags=message.flags)
    target = parts.parent / "django.mo"
    fresh = target.with_name(f"django.mo.{os.getpid()}")
    with fresh.open("wb") as file:
        write_mo(file, whole)
    fresh.replace(target)  # a running server never reads half a file
    return len(whole)


def as_po(key: Key, plural: str | None) -> str:
    """Return an empty entry for `key`, to paste into a part."""
    lines = [f"msgctxt {quoted(key.context)}"] if key.context else []
    lines += [f"msgid {quoted(key.singular)}"]
    lines += [f"msgid_plural {quoted(plural)}", 'msgstr[0] ""', 'msgstr[1] ""'] if plural else ['msgstr ""']
    return "\n".join(lines) + "\n"


def quoted(words: str) -> str:
    return '"' + words.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n") + '"'
