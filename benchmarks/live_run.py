"""One server process and one process of readers, for the live benchmarks."""

import contextlib
import http.client
import json
import os
import resource
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from urllib.parse import urlencode

from stadslab import supervisor

CSRF = "c" * 32
MAKE = """
from benchmarks.live_data import make
from django.conf import settings
make({ideas}, {people})
print(settings.CSRF_COOKIE_NAME)
"""


class Site:
    """A server as bin/serve starts it, on a new empty database; `environment` changes its settings.

    With `tree` it runs the code there, with its own live_site.py and live_data.py.
    """

    def __init__(self, folder, ideas=8, people=8, tree=None, **environment):
        folder.mkdir(exist_ok=True)
        self.tree = tree
        self.listener = supervisor.listen("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.connections = threading.local()
        self.origin = f"http://localhost:{self.port}"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.live_settings",
            "DATABASE_URL": f"sqlite:///{folder}/live.sqlite3",
            "VAR_DIR": str(folder),
            "PUBLIC_ORIGIN": self.origin,
            "PYTHONWARNINGS": "ignore",
        }
        self.environment |= environment
        self.manage("migrate")
        made = self.manage("shell", "-v", "0", "-c", MAKE.format(ideas=ideas, people=people))
        known, self.csrf_cookie = made.splitlines()[-2:]
        self.__dict__ |= json.loads(known)

    def manage(self, *command):
        command = [sys.executable, "manage.py", *command]
        done = subprocess.run(command, cwd=self.tree, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    @contextlib.contextmanager
    def running(self):
        command = [*supervisor.web(self.listener).command[:-1], "benchmarks.live_site:application"]
        process = subprocess.Popen(command, cwd=self.tree, env=self.environment, pass_fds=[self.listener.fileno()])
        try:
            self.drive(kind="look", rate=0, seconds=0)  # waits in the listener's backlog
            yield self
        finally:
            process.terminate()
            process.wait(20)
            self.listener.close()

    @contextlib.contextmanager
    def working(self):
        """Run the worker, as bin/serve does."""
        process = subprocess.Popen(supervisor.worker().command, cwd=self.tree, env=self.environment)
        try:
            yield
        finally:
            process.terminate()
            process.wait(20)

    def readers(self, count, path, *follows):
        return readers(self.port, count, path, *follows, origin=self.origin)

    def drive(self, **asked):
        """Make changes at a rate inside the server; return their cost."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/drive/?{urlencode(asked)}", timeout=120) as answer:
            return json.load(answer)

    def follows(self, kind, count, revision=1, first=0):
        return [f"{kind}-{id}:page:{self.epoch}.{revision}" for id in self.ids[first : first + count]]

    def all_current(self, report, kind, count, seconds=30):
        """Wait until each reader has everything of the first `count` things.

        Return how many readers have it, and how long it took.
        """
        heads = self.drive(kind="look", rate=0, seconds=0)["heads"]
        return report(" ".join(["current", *(f"{kind}-{id}:{heads[str(id)]}" for id in self.ids[:count])]))

    def post_comments(self, rate, seconds, first=0, idea=0):
        """Comment over HTTP as people do, on the idea with this number.

        Return, by the mark in each comment, when it was sent and how long the response took.
        """
        sent, took, begun = {}, {}, time.monotonic()
        for mark in range(first, first + int(rate * seconds)):
            time.sleep(max(0, begun + (mark - first) / rate - time.monotonic()))
            sent[mark] = time.monotonic()
            said = {"key": uuid.uuid4(), "text": f"mark-{mark}- Daar doe ik aan mee."}
            status, words = self.post(f"/meetlab/ideeen/{self.ids[idea]}/reacties/?pagina=1", mark, **said)
            took[mark] = time.monotonic() - sent[mark]
            if status not in (200, 201):  # 200 is a redirect to the next page of comments
                raise RuntimeError(f"the comment was answered {status}: {words[:300]!r}")
        return sent, took

    def post(self, address, person, **fields):
        """Send this form as that person, on this thread's connection; return status and body."""
        if not hasattr(self.connections, "http"):
            self.connections.http = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = f"{self.csrf_cookie}={CSRF}; {self.sessions[person % len(self.sessions)]}"
        headers = {"Cookie": cookies, "Origin": self.origin, "Host": self.origin.partition("//")[2]}
        headers |= {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
        self.connections.http.request("POST", address, urlencode(fields | {"csrfmiddlewaretoken": CSRF}), headers)
        response = self.connections.http.getresponse()
        return response.status, response.read()


@contextlib.contextmanager
def readers(port, count, path, *follows, origin="http://localhost"):
    """Yield a function that reports what `count` readers have received, or sends a command to live_client.py."""
    command = [sys.executable, "-m", "benchmarks.live_client", str(port), origin, str(count), path, *follows]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def report(line=""):
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    try:
        ready = process.stdout.readline().split()
        if ready != ["ready", str(count)]:
            raise RuntimeError(f"of {count} readers only these are ready: {ready}")
        yield report
    finally:
        process.stdin.close()
        process.wait(20)


def allow_many_files():
    """Allow as many open files as the machine permits; our servers and readers inherit that."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most
