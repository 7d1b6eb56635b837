"""A lower app asks at an extension point; higher apps join it in their `apps.py`; a command prints which apps did."""

import ast
import importlib
import re
import tomllib
from inspect import isfunction, signature

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from answers.models import VillageThreshold
from common.chores import EVERY_DAY, EVERY_MINUTE, EVERY_TWO_SECONDS
from common.joins import POINTS, AlreadyJoined, ExtensionPoint
from ideas.models import Idea
from ideas.models.idea import SHOWN_IN
from ideas.models.under_title import UNDER_TITLE
from ideas.topics import MORE
from labs.models import Neighbourhood
from labs.models.lab import IN_A_VILLAGE
from notifications.notices import KINDS, Kind
from places.models import USED_BY, Place
from realtime.models import Followed
from realtime.topics import TOPICS, Topic
from stadslab import translations

ROOT = settings.BASE_DIR
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]


@pytest.fixture
def point():
    point = ExtensionPoint("tests.POINT", "What this test asks.")
    yield point
    del POINTS["tests.POINT"]


@pytest.fixture
def words():
    """Words without regard to capitals."""
    point = ExtensionPoint("tests.WORDS", "Words for this test.", key=str.casefold)
    yield point
    del POINTS["tests.WORDS"]


# One point


def test_answers_come_in_the_order_in_which_apps_joined(point):
    point.join("labs", 3, 1)
    point.join("ideas", 2)
    assert list(point) == [3, 1, 2]
    assert len(point) == 3
    assert [joined.app for joined in point.joined()] == ["labs", "labs", "ideas"]


def test_the_same_answer_again_is_refused_and_nothing_is_added(point):
    point.join("labs", 3)
    with pytest.raises(AlreadyJoined, match=r"tests\.POINT: ideas joins 3, and labs did"):
        point.join("ideas", 4, 3)
    assert list(point) == [3]


def test_the_same_key_again_is_refused_and_an_answer_is_found_by_it(words):
    words.join("labs", "Lab")
    with pytest.raises(AlreadyJoined):
        words.join("ideas", "LAB")
    assert (words.find("lab"), words.find("Lab")) == ("Lab", None)
    assert "lab" in words
    assert None not in words


def test_two_points_of_one_name_are_refused(point):
    with pytest.raises(AlreadyJoined):
        ExtensionPoint("tests.POINT", "Another question.")
    assert POINTS["tests.POINT"] is point


def test_whoever_reads_while_an_app_joins_reads_on(point):
    point.join("labs", 1, 2)
    reading = iter(point)
    assert next(reading) == 1
    point.join("ideas", 3)
    assert list(reading) == [2]


def test_in_a_test_an_answer_joins_or_stands_alone_until_the_block_ends(point):
    point.join("labs", 1)
    with point.also(2):
        assert list(point) == [1, 2]
    with pytest.raises(ZeroDivisionError), point.only(3):
        assert list(point) == [3]
        raise ZeroDivisionError
    assert [(joined.app, joined.value) for joined in point.joined()] == [("labs", 1)]


# All of them


def test_the_command_prints_what_a_point_asks_and_who_joined(point, words, capsys):
    point.join("labs", test_two_points_of_one_name_are_refused)
    words.join("ideas", "Idea", "Comment")
    words.join("events", "Gathering")
    call_command("joins")
    printed = capsys.readouterr().out
    assert (
        """\
tests.POINT
  What this test asks.
    labs          tests.common.test_joins.test_two_points_of_one_name_are_refused
tests.WORDS
  Words for this test.
    ideas         idea, comment
    events        gathering
"""
        in printed
    )


def declared():
    """The name that each call of ExtensionPoint in our files begins with, and where the call stands."""
    for path in translations.sources(ROOT, (".py",)):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for line in ast.walk(ast.parse(path.read_text())):
            if isinstance(line, (ast.Assign, ast.AnnAssign)) and isinstance(line.value, ast.Call):
                called = ast.unparse(line.value.func).partition("[")[0]
                target = line.targets[0] if isinstance(line, ast.Assign) else line.target
                if called == "ExtensionPoint":
                    yield ast.literal_eval(line.value.args[0]), f"{module}.{ast.unparse(target)}"


def test_every_point_has_the_name_of_where_it_stands_and_the_command_prints_it(capsys):
    points = dict(declared())
    call_command("joins")
    printed = re.findall(r"^[\w.]+$", capsys.readouterr().out, re.M)
    assert printed == sorted(points.values())
    for name, place in points.items():
        module, _dot, constant = place.rpartition(".")
        assert getattr(importlib.import_module(module), constant) is POINTS[name]


