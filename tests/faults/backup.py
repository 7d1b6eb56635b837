"""Back up as docs/deploy.md says, and restore: stop, restore, `new_epoch`, start."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

from tests.services import program


def make(rig):
    rig.kept = rig.folder / "backup"
    if rig.postgres:
        command = [program("pg_dump"), "--format=custom", f"--file={rig.kept}", rig.postgres.url]
        subprocess.run(command, check=True)
    else:
        with closing(sqlite3.connect(rig.database)) as here, closing(sqlite3.connect(rig.kept)) as there:
            here.backup(there)


def put_back(rig):
    """Restore, while no server runs."""
    if rig.postgres:
        command = [program("pg_restore"), "--clean", "--if-exists", f"--dbname={rig.postgres.url}", str(rig.kept)]
        subprocess.run(command, check=True)
    else:
        for rest in ("-wal", "-shm"):
            rig.database.with_name(rig.database.name + rest).unlink(missing_ok=True)
        shutil.copy(rig.kept, rig.database)
    subprocess.run([sys.executable, "manage.py", "new_epoch"], check=True, stdout=subprocess.DEVNULL)
