"""Other servers that send one message to all clients, driven by lines of input."""

import contextlib
import json
import os
import shutil
import subprocess
import sys

from benchmarks.live_run import readers
from tests.services import free_port, wait_for_port


class Absent(Exception):
    """The program of this reference isn't installed."""


def websockets():
    return [sys.executable, "-m", "benchmarks.live_websockets"]


def node():
    """Return the command for Node with `ws`; NODE_PATH may say where. Raises Absent."""
    if not shutil.which("node"):
        raise Absent("Node is not here")
    if subprocess.run(["node", "-e", "require('ws')"], stderr=subprocess.DEVNULL).returncode:
        raise Absent("Node's ws is not here: npm install ws, and NODE_PATH=…/node_modules")
    return ["node", "benchmarks/live_node.js"]


def deliveries(command, sockets, rate, seconds, size):
    """Return deliveries per second of that server's CPU."""
    with running(command) as (port, drive), readers(port, sockets, "/") as report:
        drive(rate, 1, size)  # warms up a just-in-time compiler
        before = report()["frames"]
        cost = drive(rate, seconds, size)
        return (report()["frames"] - before) / cost["cpu"]


@contextlib.contextmanager
def running(command):
    """Yield the port of that server, and a function that drives it and returns its cost."""
    port = free_port()
    process = subprocess.Popen(
        [*command, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )  # fmt: skip

    def drive(*asked):
        process.stdin.write(" ".join(map(str, asked)) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    try:
        wait_for_port(port, process)
        yield port, drive
    finally:
        process.stdin.close()
        process.wait(20)
