"""The processes of one installation start, stop and restart together."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from stadslab import supervisor
from stadslab.supervisor import Child

pytestmark = pytest.mark.slow

FOREVER = [sys.executable, "-c", "import time; time.sleep(60)"]
SUPERVISE = """
import sys
from stadslab.supervisor import Child, supervise
from tests.stadslab.test_supervisor import FOREVER
sys.exit(supervise([Child("web", FOREVER, is_vital=True), Child("worker", FOREVER)]))
"""


@pytest.fixture
def supervised():
    """A supervisor with a web and a worker child, and how to find those."""
    if sys.platform != "linux":
        pytest.skip("finds children in /proc, and only Linux tells them that their parent died")
    process = subprocess.Popen([sys.executable, "-c", SUPERVISE])
    wait_until(lambda: len(children_of(process.pid)) == 2)
    yield process
    process.kill()
    process.wait()


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(holds, seconds=30):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.02)


def test_taken_port_gives_the_next_free_one():
    with supervisor.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with supervisor.listen("127.0.0.1", port, tries=50) as other:
            assert port < other.getsockname()[1] < port + 50
        with pytest.raises(OSError, match="in use"):
            supervisor.listen("127.0.0.1", port)


def test_children_inherit_the_listening_socket():
    with supervisor.listen("127.0.0.1", 0) as listener:
        answer = "import socket, sys; socket.socket(fileno=int(sys.argv[1])).accept()[0].send(b'hello')"
        child = Child("web", [sys.executable, "-c", answer, str(listener.fileno())], listener=listener)
        child.start()
        with socket.create_connection(listener.getsockname(), timeout=10) as caller:
            assert caller.recv(9) == b"hello"
        assert child.process.wait(60) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_stops_everything(supervised, number):
    children = children_of(supervised.pid)
    supervised.send_signal(number)
    assert supervised.wait(60) == 0
    assert not any(map(is_alive, children))


@pytest.mark.parametrize("code", [0, 1])
def test_web_process_that_ends_by_itself_ends_everything(code):
    children = [
        Child("web", [sys.executable, "-c", f"raise SystemExit({code})"], is_vital=True),
        Child("worker", FOREVER),
    ]
    assert supervisor.supervise(children) == 1
    assert [child.process for child in children] == [None, None]


@pytest.mark.parametrize(("killed", "other"), [(0, 1), (1, 0)])
def test_killed_child_comes_back_and_the_other_stays(supervised, killed, other):
    children = children_of(supervised.pid)
    os.kill(children[killed], signal.SIGKILL)
    wait_until(lambda: set(children_of(supervised.pid)) - set(children))
    assert children[killed] not in children_of(supervised.pid)
    assert children[other] in children_of(supervised.pid)


def test_killed_web_process_is_back_within_a_second_however_often():
    with supervisor.listen("127.0.0.1", 0) as listener:
        child = supervisor.web(listener)
        child.command = FOREVER
        pauses = []
        for _ in range(9):
            child.start()
            child.process.kill()
            child.process.wait()
            child.plan_restart()
            pauses.append(child.pause)
    assert pauses == [1] * 9


def test_killed_supervisor_leaves_nobody_behind(supervised):
    children = children_of(supervised.pid)
    supervised.kill()
    wait_until(lambda: not any(map(is_alive, children)))


@pytest.mark.parametrize(("parent", "ends"), [("os.getppid()", 0), ("1 + os.getppid()", -signal.SIGTERM)])
def test_whose_parent_died_before_it_could_ask_ends_too(parent, ends):
    # a child starts with the supervisor's signal handlers, which only take a note
    lines = f"""
import os
from stadslab.supervisor import end_with, signals
with signals():
    end_with({parent})
"""
    assert subprocess.run([sys.executable, "-c", lines]).returncode == ends


def test_failing_worker_waits_longer_each_time(monkeypatch):
    child = Child("worker", [sys.executable, "-c", "import sys; sys.exit(3)"])
    pauses = []
    for _ in range(9):
        child.start()
        child.process.wait()
        child.plan_restart()
        pauses.append(child.pause)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_source_change_starts_everything_anew():
    child = Child("web", FOREVER, is_vital=True)
    seen, changes = [], iter([False, True, False])

    def has_changed():
        seen.append(child.process and child.process.pid)
        if (change := next(changes, None)) is None:
            os.kill(os.getpid(), signal.SIGTERM)
        return bool(change)

    assert supervisor.supervise([child], has_changed) == 0
    first, last = seen[1], seen[-1]
    assert first != last
    assert not is_alive(first)
    assert not is_alive(last)


LATE = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (time.sleep(3), sys.exit(0)))
print("ready", flush=True)
time.sleep(60)
"""
AT_THE_DOOR = """
import sys
from stadslab.supervisor import Child, listen, supervise
from tests.stadslab.test_supervisor import LATE
listener = listen("127.0.0.1", 0)
sys.exit(supervise([Child("web", [sys.executable, "-c", LATE], is_vital=True, listener=listener)]))
"""


def sockets_of(pid):
    """Return how many sockets this process holds."""
    found = (os.readlink(f"/proc/{pid}/fd/{number}") for number in os.listdir(f"/proc/{pid}/fd"))
    return sum(name.startswith("socket:") for name in found)


def test_nobody_waits_at_the_door_while_a_web_process_finishes():
    with subprocess.Popen([sys.executable, "-c", AT_THE_DOOR], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        assert sockets_of(process.pid) == 1
        process.send_signal(signal.SIGTERM)
        wait_until(lambda: sockets_of(process.pid) == 0)
        assert len(children_of(process.pid)) == 1, "the web process has not finished"
        assert process.wait(60) == 0


@pytest.mark.parametrize(
    ("soft", "hard", "may"), [(256, 4000, 2500), (256, 1000, 1000), (3000, 4000, 2500), (2500, 2500, 2500)]
)
def test_as_many_files_may_be_open_as_are_wanted_and_allowed(soft, hard, may):
    code = (
        f"import resource as r; r.setrlimit(r.RLIMIT_NOFILE, ({soft}, {hard}))\n"
        "from stadslab.supervisor import may_open; print(may_open(2500), *r.getrlimit(r.RLIMIT_NOFILE))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == f"{may} {max(soft, may)} {hard}\n"
