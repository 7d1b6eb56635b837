"""The tests' settings for a server in a process of its own: the test database is there already."""

from tests.settings import *
