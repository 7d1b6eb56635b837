"""The server of the evening, as bin/dev or bin/serve starts it, on a new database."""

import contextlib
import json
import os
import random
import secrets
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.web import Machine

TICKS = os.sysconf("SC_CLK_TCK")


class Site:
    """`services` are the environment of a database and of Redis; without them, one process on SQLite."""

    def __init__(self, folder: Path, processes: int = 1, **services: str) -> None:
        self.machine = Machine(processes, "bin/serve" if services else "bin/dev")
        self.machine.folder = folder
        self.environment = {
            "DATABASE_URL": f"sqlite:///{folder}/evening.sqlite3", "PUBLIC_ORIGIN": self.machine.origin,
            "VAR_DIR": str(folder), "PYTHONWARNINGS": "ignore", "DJANGO_SETTINGS_MODULE": "stadslab.settings",
        }  # fmt: skip
        if services:
            self.environment |= {"DJANGO_SECRET_KEY": secrets.token_urlsafe(50), "MAIL_URL": "smtp://localhost"}
        self.environment |= {"DEBUG": "0" if services else "1"} | services
        self.manage("migrate")

    @property
    def port(self) -> int:
        return self.machine.port

    def manage(self, *command: str) -> str:
        command = (sys.executable, "manage.py", *command)
        done = subprocess.run(command, env=os.environ | self.environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stderr[-2000:]}")
        return done.stdout.strip()

    def shell(self, code: str) -> dict:
        """Run this with the data of the evening, and return what it printed."""
        return json.loads(self.manage("shell", "-v", "0", "-c", f"from benchmarks import evening_data; {code}"))

    @contextlib.asynccontextmanager
    async def running(self):
        self.machine.start(**self.environment)
        try:
            await self.machine.answers()
            yield self
        finally:
            await self.machine.stop()

    async def kill(self) -> float:
        """kill -9 of one web process; return after how many seconds all answered again."""
        began = time.monotonic()
        self.machine.kill("daphne", random)
        await self.machine.answers()
        return time.monotonic() - began

    def cpu(self) -> float:
        """Return the CPU seconds so far of the web processes that run now."""
        used = 0
        for pid in self.machine.children("daphne"):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / TICKS
