"""A page without a browser: only what live changes, with the rules of `static/realtime/parts.js`.

Elements with an id and followed regions are nodes; all other markup is text between them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser

VOID = set("area base br col embed hr img input link meta source track wbr".split())
EDGE = re.compile(r"\bcut(--[bc])?\b")  # by position in the list, on purpose
THEIRS = re.compile(r"(?s)<form.*?</form>|<a class='when-open.*?</a>")  # the reader's own
TEMPLATE = re.compile(r"(?s)<template\b.*?</template>")  # in a browser its content is no part of the page
TODAY = re.compile(r" class=' today'|(?<=on\d) today")  # set by the page, from its own clock
UNSEEN = {"data-after", "data-revision", "data-key"}


class Node:
    __slots__ = ("attrs", "content", "parent", "tag")

    def __init__(self, tag, attrs):
        self.tag, self.attrs, self.content, self.parent = tag, attrs, [], None

    def copy(self):
        twin = Node(self.tag, dict(self.attrs))
        for piece in self.content:
            twin.add(piece if isinstance(piece, str) else piece.copy())
        return twin

    def add(self, piece, before=None):
        if not isinstance(piece, str):
            piece.parent = self
        self.content.insert(self.content.index(before) if before else len(self.content), piece)

    def replace(self, old, new):
        self.content[self.content.index(old)] = new
        new.parent, old.parent = self, None

    @property
    def id(self):
        return self.attrs.get("id", "")

    @property
    def revision(self):
        return int(self.attrs.get("data-revision") or 0)

    @property
    def is_part(self):
        return "data-revision" in self.attrs and bool(self.id)

    @property
    def is_list(self):
        return bool(self.id) and ("data-from" in self.attrs or "data-hold" in self.attrs)

    @property
    def is_ranged(self):
        return bool(self.id) and "data-from" in self.attrs

    @property
    def children(self):
        return [piece for piece in self.content if not isinstance(piece, str)]

    def walk(self) -> Iterator["Node"]:
        for child in self.children:
            yield child
            yield from child.walk()

    def find(self, id):
        return next((node for node in self.walk() if node.id == id), None)

    def ancestors(self):
        node = self.parent
        while node:
            yield node
            node = node.parent

    @property
    def own(self):
        """The node's own text and attributes, without the nodes in it."""
        attrs = {name: value for name, value in self.attrs.items() if name not in UNSEEN}
        words = f"{sorted(attrs.items())} {self.words}"
        return " ".join(TODAY.sub("", EDGE.sub("cut", THEIRS.sub("", words))).split())

    @property
    def words(self):
        """The content of the node; of the parts and lists in it only the names."""
        return "".join(piece if isinstance(piece, str) else piece.as_words for piece in self.content)

    @property
    def as_words(self):
        if self.is_part or self.is_list:
            return f"[{self.id}]"
        return f"<{self.tag}{''.join(f' {n}={v!r}' for n, v in self.attrs.items())}>{self.words}</{self.tag}>"


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.node = Node("", {})
        self.open = []  # (tag, the node that it began, or None)

    def handle_starttag(self, tag, pairs):
        attrs = {name: value or "" for name, value in pairs}
        node = Node(tag, attrs)
        if not (node.id or "data-follow" in attrs):
            node = None
            self.node.content.append(f"<{tag}{''.join(f' {name}={value!r}' for name, value in attrs.items())}>")
        if tag in VOID:
            return
        self.open.append((tag, node))
        if node:
            self.node.add(node)
            self.node = node

    def handle_endtag(self, tag):
        if not any(one == tag for one, _ in self.open):
            return
        while True:
            closed, node = self.open.pop()
            if node:
                self.node = node.parent
            else:
                self.node.content.append(f"</{closed}>")
            if closed == tag:
                return

    def handle_data(self, data):
        self.node.content.append(data)


@lru_cache(maxsize=500)
def _read(html) -> Node:
    reader = _Reader()
    reader.feed(TEMPLATE.sub("", html))
    reader.close()
    return reader.root


def read(html: str) -> Node:
    """Return the nodes of `html`; parsed once, because many pages get the same update."""
    return _read(html).copy()


