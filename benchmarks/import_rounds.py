"""Import 15,000 ballots with 80,000 approvals; the reference is a bare executemany of the same rows (SQLite)."""

import io
import os
import random
import tempfile
import time
from pathlib import Path

BALLOTS, APPROVALS, PROJECTS, LIMIT = 15_000, 80_000, 80, 60


def write_round(path: Path) -> None:
    """Write a generated round. Each call writes the same one."""
    dice = random.Random(1)
    sizes = [APPROVALS // BALLOTS + (n < APPROVALS % BALLOTS) for n in range(BALLOTS)]
    ballots = [dice.sample(range(PROJECTS), size) for size in sizes]
    votes = [sum(ballot.count(project) for ballot in ballots) for project in range(PROJECTS)]
    meta = {
        "description": "Grote ronde", "country": "Netherlands", "unit": "Proefstad", "instance": "2024", "budget": 1,
        "num_projects": PROJECTS, "num_votes": BALLOTS, "vote_type": "approval", "date_begin": 2024,
    }  # fmt: skip
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    lines += ["PROJECTS", "project_id;cost;votes;name"]
    lines += [f"{n};{1000 + n};{votes[n]};Idee nummer {n}" for n in range(PROJECTS)]
    lines += ["VOTES", "voter_id;vote", *(f"{10**10 + n};{','.join(map(str, b))}" for n, b in enumerate(ballots))]
    path.write_text("\n".join(lines) + "\n")


def main(folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    write_round(folder / "ronde.pb")
    began = time.perf_counter()
    call_command("import_pabulib", str(folder / "ronde.pb"), lab="groot", stdout=io.StringIO())
    ours = time.perf_counter() - began

    with connection.cursor() as cursor:
        cursor.execute("SELECT idea_id, person_id, ballot, created_at FROM ideas_support")
        rows = cursor.fetchall()
        cursor.execute("DELETE FROM ideas_support")
        began = time.perf_counter()
        with transaction.atomic():
            insert = "INSERT INTO ideas_support (idea_id, person_id, ballot, created_at) VALUES (%s, %s, %s, %s)"
            cursor.executemany(insert, rows)
        bare = time.perf_counter() - began
    print(f"import_pabulib  {ours:6.2f} s  {len(rows):,} approvals of {BALLOTS:,} ballots, limit {LIMIT} s")
    print(f"executemany     {bare:6.2f} s  the same rows, same indexes: {ours / bare:.1f} ×")
    if ours > LIMIT or len(rows) != APPROVALS:
        raise SystemExit("import_rounds: FAILED")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"DEBUG": "1", "VAR_DIR": name, "DATABASE_URL": f"sqlite:///{name}/bench.sqlite3"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadslab.settings")
        main(Path(name))
