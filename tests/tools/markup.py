"""Format templates: one element per line, indented, under 100 characters. `python -m tests.tools.markup [--check]`

It uses the meaning of a line break here (common/line_breaks.py): the page stays the same, character by character
outside of tags. Elements within a text stay in their sentence; a short element stays on one line.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from common.line_breaks import SPACE

TEMPLATES = Path(__file__).parents[2] / "templates"
WIDTH = 99
STEP = "  "

SAYS = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"  # Django's syntax
BLOCKTRANSLATE = r"\{% blocktranslate .*?\{% endblocktranslate %\}"
REST = rf'(?:{SAYS}|"(?:{SAYS}|[^"])*"|[^>"])*'  # the rest of an opening tag
TOKEN = re.compile(
    rf"(?P<comment>\{{#.*?#\}})"
    rf"|(?P<words>{BLOCKTRANSLATE})"
    rf"|(?P<typed><(?:textarea|pre)\b{REST}>.*?</(?:textarea|pre)>)"
    rf"|(?P<tag>\{{%.*?%\}})"
    rf"|(?P<end></[\w-]+>)"
    rf"|(?P<html><[!a-zA-Z]{REST}>)"
    rf"|(?P<gap>\s+)"
    rf"|(?P<text>(?:\{{\{{.*?\}}\}}|[^\s<{{]|\{{(?![{{%#]))+)",
    re.DOTALL,
)
ATOM = re.compile(rf'(?P<says>{SAYS})|"(?:{SAYS}|[^"])*"|(?P<gap>\s+)|[^\s"{{]+|\{{', re.DOTALL)
SENTENCE = re.compile(r"(\{% blocktranslate .*?%\})(.*)(\{% endblocktranslate %\})", re.DOTALL)
TRANSLATE = re.compile(r'\{% translate "([^"|%{]*)"( context "[^"]*")?(?: as (\w+))? %\}')
WORD = re.compile(r"(?:<[^>]*>|\{\{.*?\}\}|[^\s<{])+")
VOID = set("!doctype area base br col embed hr img input link meta source track wbr".split())
IN_WORDS = set("a abbr b bdi br button cite code em i input label small span strong sub sup svg time".split())
FORKS = {"if": ("else", "elif"), "for": ("empty",), "with": (), "block": (), "partialdef": ()}
BETWEEN = {"else", "elif", "empty"}


class Unpaired(Exception):
    pass


@dataclass
class Part:
    """What is between two tags of a node: {% if %} has one Part per branch."""

    opening: str
    inside: list["Node"] = field(default_factory=list)
    gap: str = ""  # before its end


@dataclass
class Node:
    kind: str  # comment, words, typed, tag, text, html (an element), fork ({% if %} … {% endif %})
    raw: str
    gap: str = ""  # before it: "" or " ", both to be kept, or a line break
    name: str = ""
    parts: list[Part] = field(default_factory=list)
    end: str = ""

    @property
    def children(self) -> Iterator["Node"]:
        return (child for part in self.parts for child in part.inside)

    @property
    def elements(self) -> int:
        return sum((child.kind == "html") + child.elements for child in self.children)

    @property
    def depth(self) -> int:
        """Return how deeply elements are nested below this one."""
        return max(((child.kind == "html") + child.depth for child in self.children), default=0)

    @property
    def is_block(self) -> bool:
        return self.kind == "html" and self.name not in IN_WORDS

    @property
    def has_blocks(self) -> bool:
        return any(child.is_block or child.has_blocks for child in self.children)

    @property
    def is_said(self) -> bool:
        """Is it text?"""
        return self.kind in ("text", "words") or self.name == "translate"

    @property
    def says(self) -> bool:
        """Does it hold text directly?"""
        return any(child.is_said or (child.kind == "fork" and child.says) for child in self.children)

    @property
    def stands_alone(self) -> bool:
        """Does it show nothing itself, so that its place in a sentence doesn't matter?"""
        names = self.kind == "tag" and re.search(r" as \w+ %\}$", self.raw) is not None
        prepares = names or self.name in ("load", "extends", "csrf_token", "regroup")
        return self.kind == "comment" or prepares or " asvar " in self.raw.partition("%}")[0]


def parsed(source: str) -> Node:
    """Return the template as a tree; all paired tags must be closed."""
    root = Node("root", "", parts=[Part("")])
    above, at, gap = [], root, ""
    place = 0
    source = re.sub(rf"\s*{SPACE}\s*", " ", source)
    while found := TOKEN.match(source, place):
        place, kind, raw = found.end(), found.lastgroup, found[0]
        if kind == "gap":
            gap = "\n" if "\n" in raw else " "
            continue
        name = named(kind, raw)
        inside = at.parts[-1].inside
        if kind == "end" or (kind == "tag" and (name.startswith("end") or name in BETWEEN)):
            if not pairs(at, kind, name):
                raise Unpaired(f"{raw} in {at.raw}")
            at.parts[-1].gap = gap
            if name in BETWEEN:
                at.parts.append(Part(raw))
            else:
                at.end, at = raw, above.pop()
        elif kind == "text" and inside and inside[-1].kind == "text" and not gap:
            inside[-1].raw += raw
        else:
            node = Node(kind, raw, gap, name)
            inside.append(node)
            if kind == "html" or (kind == "tag" and name in FORKS):
                node.kind, node.parts = ("html" if kind == "html" else "fork"), [Part(raw)]
                if not (name in VOID or raw.endswith("/>")):
                    above.append(at)
                    at = node
        gap = ""
    if place < len(source) or at is not root:
        raise Unpaired(source[place : place + 60] or f"{at.raw} has no end")
    return root