class Page:
    """The content of a page, and the parts that it only counts (`news`, by list)."""

    def __init__(self, html):
        self.root = read(html)
        self.news = {}

    def find(self, id):
        return self.root.find(id)

    def holding(self, id, parts):
        """Return a copy of the page, with only these parts in that list."""
        twin = Page.__new__(Page)
        twin.root, twin.news = self.root.copy(), {}
        into = twin.find(id)
        into.content = []
        for part in parts:
            into.add(part.copy())
        return twin

    def is_without_button(self, id):
        """Is it the tally of a closed idea, whose button takes no support?"""
        name, _, pk = id.rpartition("-")
        status = self.find(f"status-{pk}") if name == "tally" else None
        return bool(status) and "data-closed" in status.attrs

    def parts(self):
        return [node for node in self.root.walk() if node.is_part]

    def sections(self, name=None):
        return [n for n in self.root.walk() if "data-follow" in n.attrs and name in (None, n.attrs["data-follow"])]

    def apply(self, html):
        for part in read(html).children if html else ():
            self._receive(part)

    def _receive(self, part):
        old = self.find(part.id)
        if part.is_part and part.revision > (old.revision if old and old.is_part else -1):
            if old:
                self._replace(old, part)
            elif "data-gone" not in part.attrs:
                self._insert(part)

    def _replace(self, old, part, is_again=False):
        for inner in list(part.walk()):
            follows = next((one for one in (inner, *inner.ancestors()) if "data-follow" in one.attrs), None)
            if is_again and (follows is part or follows not in part.walk()):
                continue
            kept = old.find(inner.id) if inner.is_part or inner.is_ranged else None
            if kept and (kept.is_ranged or kept.revision > inner.revision):
                kept.parent.content.remove(kept)
                inner.parent.replace(inner, kept)
        old.parent.replace(old, part)
        if "data-gone" in part.attrs:
            for ids in self.news.values():
                ids.discard(part.id)

    def _insert(self, part, is_silent=False):
        into = self.find(part.attrs["data-in"]) if "data-in" in part.attrs else None
        if not into:
            return
        key, last = part.attrs.get("data-key", ""), into.attrs.get("data-last")
        if key < into.attrs.get("data-from", ""):
            return
        if "data-hold" in into.attrs or (into.attrs.get("data-to") and key > into.attrs["data-to"]):
            if last is None or key > last:
                self._note(into, part)
            return
        into.add(part, next((one for one in into.children if one.attrs.get("data-key", "") > key), None))
        if not is_silent:
            self._note(into, part)

    def _note(self, into, part):
        self.news.setdefault(into.id, set()).add(part.id)

    def renew(self, section, fresh):
        """Replace this section after a reset, without looking at revisions."""
        if fresh.is_part:
            self._force(fresh)
            return
        for gone in [n for n in section.walk() if "data-gone" in n.attrs]:
            if (back := fresh.find(gone.id)) and not back.is_part:
                gone.parent.replace(gone, back.copy())
        for found in [n for n in fresh.walk() if n.is_ranged and not any(one.is_ranged for one in n.ancestors())]:
            if old := section.find(found.id):
                old.parent.replace(old, found.copy())
        for found in [n for n in fresh.walk() if n.is_list and "data-hold" in n.attrs]:
            for part in [n for n in found.walk() if n.attrs.get("data-in") == found.id and not self.find(n.id)]:
                self._insert(part)
            if (old := self.find(found.id)) and "data-last" in found.attrs:
                old.attrs["data-last"] = found.attrs["data-last"]
        for own in [n for n in fresh.walk() if "data-again" in n.attrs]:
            if old := self.find(own.id):
                self._replace(old, own.copy())
        for part in list(fresh.walk()):
            outer = list(part.ancestors())
            follows = next(one for one in (part, *outer) if "data-follow" in one.attrs)
            if part.is_part and follows is fresh and not any(one.is_ranged or one.is_part for one in outer):
                self._force(part.copy())
        section.attrs["data-after"] = fresh.attrs.get("data-after", "")

    def drop(self, name):
        """Remove the cards of things that a page fetched again no longer shows."""
        for section in [one for one in self.sections(name) if one.is_part]:
            section.parent.content.remove(section)

    def _force(self, part):
        if old := self.find(part.id):
            self._replace(old, part, True)
