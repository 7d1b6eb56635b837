"""The cast of gatherings, who look after places as well."""

from tests.events.conftest import anna, bram, chaima, dutch, lab

__all__ = ["anna", "bram", "chaima", "dutch", "lab"]
