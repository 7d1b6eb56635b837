"""What bin/dev runs, while someone works on it."""

from stadslab.management.commands.dev import newest_sources


def test_file_that_vanishes_while_sources_are_looked_at_stops_nothing(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "models.py").touch()
    (tmp_path / ".#models.py").symlink_to("nobody@nowhere")  # as Emacs locks a file
    count, _newest = newest_sources()
    assert count == 1