def test_only_an_app_at_or_above_a_point_joins_it():
    ranks = {app: len(LAYERS) - rank for rank, app in enumerate(LAYERS)}
    wrong = [
        f"{joined.app} joins {name}"
        for name, point in POINTS.items()
        for joined in point.joined()
        if ranks[joined.app] < ranks[name.partition(".")[0]]
    ]
    assert wrong == []


def test_answers_stand_in_the_order_of_the_apps():
    order = {app: rank for rank, app in enumerate(settings.INSTALLED_APPS)}
    for point in POINTS.values():
        ranks = [order[joined.app] for joined in point.joined()]
        assert ranks == sorted(ranks), point.name


def test_apps_join_in_apps_py_and_nowhere_else():
    points = {name.rpartition(".")[2] for name in POINTS}
    join = re.compile(rf"\b(?:{'|'.join(points)})\.join\(")
    joining = {
        str(path.relative_to(ROOT)) for path in translations.sources(ROOT, (".py",)) if join.search(path.read_text())
    }
    assert {path for path in joining if not path.endswith("/apps.py")} == set()


# Each point: whoever must join did


def models_with_a_key_to(model):
    """By app, of the apps above that model's own."""
    found = {}
    for one in apps.get_models():
        fields = (*one._meta.fields, *one._meta.many_to_many)
        if one._meta.app_label != model._meta.app_label and any(field.related_model is model for field in fields):
            found.setdefault(one._meta.app_label, set()).add(one)
    return found


def test_whatever_lies_in_a_village_is_locked_and_shown_anew_when_the_village_goes():
    """A row that names a village is a followed thing that joined, or belongs to one."""
    held = {in_village(Neighbourhood(pk=1)).model for in_village in IN_A_VILLAGE}
    in_villages = set().union(*models_with_a_key_to(Neighbourhood).values())
    in_villages -= {VillageThreshold}  # on no page that people follow
    parents = {model: {field.related_model for field in model._meta.fields} for model in in_villages}
    assert in_villages
    assert {model for model in in_villages if model not in held and not parents[model] & held} == set()


def joined(point):
    return {joined.app for joined in point.joined()}


def test_every_app_whose_rows_name_a_place_says_what_goes_on_there():
    assert joined(USED_BY) == models_with_a_key_to(Place).keys() == {"events"}


def test_every_app_whose_rows_name_an_idea_is_told_when_it_goes_and_shows_itself_on_its_page():
    """The home of the lab shows answers: hiding an idea changes `answers_revision` with the lab's own.

    Cases of moderators stand on no page that follows an idea. Where notes of an evening went is on a page that nobody
    follows.
    """
    shown = models_with_a_key_to(Idea).keys() - {"moderation"}
    assert joined(SHOWN_IN) | {"answers", "evenings"} == shown == {"answers", "challenges", "events", "evenings"}
    assert joined(MORE) | joined(UNDER_TITLE) == shown


def written_in(name):
    """Each app's module of that name, where it has one."""
    return [importlib.import_module(f"{app}.{name}") for app in LAYERS if (ROOT / app / f"{name}.py").exists()]


def test_every_kind_of_thing_that_an_app_describes_can_be_followed():
    kinds = {
        kind
        for module in written_in("topics")
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__ and hasattr(kind, "may_follow")
    }
    assert kinds - {Topic} == {type(topic) for topic in TOPICS}
    assert {model._meta.model_name for model in apps.get_models() if issubclass(model, Followed)} == {
        topic.name
        for topic in TOPICS
        if topic.name not in ("happening", "console", "tasks", "helpers", "wall", "brought")
    }


def test_every_app_that_writes_mails_declares_its_kinds_of_notices():
    """In `mails.py` and in files beside it: all its kinds, each with a name of its own."""
    names = ("mails", "hidden_mails", "review_mails", "neighbour_mails")
    modules = [module for name in names for module in written_in(name)]
    kinds = [kind for module in modules for kind in vars(module).values() if isinstance(kind, Kind)]
    declared = {kind for module in modules for kind in module.KINDS} | set(kinds)
    with_mails = {module.__name__.partition(".")[0] for module in modules}
    assert (
        joined(KINDS)
        == with_mails
        == {"labs", "ideas", "places", "challenges", "answers", "events", "evenings", "moderation"}
    )
    assert declared == set(KINDS)


def test_every_chore_that_an_app_has_is_done_by_the_clock_and_only_once():
    """In `chores.py`: what needs nothing to be called."""
    chores = [
        does
        for module in written_in("chores")
        for does in vars(module).values()
        if isfunction(does) and does.__module__ == module.__name__ and not signature(does).parameters
    ]
    done = [*EVERY_TWO_SECONDS, *EVERY_MINUTE, *EVERY_DAY]
    assert len(chores) == 22
    assert [chore.__module__ for chore in chores if done.count(chore) != 1] == []
