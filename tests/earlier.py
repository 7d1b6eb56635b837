"""The code of an earlier commit, from the history of this clone, for tests and benchmarks that compare with it."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

# The last commit before the apps were moved and their tables changed (decisions 0044 to 0053)
BEFORE_THE_ROOMS = "8af82f4736e2c5198afd0bd9642c41434b1ae8c6"
ROOT = Path(__file__).parent.parent


class Absent(Exception):
    """The commit isn't in this clone. The message says how to get it."""


def tree(commit: str, folder: Path) -> Path:
    """Write the files of `commit` into `folder`, with its Dutch compiled; return `folder`. Raises Absent."""
    try:
        packed = subprocess.run(["git", "archive", "--format=tar", commit], cwd=ROOT, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Absent(
            f"The files of commit {commit[:7]} are needed, and this clone hasn't got its whole history. "
            "Get it with: git fetch --unshallow"
        ) from error
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(folder, filter="data")
    manage(folder, {"DEBUG": "1"}, "messages")
    return folder


def manage(tree: Path, environment: dict[str, str], *command: str) -> str:
    """Run manage.py of that tree with our Python and these variables; return what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=tree, env=clean() | environment, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(command)[:200]} failed in {tree}: {done.stdout[-2000:]}")
    return done.stdout


def clean() -> dict[str, str]:
    """Return our environment without what chooses settings and services."""
    ours = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "PUBLIC_ORIGIN", "VAR_DIR", "DEBUG"}
    return {name: value for name, value in os.environ.items() if name not in ours}
