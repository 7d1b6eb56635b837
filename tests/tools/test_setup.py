"""bin/setup on a machine that lacks something, with a fake apt-get."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SETUP = Path(__file__).parents[2] / "bin" / "setup"
TOOLS = ["bash", "cat", "cksum", "cp", "dirname", "env", "grep", "id", "ls", "mkdir", "rm", "sed", "sleep", "tail"]

# A Python whose ensurepip is in a separate package, as in Debian
PYTHON = """#!/bin/sh
case "$*" in
  *sys.executable*) echo "$0" ;;
  *ensurepip*) [ -e "$APT/python3-venv" ] ;;
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip "*) ;;
  *) exec {real} "$@" ;;
esac
"""
# An apt-get whose lists are locked by another one, as many times as the file `busy` has lines
APT_GET = """#!/bin/sh
case "$*" in
  *update*)
    if [ -s "$APT/busy" ]; then
      sed -i 1d "$APT/busy"
      echo "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)" >&2
      exit 100
    fi
    [ ! -e "$APT/broken" ] || { echo "E: no network" >&2; exit 100; } ;;
  *install*) : >"$APT/python3-venv" ;;
esac
"""


def bare_clone(folder):
    """A clone without locked packages, on a machine with little more than a shell."""
    (folder / "clone" / "bin").mkdir(parents=True)
    shutil.copy(SETUP, folder / "clone" / "bin" / "setup")
    (folder / "clone" / "requirements.lock").touch()
    tools = folder / "tools"
    tools.mkdir()
    for tool in TOOLS:
        (tools / tool).symlink_to(shutil.which(tool))
    for name, words in {
        "python3": PYTHON.replace("{real}", sys.executable),
        "apt-get": APT_GET,
        "sudo": '#!/bin/sh\nexec "$@"\n',
    }.items():
        (tools / name).write_text(words)
        (tools / name).chmod(0o755)


def set_up(folder):
    environment = {"PATH": str(folder / "tools"), "APT": str(folder), "HOME": str(folder), "LANG": "C.UTF-8"}
    command = [shutil.which("bash"), str(folder / "clone" / "bin" / "setup")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def test_setup_waits_while_another_clone_installs(tmp_path):
    bare_clone(tmp_path)
    (tmp_path / "busy").write_text("once\ntwice\n")
    done = set_up(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "clone" / ".venv" / "bin" / "python").exists()
    assert not (tmp_path / "busy").read_text()


def test_setup_says_in_one_sentence_that_it_could_not_install(tmp_path):
    bare_clone(tmp_path)
    (tmp_path / "broken").touch()
    done = set_up(tmp_path)
    assert done.returncode == 1
    assert "apt-get could not install python3." in done.stderr
    assert "var/apt.log tells why" in done.stderr
    assert "no network" in (tmp_path / "clone" / "var" / "apt.log").read_text()
