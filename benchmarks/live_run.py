"""One server process and one process of readers, for the benchmarks of live."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
import urllib.request
import uuid
from urllib.parse import urlencode

from tests.services import free_port, wait_for_port

CSRF = "c" * 32


class Site:
    """daphne with default options, on an empty database of its own; `environment` sets it otherwise."""

    def __init__(self, folder, **environment):
        folder.mkdir(exist_ok=True)
        self.port = free_port()
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
        made = self.manage("shell", "-v", "0", "-c", "from benchmarks.live_data import make; make(8, 8)")
        self.__dict__ |= json.loads(made.splitlines()[-1])

    def manage(self, *command):
        command = [sys.executable, "manage.py", *command]
        done = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    @contextlib.contextmanager
    def running(self):
        options = ["-p", str(self.port), "-b", "127.0.0.1", "-v", "0"]
        command = [sys.executable, "-m", "daphne", *options, "benchmarks.live_site:application"]
        process = subprocess.Popen(command, env=self.environment)
        try:
            wait_for_port(self.port, process)
            yield self
        finally:
            process.terminate()
            process.wait(20)

    @contextlib.contextmanager
    def readers(self, count, path, *follows):
        """Yield a function that reports what `count` readers have got so far."""
        command = [sys.executable, "-m", "benchmarks.live_client", str(self.port), self.origin, str(count), path]
        process = subprocess.Popen([*command, *follows], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

        def report():
            process.stdin.write("\n")
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

    def drive(self, **asked):
        """Change things at a rate inside the server; return what it cost."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/drive/?{urlencode(asked)}", timeout=120) as answer:
            return json.load(answer)

    def follows(self, kind, count, revision=1):
        return [f"{kind}-{id}:page:{self.epoch}.{revision}" for id in self.ids[:count]]

    def post_comments(self, rate, seconds, first=0):
        """Comment over HTTP as people do; return when each was sent, by its mark."""
        sent, begun = {}, time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        csrf = csrf_name()
        for mark in range(first, first + int(rate * seconds)):
            time.sleep(max(0, begun + (mark - first) / rate - time.monotonic()))
            said = {"csrfmiddlewaretoken": CSRF, "key": uuid.uuid4(), "text": f"mark-{mark}- Daar doe ik aan mee."}
            cookies = f"{csrf}={CSRF}; {self.sessions[mark % len(self.sessions)]}"
            headers = {"Cookie": cookies, "Origin": self.origin, "Host": self.origin.partition("//")[2]}
            headers |= {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
            sent[mark] = time.monotonic()
            connection.request("POST", f"/meetlab/ideeen/{self.ids[0]}/reacties/?pagina=1", urlencode(said), headers)
            answer = connection.getresponse()
            words = answer.read()
            if answer.status not in (200, 201):  # 200 leads to the next page of comments
                raise RuntimeError(f"the comment was answered {answer.status}: {words[:300]!r}")
        return sent


def csrf_name():
    from stadslab.settings import CSRF_COOKIE_NAME

    return CSRF_COOKIE_NAME
