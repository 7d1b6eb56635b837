"""The lists in docs and checks are complete."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from stadslab import env, translations
from stadslab.management.commands.serve import FILES_BESIDE

ROOT = Path(__file__).parents[2]
PAGES = [path.relative_to(ROOT) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))]


def read(path):
    return (ROOT / path).read_text()


def test_readme_lists_every_command_and_no_other():
    named = set(re.findall(r"^\| `(bin/\w+)` \|", read("README.md"), re.M))
    assert named == {f"bin/{path.name}" for path in (ROOT / "bin").iterdir()}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page_names_only_files_that_exist(page):
    text = read(page)
    named = re.findall(r"`((?:bin|docs|stadslab|realtime|accounts|labs|ideas|tests)/[\w./-]+)`", text)
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    missing = [name for name in named if not (ROOT / name).exists()]
    missing += [link for link in linked if not (ROOT / page.parent / link).exists()]
    assert missing == []


def test_every_dependency_has_a_decision():
    project = tomllib.loads(read("pyproject.toml"))
    notes = "\n".join(path.read_text().casefold() for path in (ROOT / "docs/decisions").glob("*.md"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [re.match(r"[\w-]+", line)[0].removeprefix("pytest-") for line in wanted]
    assert [name for name in names if name not in notes and name not in ("xdist", "time-machine")] == []


def test_environment_table_lists_every_name_that_is_read():
    text = read("stadslab/env.py")
    table = {name for row in re.findall(r"^\| ([A-Z_, ]+) \|", text, re.M) for name in row.split(", ")}
    assert set(re.findall(r'(?:said|whole|required|environ\.get)\("([A-Z_]+)"', text)) == table


def test_the_unit_lets_a_process_open_as_many_files_as_its_sockets_need():
    unit = read("docs/deploy.md").partition("[Service]\n")[2].partition("\n[Install]")[0]
    assert re.findall(r"^LimitNOFILE=.*$", unit, re.M) == ["LimitNOFILE=65536"]
    assert env.LIVE_SOCKETS + FILES_BESIDE <= 65_536


def our_apps():
    return [name for name in settings.INSTALLED_APPS if (ROOT / name).is_dir() and name != "stadslab"]


def test_import_order_names_every_app():
    order = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]["layers"]
    assert sorted(order) == sorted([*our_apps(), "stadslab"])


def test_mypy_looks_at_every_function_of_every_app():
    mypy = tomllib.loads(read("pyproject.toml"))["tool"]["mypy"]
    assert sorted(mypy["files"]) == sorted([*our_apps(), "stadslab"])
    assert (mypy["exclude"], mypy["disallow_untyped_defs"], mypy["disallow_incomplete_defs"]) == (
        ["/migrations/"],
        True,
        True,
    )


def test_no_view_leaves_out_what_its_request_is():
    """The decorators say it: `LabRequest` and `MemberRequest` have lab and member, `PersonRequest` a user."""
    ignored = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in translations.sources(ROOT, (".py",))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "request" in line.partition("# type: ignore")[0] and "# type: ignore" in line
    ]
    assert ignored == []


def test_what_people_look_for_stands_where_the_architecture_says():
    rows = read("docs/architecture.md").partition("## Where to change what")[2].partition("\n## ")[0].split("\n|")[3:]
    assert len(rows) == 13
    for row in rows:
        for path, words in re.findall(r"`([\w/-]+\.\w+)`(?: \(([^)]*)\))?", row):
            if path == "apps.py":  # of each app
                continue
            text = read(path)
            assert [word for word in re.findall(r"`([\w.-]+)`", words) if word not in text] == [], path


def test_publiccode_has_what_its_standard_asks():
    code = yaml.safe_load(read("publiccode.yml"))
    mandatory = "publiccodeYmlVersion name url platforms categories developmentStatus softwareType".split()
    assert [key for key in mandatory if not code.get(key)] == []
    assert code["publiccodeYmlVersion"] == "0.7"
    assert code["softwareVersion"].startswith(tomllib.loads(read("pyproject.toml"))["project"]["version"])
    for words in code["description"].values():
        assert len(words["shortDescription"]) <= 150 <= len(words["longDescription"])
        assert words["features"]
    assert (ROOT / code["logo"]).exists()


def test_each_exception_to_a_check_says_why():
    bare = []
    tests_too = [*translations.sources(ROOT, (".py",)), *translations.sources(ROOT / "tests", (".py",))]
    for path in tests_too:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"# noqa(: [A-Z]+\d+(, [A-Z]+\d+)*)?$", line):
                bare.append(f"{path.relative_to(ROOT)}:{number}")
    assert bare == []


def test_rows_are_locked_without_their_key():
    """Otherwise an insert of a child row waits too, and two of them deadlock: 180 times in 200."""
    ours = [path for name in our_apps() for path in (ROOT / name).rglob("*.py")]
    locks = [lock for path in ours for lock in re.findall(r"select_for_update\(.*?\)", path.read_text())]
    assert locks
    assert {lock for lock in locks if "no_key=True" not in lock} == set()


def test_readme_clones_the_published_address():
    (published,) = re.findall(r'^url: "(.+?)"', read("publiccode.yml"), re.M)
    address = "<address> stadslab" if "//stadslab.example/" in published else published  # not published yet
    assert f"git clone {address}\ncd stadslab\nbin/dev\n" in read("README.md")
