"""Live: deliveries a second beside the stock consumer, and how long a post takes to be seen by a thousand pages."""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.services import free_port, wait_for_port

SOCKETS = 1_000
RATE = 8  # updates a second: as many as the hub gives one topic


class Site:
    """One daphne process on an empty database of its own, and readers in another process."""

    def __init__(self, folder, **environment):
        self.port = free_port()
        self.origin = f"http://localhost:{self.port}"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.live_settings",
            "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/live.sqlite3",
            "VAR_DIR": str(folder),
            "PUBLIC_ORIGIN": self.origin,
        }
        self.environment |= environment

    def manage(self, *command):
        done = subprocess.run(
            [sys.executable, "manage.py", *command], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    @contextlib.contextmanager
    def running(self):
        options = ["-p", str(self.port), "-b", "127.0.0.1", "-v", "0"]
        command = [sys.executable, "-m", "daphne", *options, "benchmarks.live_site:application"]
        process = subprocess.Popen(command, env=self.environment)
        try:
            wait_for_port(self.port, process)
            yield process
        finally:
            process.terminate()
            process.wait(20)

    @contextlib.contextmanager
    def readers(self, count, path, *follows):
        command = [sys.executable, "-m", "benchmarks.live_client", str(self.port), self.origin, str(count), path]
        process = subprocess.Popen([*command, *follows], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

        def report():
            process.stdin.write("\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        try:
            ready = process.stdout.readline().split()
            assert ready == ["ready", str(count)], f"readers: {ready}"
            yield report
        finally:
            process.stdin.close()
            process.wait(20)

    def drive(self, **asked):
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/drive/?{query}", timeout=120) as answer:
            return json.load(answer)


def deliveries(site, kind, follows, ids, seconds, rate=RATE):
    """Return deliveries a second of the server's CPU time."""
    path = "/live/" if kind == "hub" else "/stock/"
    with site.readers(SOCKETS, path, *follows) as report:
        before = report()
        cost = site.drive(kind=kind, rate=rate, seconds=seconds, ids=",".join(map(str, ids)))
        after = report()
    count = after["frames"] - before["frames"]
    print(f"  {kind}: {count} deliveries, {after['bytes'] / after['frames']:.0f} bytes each, {cost['cpu']:.2f} s CPU, "
          f"{cost['seconds']:.1f} s, gaps {after['gaps']}, closed {after['closed']}, {cost['counts']}")  # fmt: skip
    return count / cost["cpu"], count / cost["seconds"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=8)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="stadslab-bench-") as folder:
        site = Site(Path(folder))
        site.manage("migrate")
        code = "from benchmarks.live_data import make; make(20)"
        epoch, *ids = site.manage("shell", "-v", "0", "-c", code).splitlines()[-1].split()
        follows = [f"load-{id}:page:{epoch}.1" for id in ids]
        with site.running():
            hub, _ = deliveries(site, "hub", follows[:1], ids[:1], asked.seconds)
            stock, _ = deliveries(site, "stock", [], [], asked.seconds)
            full, rate = deliveries(site, "hub", follows[:6], ids[:6], asked.seconds)
    print(
        f"hub {hub:.0f}/s, stock {stock:.0f}/s, ratio {hub / stock:.1f}; six topics {full:.0f}/s CPU, {rate:.0f}/s seen"
    )


if __name__ == "__main__":
    main()
