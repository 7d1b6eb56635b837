"""Imports and templates go down only, and no two files import each other."""

import re
import tomllib
from collections import defaultdict

import grimp
import pytest
from django.conf import settings
from django.template.loader import get_template

from common.joins import POINTS

ROOT = settings.BASE_DIR
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
TEMPLATES = ROOT / "templates"


# Imports


def circles(imports):
    """Groups of modules that lead to each other: `imports` says of each which others it imports."""
    order, low, stack, found = {}, {}, [], []

    def visit(module):
        order[module] = low[module] = len(order)
        stack.append(module)
        for other in imports[module]:
            if other not in order:
                visit(other)
            if other in stack:
                low[module] = min(low[module], low[other])
        if low[module] == order[module]:
            at = stack.index(module)
            group, stack[at:] = stack[at:], []
            found.extend([sorted(group)] * (len(group) > 1))

    for module in list(imports):
        if module not in order:
            visit(module)
    return found


def in_one_model_package(group):
    """Files of one subject, which name each other: decision 0045."""
    return re.fullmatch(r"(\w+\.models)(?:\.\w+)?( \1(?:\.\w+)?)*", " ".join(group)) is not None


@pytest.mark.parametrize(
    ("imports", "found"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}, [["b", "c"]]),
        ({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": {"a"}}, [["a", "b", "c", "d"]]),
    ],
    ids=["a line", "two in a tail", "one with two ways round"],
)
def test_a_circle_is_found(imports, found):
    assert circles(imports) == found


def test_only_files_of_one_model_package_may_name_each_other():
    assert in_one_model_package(["ideas.models", "ideas.models.comment", "ideas.models.idea"])
    assert not in_one_model_package(["ideas.live", "ideas.models.idea"])
    assert not in_one_model_package(["events.models.table", "ideas.models.idea"])


def test_no_two_files_import_each_other_outside_of_one_model_package():
    """Also not for types alone, under `if TYPE_CHECKING`. What a lower file asks of a thing, it says as a Protocol."""
    graph = grimp.build_graph(*LAYERS, "benchmarks", "tests", exclude_type_checking_imports=False, cache_dir=None)
    of_letters = graph.find_modules_directly_imported_by("events.models.letters")
    assert "events.models" in of_letters, "the graph holds what is imported under `if TYPE_CHECKING`"
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert sum(map(len, imports.values())) > 1000
    assert [group for group in circles(imports) if not in_one_model_package(group)] == []


# Templates


def room_of(path):
    """The app whose template this is; components and the frame of a page are everybody's."""
    folder = path.relative_to(TEMPLATES).parts[0]
    return folder if folder in LAYERS else {"mail": "accounts", "texts": "labs"}.get(folder, "common")


def upward():
    """Each template that includes one of a higher app, or loads its tags."""
    rank = {app: len(LAYERS) - number for number, app in enumerate(LAYERS)}
    tags = {path.stem: path.relative_to(ROOT).parts[0] for path in ROOT.glob("*/templatetags/[a-z]*.py")}
    for path in sorted(TEMPLATES.rglob("*.*")):
        text = path.read_text()
        named = set(re.findall(r'{% (?:include|extends) "(\w+)/', text))
        named |= {tags.get(word, "") for line in re.findall(r"{% load ([^%]*)%}", text) for word in line.split()}
        yield from (f"{path.name}: {app}" for app in sorted(named) if rank.get(app, 0) > rank[room_of(path)])


def test_no_template_includes_one_of_a_higher_app_or_loads_its_tags():
    assert list(upward()) == []


def test_every_template_that_an_app_joined_is_its_own_and_there():
    templates = defaultdict(list)
    for point in POINTS.values():
        for joined in point.joined():
            if isinstance(joined.value, str) and joined.value.endswith(".html"):
                templates[joined.app].append(joined.value)
                assert joined.value.startswith(f"{joined.app}/")
                get_template(joined.value)
    assert sorted(templates) == ["answers", "challenges", "evenings", "events", "labs", "moderation"]
