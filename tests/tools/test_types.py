"""No class of ours declares attributes only for mypy (decision 0045)."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

OURS = [config for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]


def only_for_mypy(source):
    """Return the classes with a body under `if TYPE_CHECKING`."""
    classes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    tests = {one.name: [line.test for line in one.body if isinstance(line, ast.If)] for one in classes}
    return [name for name, asked in tests.items() if any("TYPE_CHECKING" in ast.unparse(test) for test in asked)]


def test_a_mixin_that_names_what_it_lacks_is_found():
    mixin = "class Seats(Model):\n    size = 3\n    if TYPE_CHECKING:\n        state: Any\n"
    assert only_for_mypy(mixin + "if TYPE_CHECKING:\n    from events import live\n") == ["Seats"]


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_no_class_says_things_to_mypy_alone(config):
    files = {path: path.read_text() for path in Path(config.path).rglob("*.py")}
    assert {path.name: only_for_mypy(source) for path, source in files.items() if only_for_mypy(source)} == {}
