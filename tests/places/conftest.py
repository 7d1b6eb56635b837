"""The same people as in the tests of gatherings; they also manage places."""

from tests.events.conftest import anna, bram, chaima, dutch, lab

__all__ = ["anna", "bram", "chaima", "dutch", "lab"]
