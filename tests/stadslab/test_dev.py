"""bin/dev, while somebody changes files."""

import pytest

from stadslab.management.commands.dev import newest_sources, people_to_be
from tests.factories import make_lab, make_member


@pytest.mark.urls("tests.accounts.urls")
def test_each_person_to_be_is_named_with_their_lab(db):
    make_member(make_lab("hier", is_demo=True, name="Hier"), "Anna")
    there = make_lab("daar", is_demo=True, name="Daar")
    gijs = make_member(there, "Gijs", "lab_admin")
    assert dict(people_to_be())["Gijs (beheerder), Daar"] == f"/ontwikkel/als/{gijs.user.pk}/"
    nel = make_member(there, "Nel", "moderator")
    door = f"/ontwikkel/als/{nel.user.pk}/"
    doors = [address for words, address in people_to_be() if "Nel" in words]
    assert doors == [door, f"{door}?next=/daar/moderatie/"]
    assert any(words == "Anna (bewoner), Hier" for words, _door in people_to_be())


def test_file_that_vanishes_while_sources_are_looked_at_stops_nothing(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "models.py").touch()
    (tmp_path / ".#models.py").symlink_to("nobody@nowhere")  # an Emacs lock file
    count, _newest = newest_sources()
    assert count == 1