def named(kind: str | None, raw: str) -> str:
    if kind in ("html", "end"):
        return re.match(r"</?([!\w-]+)", raw)[1].lower()
    return raw[2:-2].split()[0] if kind == "tag" else ""


def pairs(at: Node, kind: str, name: str) -> bool:
    """Does `name` end or continue the open node?"""
    if kind == "end":
        return at.kind == "html" and at.name == name
    return at.kind == "fork" and (name == f"end{at.name}" or name in FORKS[at.name])


# Opening tags


def attributes(raw: str) -> list[str]:
    """Split attributes where there is white space; {% if %} … {% endif %} is one piece."""
    atoms, atom, depth = [], "", 0
    for found in ATOM.finditer(raw):
        word = found["says"][2:-2].split()[0] if (found["says"] or "").startswith("{%") else ""
        starts, ends = depth == 0 and word == "if", depth == 1 and word == "endif"
        depth += (word == "if") - (word == "endif")
        if starts or (found["gap"] and depth == 0):
            atoms.append(atom)
            atom = ""
        if depth or not found["gap"]:
            atom += found[0]
        if ends:
            atoms.append(atom)
            atom = ""
    return [atom for atom in (*atoms, atom) if atom]


def answers(atom: str) -> list[str]:
    """Split `{% if a %} b{% else %} c{% endif %}` into its tags, at the odd places, and the text between them."""
    pieces, depth = [""], 0
    for found in re.finditer(rf"{SAYS}|[^{{]+|\{{", atom, re.DOTALL):
        word = found[0][2:-2].split()[0] if found[0].startswith("{%") else ""
        depth += word == "if"
        if depth == 1 and word in ("if", "elif", "else", "endif"):
            pieces[-1] = pieces[-1].strip()
            pieces += [found[0], ""]
        else:
            pieces[-1] += found[0]
        depth -= word == "endif"
    return pieces


def attribute_lines(raw: str, width: int) -> list[str]:
    lines = []
    for atom in attributes(raw):
        pieces = answers(atom) if atom.startswith("{% if") else []
        if not pieces:
            lines += class_lines(atom, width) if atom.startswith('class="') else [atom]
        elif len("".join(pieces)) <= width:
            lines.append("".join(pieces))
        else:
            for place, piece in enumerate(pieces):
                inner = [] if place % 2 else attribute_lines(piece, width - len(STEP))
                lines += [piece] if place % 2 else [STEP + line for line in inner]
    return lines


def class_lines(atom: str, width: int) -> list[str]:
    """Break a wide list of classes over several lines; keep each {% if %} together."""
    if len(atom) <= width:
        return [atom]
    units, unit, depth = [], "", 0
    for found in re.finditer(rf"(?P<says>{SAYS})|(?P<gap>\s+)|[^\s{{]+|\{{", atom):
        word = found["says"][2:-2].split()[0] if (found["says"] or "").startswith("{%") else ""
        depth += (word == "if") - (word == "endif")
        if found["gap"] and depth == 0:
            units.append(unit)
            unit = ""
        else:
            unit += found[0]
    first, *rest = wrapped([*units, unit], width - len('class="'))
    return [first, *(" " * len('class="') + line for line in rest)]


def opening_flat(raw: str) -> str:
    return re.sub(r"\s*\n\s*", " ", raw)


def opening_lines(raw: str, width: int) -> list[str]:
    """Return the lines of an opening tag; if it is wide, one attribute per line."""
    one = opening_flat(raw)
    name = re.match(r"<[!\w-]+", one)[0]
    end = "/>" if one.endswith("/>") else ">"
    lines = [one]
    if len(one) > width and " " in one:
        lines = attribute_lines(one[len(name) : -len(end)], width - len(name) - len(end))
        lines = [f"{name} {lines[0]}", *(" " * len(name) + " " + line for line in lines[1:])]
        lines[-1] += end
    return lines


# Text


