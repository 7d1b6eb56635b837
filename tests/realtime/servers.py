"""A real daphne process on the test database, with the tests' own topic."""

import resource
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest

from stadslab import supervisor
from tests.browser.conftest import database_url


class Server:
    def __init__(self):
        self.listener = supervisor.listen("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.origin = f"http://localhost:{self.port}"
        self.child = supervisor.web(self.listener)
        self.child.command[-1] = "tests.realtime.site:application"

    def start(self):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DATABASE_URL", database_url())
            patch.setenv("PUBLIC_ORIGIN", self.origin)
            patch.setenv("DJANGO_SETTINGS_MODULE", "tests.realtime.site_settings")
            self.child.start()

    def wait(self):
        urllib.request.urlopen(f"{self.origin}/account/", timeout=30).close()  # waits in the listener's backlog

    def memory(self):
        """Return the resident bytes."""
        pages = Path(f"/proc/{self.child.process.pid}/statm").read_text().split()[1]
        return int(pages) * resource.getpagesize()

    def say(self, idea, text):
        """Post a comment over HTTP; return whether it was acknowledged."""
        body = urlencode({"text": text}).encode()
        try:
            urllib.request.urlopen(f"{self.origin}/proef/{idea}/", body, timeout=30).close()
        except OSError:
            return False
        return True
