"""The people of the gatherings' tests, who also manage places."""

from tests.events.conftest import anna, bram, chaima, dutch, lab

__all__ = ["anna", "bram", "chaima", "dutch", "lab"]
