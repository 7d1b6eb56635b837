"""Validate a file of a past round with its projects and ballots; report the problems, and repair what is possible."""

import contextlib
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.pabulib.read import Problem, Row, Sheet

VOTE_TYPES = ("approval", "choose-1")
IDENTITY = ("country", "unit", "instance")
NUMBERS = ("num_projects", "num_votes", "budget")
ID_LENGTH, SOURCE_LENGTH = 80, 160
PERSONAL = {"proposer"}  # the person behind a project or ballot is not imported
DATES = ("%d.%m.%Y", "%Y-%m-%d", "%Y")


@dataclass
class Project:
    line: int
    id: str
    title: str
    description: str
    neighbourhood: str
    data: dict[str, Any]
    published: int | None  # `votes` in the file; None: not given
    voters: list[str] = field(default_factory=list)


@dataclass
class Round:
    """One round. `source` is its identity (never the file's name); `mended` lists the repairs, by line."""

    source: str = ""
    title: str = ""
    unit: str = ""
    began: datetime | None = None
    line: int = 1  # the line that states the number of projects
    projects: dict[str, Project] = field(default_factory=dict)
    ballots: int = 0
    problems: list[Problem] = field(default_factory=list)
    mended: list[Problem] = field(default_factory=list)


def check(sheet: Sheet, repair: bool = False) -> Round:
    """Validate a sheet: count its ballots, and compare them with the totals that it states.

    With `repair`, repair what is possible. Never raises: the round lists the problems.
    """
    return _Checking(sheet, repair).round


