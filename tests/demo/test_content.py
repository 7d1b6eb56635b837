"""The example labs are TOML: each value becomes what its shape declares, and a mistake is reported with its file."""

import pytest

from demo.content import Wrong, read
from demo.shapes import Gathering, Idea, Lab, Person, Place, Say

EVERY = """
charter = "Eén zin is genoeg."
house_rules = "Praat over het idee."

[[places]]
name = "Online lab"
rooms = [["online", 100]]
"""
LAB = """
slug = "dorp"
municipality = "Dorp"
intro = "Vertel."
contact = ["Cis", "043", "woensdag"]

[words]
lab_word = "dorpslab"
"""
PEOPLE = """
[[people]]
name = "Cis"
roles = [["lab_admin", ""], ["body", "de harmonie"]]
"""
IDEAS = """
[[ideas]]
title = "Tuin"
by = "Cis"
village = "Dorp"
days = 2.5
could = "Er kan iets groeien."
need = [3, 1, 0]
pledges = [["Cis", "time", "Ik schoffel."]]

  [[ideas.talk]]
  by = "Mia"
  text = "Mooi."

    [[ideas.talk.replies]]
    by = "Cis"
    text = "Dank je."
"""
GATHERINGS = """
[[gatherings]]
title = "Koffie"
by = "Cis"
on = 5
starts = "10:00"
ends = "11:00"
about = "Kom."

  [gatherings.table]
  "Tuin" = ""

  [[gatherings.again]]
  on = 19
  off = "Storm."
"""


@pytest.fixture
def labs(tmp_path):
    (tmp_path / "dorp").mkdir()
    (tmp_path / "every.toml").write_text(EVERY)
    files = {"lab": LAB, "people": PEOPLE, "ideas": IDEAS, "gatherings": GATHERINGS}
    for name, words in files.items():
        (tmp_path / "dorp" / f"{name}.toml").write_text(words)
    return tmp_path


def test_the_files_of_a_lab_become_its_shapes(labs):
    coffee = {
        "title": "Koffie",
        "by": "Cis",
        "starts": "10:00",
        "ends": "11:00",
        "about": "Kom.",
        "table": {"Tuin": ""},
    }
    assert read("dorp", labs) == Lab(
        slug="dorp",
        municipality="Dorp",
        intro="Vertel.",
        contact=("Cis", "043", "woensdag"),
        words={"lab_word": "dorpslab"},
        charter="Eén zin is genoeg.",
        house_rules="Praat over het idee.",
        people=[Person("Cis", (("lab_admin", ""), ("body", "de harmonie")))],
        ideas=[
            Idea(
                "Tuin",
                by="Cis",
                village="Dorp",
                days=2.5,
                could="Er kan iets groeien.",
                need=(3, 1, 0),
                pledges=[("Cis", "time", "Ik schoffel.")],
                talk=[Say("Mia", "Mooi.", [Say("Cis", "Dank je.")])],
            )
        ],
        places=[Place("Online lab", rooms=[("online", 100)])],
        gatherings=[Gathering(on=5, **coffee), Gathering(on=19, off="Storm.", **coffee)],
    )


def test_more_files_of_one_kind_stand_in_the_order_of_their_names(labs):
    (labs / "dorp" / "ideas_2.toml").write_text(IDEAS.replace("Tuin", "Bank"))
    (labs / "dorp" / "a.toml").write_text(IDEAS.replace("Tuin", "Kast"))
    assert [idea.title for idea in read("dorp", labs).ideas] == ["Kast", "Tuin", "Bank"]


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (IDEAS.replace("village", "dorp"), r"dorp/ideas\.toml: .*'dorp'"),
        (IDEAS.replace('    by = "Cis"\n', ""), r"dorp/ideas\.toml: .*Say.* 'by'"),
        (IDEAS.replace("[3, 1, 0]", "[3, 1"), r"dorp/ideas\.toml: .*line 9"),
        (IDEAS.replace("[[ideas", "[[idea"), r"dorp/ideas\.toml: .*'idea'"),
    ],
    ids=["a field nobody knows", "a field left out", "no TOML", "a list nobody knows"],
)
def test_a_slip_is_named_with_its_file(labs, slip, words):
    (labs / "dorp" / "ideas.toml").write_text(slip)
    with pytest.raises(Wrong, match=words):
        read("dorp", labs)


def test_a_lab_without_files_is_no_lab(labs):
    with pytest.raises(Wrong, match="elders"):
        read("elders", labs)
