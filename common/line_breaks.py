"""Line breaks in a template: nothing beside a tag, one space between two words (decisions/0043).

So a template has one element per line, for its readers, and the page contains no unwanted white space. A visible space
beside a tag must be on the same line, or at the end of the line as `&#32;`. In an opening tag a line break is one
space; if `{% if %}` leaves out an attribute, its line break disappears too.
"""

import os
import re
from pathlib import Path
from typing import Any

from django.template import Origin, Template
from django.template.base import Node, NodeList, TextNode
from django.template.defaulttags import IfNode
from django.template.loaders import base, cached, filesystem

SPACE = "&#32;"
BREAK = re.compile(r"\s*\n\s*")
WORDS, TAG, VALUE = "words", "tag", "value"  # the context of a text; an attribute's value is in double quotes
PIECES = {place: re.compile(rf"[{ends}]|[^{ends}]+") for place, ends in ((WORDS, "<"), (TAG, '>"'), (VALUE, '"'))}
TURNS = {(WORDS, "<"): TAG, (TAG, ">"): WORDS, (TAG, '"'): VALUE, (VALUE, '"'): TAG}


class Tight(base.Loader):
    """A template loader that tightens pages (.html) only: in a mail each line break counts."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        if Path(template_name).suffix == ".html":
            tighten(template.nodelist)
        return template


class Fresh(filesystem.Loader, Tight):
    """The template loader for development: it reads a template again when its file has changed."""

    def __init__(self, *options: Any) -> None:
        super().__init__(*options)
        self.kept: dict[str, tuple[Template, int]] = {}

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template, read_at = self.kept.get(template_name, (None, 0))
        if template and not skip and changed_at(template) == read_at:
            return template
        template = super().get_template(template_name, skip)
        if not skip:
            self.kept[template_name] = template, changed_at(template)
        return template


class Kept(cached.Loader, Tight):
    """The template loader for production: it reads a template once, with the given loaders."""


def changed_at(template: Template) -> int:
    """Return when the file of this template changed; 0 if it is gone."""
    try:
        return os.stat(template.origin.name).st_mtime_ns
    except OSError:
        return 0


def tighten(nodes: NodeList, place: str = WORDS) -> str:
    """Remove unwanted white space from `nodes`, which begin in context `place`; return the context at their end."""
    for node, after in zip(nodes, [*nodes[1:], None], strict=True):
        if isinstance(node, TextNode):
            node.s, place = tight(node.s, place)
            if place == TAG and isinstance(after, IfNode) and node.s.endswith(" "):
                node.s = node.s.rstrip()
                for _condition, inside in after.conditions_nodelists:
                    put_a_space_before(inside)
        for inside in lists_in(node):
            place = tighten(inside, place)
    return place


def lists_in(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):
        return [inside for _condition, inside in node.conditions_nodelists]
    return [inside for name in node.child_nodelists if (inside := getattr(node, name, None))]


def put_a_space_before(attributes: NodeList) -> None:
    if attributes and isinstance(attributes[0], TextNode):
        attributes[0].s = attributes[0].s.lstrip()
    if attributes and isinstance(attributes[-1], TextNode):
        attributes[-1].s = attributes[-1].s.rstrip()
    attributes.insert(0, TextNode(" "))


def tight(text: str, place: str = WORDS) -> tuple[str, str]:
    """Return the text to send for `text`, which begins in context `place`, and the context at its end."""
    sent, at = "", 0
    while found := PIECES[place].match(text, at):
        at = found.end()
        sent += BREAK.sub(between if place == WORDS else " ", found[0])
        place = TURNS.get((place, found[0]), place)
    return sent.replace(SPACE, " "), place


def between(found: re.Match[str]) -> str:
    """Return one space if there are words on both sides, else nothing."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    return " " if before and after and not before.endswith(SPACE) else ""