class _Checking:
    """One pass over one sheet; each step adds to the round, and reports problems."""

    def __init__(self, sheet: Sheet, repair: bool) -> None:
        self.sheet, self.repair = sheet, repair
        self.round = Round(problems=list(sheet.problems))
        self.spoilt: set[str] = set()  # existing but wrong projects: their ballots are no second problem
        self.is_counted = True  # False: a ballot can't be read, so totals mean nothing
        self.meta: dict[str, tuple[int, str]] = {}
        if sheet.is_broken:
            return
        self.read_meta()
        self.read_projects()
        if self.meta_of("vote_type")[1] in VOTE_TYPES:
            self.read_ballots()
            if self.is_counted:
                self.compare_totals()
        self.round.problems.sort(key=lambda problem: problem.line)
        self.round.mended.sort(key=lambda problem: problem.line)

    def wrong(self, line: int, text: str, **words: Any) -> None:
        self.round.problems.append(Problem(line, text % words))

    def mendable(self, line: int, text: str, remedy: str, **words: Any) -> None:
        problem = Problem(line, text % words, True)
        if self.repair:
            self.round.mended.append(problem._replace(text=f"{problem.text}: {remedy % words}"))
        else:
            self.round.problems.append(problem)

    def meta_of(self, key: str) -> tuple[int, str]:
        return self.meta.get(key, (self.sheet.tables["META"].line, ""))

    # META

    def read_meta(self) -> None:
        for line, cells, _whole in self.sheet.tables["META"].rows:
            key = cells.get("key", "").lower()
            if key in self.meta:
                self.wrong(line, _("%(key)s is in META twice"), key=key)
            self.meta[key] = (line, cells.get("value", ""))
        for key in (*IDENTITY, "vote_type"):
            if not self.meta_of(key)[1]:
                self.wrong(self.meta_of(key)[0], _("%(key)s is missing in META"), key=key)
        for key in NUMBERS:
            line, value = self.meta_of(key)
            if value and not _number(value, whole=key != "budget"):
                self.wrong(line, _("%(key)s is not a number of 0 or more: %(value)s"), key=key, value=_short(value))
        line, kind = self.meta_of("vote_type")
        if kind and kind not in VOTE_TYPES:
            self.wrong(line, _("vote type %(kind)s can't be imported, only approval and choose-1"), kind=_short(kind))
        self.name_round()

    def name_round(self) -> None:
        parts = [self.meta_of(key)[1] for key in (*IDENTITY, "subunit")]
        self.round.source = "/".join(part for part in parts if part)
        if len(self.round.source) > SOURCE_LENGTH:
            self.wrong(
                self.meta_of("unit")[0], _("country, unit and instance together are longer than 160 characters")
            )
        self.round.unit = self.meta_of("unit")[1]
        self.round.title = self.meta_of("description")[1] or self.round.source
        self.round.began = _moment(self.meta_of("date_begin")[1])
        self.round.line = self.meta_of("num_projects")[0]

    # PROJECTS

    def read_projects(self) -> None:
        for row in self.sheet.tables["PROJECTS"].rows:
            key = row.cells.get("project_id", "")
            if not row.is_whole:
                self.spoilt.add(key)
            elif not key or len(key) > ID_LENGTH or "," in key:
                self.wrong(row.line, _("this is not a project_id: %(id)s"), id=_short(key) or "–")
            elif key in self.round.projects:
                first = self.round.projects[key].line
                self.wrong(row.line, _("project %(id)s is also on line %(first)s"), id=key, first=first)
            else:
                self.round.projects[key] = self.project(key, row)

    def project(self, key: str, row: Row) -> Project:
        cells = dict(row.cells)
        for column in ("cost", "votes"):
            if column in cells and not _number(cells[column], whole=column == "votes"):
                words = {"column": column, "value": _short(cells[column]) or "–"}
                self.wrong(row.line, _("%(column)s is not a number of 0 or more: %(value)s"), **words)
                self.spoilt.add(key)
                cells[column] = "0"
        title = " ".join(cells.pop("name").splitlines())
        if not title:
            self.wrong(row.line, _("project %(id)s has no name"), id=key)
        published = int(Decimal(cells.pop("votes"))) if "votes" in cells else None
        del cells["project_id"]
        description, neighbourhood = cells.pop("description", ""), cells.pop("neighborhood", "")
        data = {name: _plain(name, value) for name, value in cells.items() if value and name not in PERSONAL}
        data |= {"round": self.round.title, "currency": self.meta_of("currency")[1] or "EUR"}
        if neighbourhood:
            data["neighbourhood"] = neighbourhood
        if published is not None:
            data["published"] = published
        return Project(row.line, key, title, description, neighbourhood, data, published)

    # VOTES

    def read_ballots(self) -> None:
        seen: dict[str, int] = {}
        for row in self.sheet.tables["VOTES"].rows:
            voter = row.cells.get("voter_id", "")
            if row.is_whole and (not voter or len(voter) > ID_LENGTH):
                self.wrong(row.line, _("this is not a voter_id: %(id)s"), id=_short(voter) or "–")
            if not row.is_whole or not voter or len(voter) > ID_LENGTH:
                self.is_counted = False
                continue
            if voter in seen:
                text, remedy = _("voter %(id)s also has a ballot on line %(first)s"), _("the first one counts")
                self.mendable(row.line, text, remedy, id=voter, first=seen[voter])
                if self.repair:
                    continue
            seen.setdefault(voter, row.line)
            self.count(voter, row)
        self.round.ballots = len(seen)

    def count(self, voter: str, row: Row) -> None:
        chosen = [choice.strip() for choice in row.cells["vote"].split(",")] if row.cells["vote"] else []
        for choice, times in Counter(chosen).items():
            if times > 1:
                text, remedy = _("project %(id)s is in this ballot twice"), _("it counts once")
                self.mendable(row.line, text, remedy, id=_short(choice))
            if project := self.round.projects.get(choice):
                project.voters.append(voter)
            elif choice not in self.spoilt:
                self.wrong(row.line, _("there is no project %(id)s"), id=_short(choice) or "–")
        if self.meta_of("vote_type")[1] == "choose-1" and len(set(chosen)) > 1:
            self.wrong(
                row.line, _("%(count)s projects in one ballot, and the vote type is choose-1"), count=len(chosen)
            )

    # The totals that the file states, and that its rows give too

    def compare_totals(self) -> None:
        ballots = self.round.ballots if self.repair else len(self.sheet.tables["VOTES"].rows)
        self.compare("num_projects", len(self.sheet.tables["PROJECTS"].rows))
        self.compare("num_votes", ballots)
        for project in self.round.projects.values():
            if project.published not in (None, len(project.voters)) and project.id not in self.spoilt:
                text, remedy = (
                    _("project %(id)s: votes is %(told)s, the ballots say %(counted)s"),
                    _("taken from them"),
                )
                words = {"id": project.id, "told": project.published, "counted": len(project.voters)}
                self.mendable(project.line, text, remedy, **words)

    def compare(self, key: str, counted: int) -> None:
        line, told = self.meta_of(key)
        if not told or (_number(told, whole=True) and int(Decimal(told)) != counted):
            text, remedy = _("%(key)s is %(told)s, there are %(counted)s"), _("taken from the rows")
            self.mendable(line, text, remedy, key=key, told=told or "–", counted=counted)


def _number(value: str, whole: bool) -> bool:
    """Is this a number of 0 or more? 12.0 is a whole number too: several cities write amounts so."""
    return bool(re.fullmatch(r"\d{1,15}(\.0+)?" if whole else r"\d{1,15}(\.\d+)?", value, re.ASCII))


def _plain(name: str, value: str) -> Any:
    """Return an amount as a number, other values unchanged."""
    if name != "cost":
        return value
    cost = Decimal(value)
    return int(cost) if cost == int(cost) else float(cost)


def _moment(value: str) -> datetime | None:
    """Return local midnight of a day written as `31.03.2024` or only `2024`; None for another text."""
    for form in DATES:
        with contextlib.suppress(ValueError):
            day = timezone.make_aware(datetime.strptime(value, form))
            return day if 1900 < day.year < 2100 else None
    return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