def wrapped(words: list[str], width: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def words_flat(raw: str) -> str:
    opening, text, end = SENTENCE.fullmatch(raw).groups()
    if " trimmed" not in opening:
        raise Unpaired(f"not trimmed: {opening}")
    return opening + "{% plural %}".join(" ".join(WORD.findall(half)) for half in text.split("{% plural %}")) + end


def words_lines(raw: str, width: int) -> list[str]:
    opening, text, end = SENTENCE.fullmatch(raw).groups()
    halves = [wrapped(WORD.findall(half), width - len(STEP)) for half in text.split("{% plural %}")]
    lines = [opening]
    for number, half in enumerate(halves):
        lines += ["{% plural %}"] if number else []
        lines += [STEP + line for line in half]
    return [*lines, end]


def long_words(raw: str) -> str:
    """Return a {% translate %} that is too long for its line as an equal {% blocktranslate %}."""
    found = TRANSLATE.fullmatch(raw)
    if not found:
        return raw
    words, context, name = found.groups()
    how = (f" asvar {name}" if name else "") + (context or "")
    return f"{{% blocktranslate trimmed{how} %}}{words}{{% endblocktranslate %}}"


# Nodes


def flat(node: Node) -> str | None:
    """Return the node on one line; None if it needs more."""
    if node.kind == "words":
        return words_flat(node.raw)
    if not node.parts:
        return node.raw
    if node.kind == "html" and not node.end:
        return opening_flat(node.raw)
    pieces = sum(child.kind != "text" for child in node.children)
    is_crowded = node.elements > 1 or (node.elements and pieces > 1)
    if node.has_blocks or node.depth > 1 or node.elements > 3 or (is_crowded and not node.says):
        return None
    if node.kind == "fork" and len(node.parts) > 1 and node.elements > 1:
        return None
    line = ""
    for part in node.parts:
        line += opening_flat(part.opening)
        for before, child in zip([None, *part.inside], part.inside, strict=False):
            one = flat(child)
            if one is None or (before and child.gap == "\n" and not between_words(before, child)):
                return None
            line += (" " if child.gap == " " or (before and child.gap) else "") + one
        line += " " if part.gap == " " else ""
    return line + node.end


def between_words(before: Node, after: Node) -> bool:
    """Is a line break between the two nodes one space?"""
    if not before.kind == after.kind == "text":
        return False
    return not before.raw.endswith("}}") and not after.raw.startswith("{{")


def starts_a_line(before: Node, child: Node) -> bool:
    if child.gap == "\n" and not between_words(before, child):
        return True
    if before.stands_alone or child.stands_alone:
        return True
    return not child.gap and "text" not in (before.kind, child.kind) and not (before.is_said and child.is_said)


def joined(before: Node, child: Node) -> tuple[str | None, str]:
    """Return the text between the two on one line (None: never on one line), and what ends a line between them."""
    if starts_a_line(before, child):
        return None, SPACE if child.gap == " " else ""
    if not child.gap:
        return "", ""
    return " ", "" if between_words(before, child) else SPACE


def inside_lines(part: Part, width: int) -> list[str]:
    """Return the lines of a part."""
    lines = [SPACE] if part.inside and part.inside[0].gap == " " else []
    for before, child in zip([None, *part.inside], part.inside, strict=False):
        one = flat(child)
        if before:
            within, at_end = joined(before, child)
            is_stop = within == "" and child.kind == "text" and len(child.raw) < 4
            if within is not None and one is not None and (is_stop or len(lines[-1] + within + one) <= width):
                lines[-1] += within + one
                continue
            lines[-1] += at_end
        lines += [one] if one is not None and len(one) <= width else broken(child, width)
    if part.gap == " ":
        lines = lines or [""]
        lines[-1] += SPACE
    return lines


def broken(node: Node, width: int) -> list[str]:
    """Return the node over several lines, as far as possible."""
    if node.name == "translate":
        node = Node("words" if TRANSLATE.fullmatch(node.raw) else "tag", long_words(node.raw))
    if node.kind == "words":
        return words_lines(node.raw, width)
    if node.kind == "comment":
        return [f"{{# {line} #}}" for line in wrapped(node.raw[2:-2].split(), width - len("{#  #}"))]
    if node.kind == "typed":
        opening = re.match(rf"<\w+{REST}>", node.raw)[0]
        *first, last = opening_lines(opening, width)
        return [*first, last + node.raw.removeprefix(opening)]
    if not node.parts:
        return [node.raw]
    lines = []
    for part in node.parts:
        opening = opening_lines(part.opening, width) if node.kind == "html" else [part.opening]
        if node.kind == "html" and not part.inside:
            opening[-1] += (" " if part.gap == " " else "") + node.end
            return opening
        lines += opening + [STEP + line for line in inside_lines(part, width - len(STEP))]
    return [*lines, node.end]


def laid_out(source: str, width: int = WIDTH) -> str:
    return "\n".join(inside_lines(parsed(source).parts[0], width)) + "\n"


def main(check: bool) -> int:
    """Format the templates; with `check` only report."""
    found = 0
    for path in sorted(TEMPLATES.rglob("*.html")):
        source = path.read_text()
        try:
            made = laid_out(source)
        except Unpaired as error:
            sys.exit(f"{path}: {error}")
        if made != source:
            found += 1
            sys.stderr.write(f"{path.relative_to(TEMPLATES.parent)} {'is not' if check else 'was'} laid out\n")
            if not check:
                path.write_text(made)
    return int(check and found > 0)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
