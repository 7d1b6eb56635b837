"""The tests' settings for a server in a separate process: the test database exists already."""

from tests.settings import *
