"""All rows of a database, and what an upgrade from BEFORE_THE_ROOMS must make of them.

A migration that moves or renames anything is told here in `upgraded`.
"""

import json
import sqlite3
from collections import Counter
from typing import Any

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]
Tables = dict[str, list[Row]]
OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}  # about our code, not about people
INDEX = "ideas_words"  # SQLite's tables of the search index; a search proves it
RENAMED = {
    "ideas_idea": {"help_revision": "pledges_revision"},
    "ideas_pledge": {"sentence": "words"},
}
DERIVED = {"accounts_user": "name_look", "ideas_idea": "search_text"}  # made again; after.py checks them
CODE = "token mailbox_hash address code_hash sent failed wrong is_known is_long sent_at used_at".split()
ROLES = ("give_role", "take_role")
OF_A_PERSON = ("contact_name", "contact_phone", "contact_hours")  # the log doesn't keep their words any more
WAITING, BEFORE_IT = "waiting", ("talking", "meeting", "doing")
LEFT, NAMELESS = "oud-deelnemer", "nog geen naam"


def read(url: str) -> Tables:
    """Return all rows of all tables."""
    if url.startswith("sqlite"):
        database: Any = sqlite3.connect(url.removeprefix("sqlite:///"))
        database.row_factory = sqlite3.Row
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    else:
        database = psycopg.connect(url, row_factory=dict_row)
        names = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    try:
        there = [row["name"] for row in database.execute(names)]
        kept = [name for name in there if name not in OF_DJANGO and not name.startswith(INDEX)]
        return {name: [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')] for name in kept}
    finally:
        database.close()


def upgraded(before: Tables) -> Tables:
    """Return what each table must hold. `log` is what the audit log says, in words (see `log_before`)."""
    tables = dict(before)
    tables["ideas_pledge"] = [row | {"state": "open"} for row in tables.pop("ideas_help")]
    for old in ("hiding", "behalf"):
        rows = tables.pop(f"ideas_{old}")
        for kind, other in (("idea", "comment"), ("comment", "idea")):
            theirs = [row for row in rows if row[f"{kind}_id"] is not None]
            tables[f"ideas_{kind}{old}"] = [without(row, f"{other}_id") for row in theirs]
    open_cases(tables)
    for name, columns in RENAMED.items():
        tables[name] = [{columns.get(column, column): value for column, value in row.items()} for row in tables[name]]
    codes = tables["accounts_signincode"]
    guests = [row for row in codes if not row["landing"] and row["act"] is not None]
    tables["accounts_signincode"] = [row for row in codes if row not in guests]
    tables["accounts_mailboxproof"] = [
        {name: row[name] for name in CODE} | {"purpose": "sign_up", "wish": row["act"]} for row in guests
    ]
    for name, column in DERIVED.items():
        tables[name] = [without(row, column) for row in tables[name]]
    owe(tables)
    tables["log"] = log_before(tables["audit_auditentry"])
    tables["audit_auditentry"] = []
    return tables


def open_cases(tables: Tables) -> None:
    """What is hidden, or was once, has a decided case."""
    ideas = {row["id"]: row for row in tables["ideas_idea"]}
    comments = {row["id"]: row for row in tables["ideas_comment"]}
    cases, decisions = [], []
    for kind, things in (("idea", ideas), ("comment", comments)):
        for row in tables[f"ideas_{kind}hiding"]:
            thing = things[row[f"{kind}_id"]]
            about = {"idea_id": None, "comment_id": None, f"{kind}_id": thing["id"]}
            lab = (thing if kind == "idea" else ideas[thing["idea_id"]])["lab_id"]
            times = {"opened_at": row["at"], "decided_at": row["at"]}
            cases.append({"kind": kind, "author_id": thing["author_id"], "lab_id": lab} | about | times)
            said = {"reason": row["reason"], "explanation": row["explanation"]}
            decisions.append({"kind": "hide", "by_id": row["by_id"], "at": row["at"]} | said)
            if row["restored_at"]:
                back = {"kind": "restore", "by_id": row["restored_by_id"], "at": row["restored_at"]}
                decisions.append(back | {"reason": "", "explanation": row["restored_why"]})
    tables["moderation_case"], tables["moderation_decision"] = cases, decisions


def owe(tables: Tables) -> None:
    """What waited for an answer owes one by the same days, and has the status of before."""
    ideas, answers, dates = [], [], []
    for idea in sorted(tables["ideas_idea"], key=lambda row: row["id"]):
        if idea["status"] != WAITING:
            ideas.append(idea)
            continue
        steps = [step for step in tables["ideas_statuschange"] if step["idea_id"] == idea["id"]]
        steps.sort(key=lambda step: step["id"])
        others = [step for step in steps if step["status"] != WAITING]
        promised = steps[steps.index(others[-1]) + 1 :] if others else steps
        before = others[-1] if others and others[-1]["status"] in BEFORE_IT else {"status": "talking", "date": None}
        moved = {"revision": idea["revision"] + 1, "status_revision": idea["revision"] + 1}
        told = idea["late_revision"] >= idea["status_revision"] - 1 > 0
        late = (
            idea["revision"] + 1 - (idea["status_revision"] - idea["late_revision"]) if told else idea["late_revision"]
        )
        status = {"status": before["status"], "status_date": before["date"], "late_revision": late}
        ideas.append(idea | moved | status)
        first = min(promised[0]["date"], idea["status_date"])
        says = {"because": "promised", "due": idea["status_date"], "first_due": first, "given_at": None}
        answers.append({"idea_id": idea["id"], **spoken(promised[0], "asked_by_id", "owed_at"), **says})
        for step, last in zip(promised[1:], promised, strict=False):
            if step["date"] != last["date"]:
                dates.append({"day": step["date"], **spoken(step, "by_id", "at")})
    tables["ideas_idea"], tables["answers_answer"], tables["answers_newdate"] = ideas, answers, dates
    moved_labs = Counter(idea["lab_id"] for idea in ideas if idea["id"] in {answer["idea_id"] for answer in answers})
    tables["labs_lab"] = [lab | {"revision": lab["revision"] + moved_labs[lab["id"]]} for lab in tables["labs_lab"]]


def spoken(step: Row, by: str, at: str) -> Row:
    names = {"reason": "reason", "voice_kind": "voice_kind", "voice_label": "voice_label", by: "by_id", at: "at"}
    return {name: step[column] for name, column in names.items()}


def without(row: Row, *columns: str) -> Row:
    return {name: value for name, value in row.items() if name not in columns}


def log_before(rows: list[Row]) -> list[Row]:
    """Return what each entry says: when, where, who did it to whom, in which words and why."""
    return [
        {name: row[name] for name in ("at", "lab", "action", "subject", "about_id")}
        | {"actor": (row["actor_id"], row["actor_name"])}
        | {"reason": "" if row["subject"] in OF_A_PERSON else row["reason"]}
        for row in rows
    ]


def log_after(entries: list[Row], pseudonyms: list[Row]) -> list[Row]:
    """Return the same of the entries with columns."""
    people = {row["code"]: row for row in pseudonyms}
    nobody = {"user_id": None, "name": ""}
    said = []
    for row in entries:
        actor = people[row["actor"]] if row["actor"] else nobody
        concerned = people.get(row["object_id"], nobody) if row["object_kind"] == "person" else nobody
        said.append(
            {"at": row["at"], "lab": row["lab"], "action": row["kind"], "about_id": concerned["user_id"]}
            | {"actor": (actor["user_id"], actor["name"])}
            | in_words(row, facts(row["before"]), facts(row["after"]), people)
        )
    return said


def in_words(row: Row, before: Row, after: Row, people: dict[str, Row]) -> Row:
    """Return subject and reason of an entry as the code of before wrote them."""
    kind, subject, reason = row["kind"], row["object_id"], row["reason"]
    if kind in ROLES:
        role = after or before
        called = (people[subject]["name"] or NAMELESS) if subject in people else LEFT
        return {"subject": f"{called}: {role['role']} {role['label']}".strip(), "reason": reason}
    if kind in ("hide", "restore"):
        subject = f"{row['object_kind']} {row['object_id']}"
    elif kind != "change_text":
        subject = (after or before)["name"]
    for changed in {"rename_village": ["name"], "change_theme": ["theme"], "change_text": ["words"]}.get(kind, []):
        if changed in after:
            reason = f"{before[changed] or '–'} → {after[changed] or '–'}"
    return {"subject": subject, "reason": reason}


def facts(value: Any) -> Any:
    """Return a JSON value, which SQLite keeps as text."""
    return json.loads(value) if isinstance(value, str) else value


def differences(expected: Tables, there: Tables) -> list[str]:
    """Return in words what is lost and what is too much. New columns count for nothing, a row that is new does."""
    found = []
    for name in sorted(expected | there):
        columns = sorted(expected.get(name) and expected[name][0] or ())
        must, is_there = (
            Counter(tuple(str(row.get(column, "gone")) for column in columns) for row in rows)
            for rows in (expected.get(name, []), there.get(name, []))
        )
        for word, rows in (("lost", must - is_there), ("too much", is_there - must)):
            if rows:
                first = dict(zip(columns, next(iter(rows)), strict=True))
                found.append(f"{name}: {rows.total()} {word}, such as {first}"[:600])
    return found
