"""Queries for one row that every request needs, compiled once.

Django compiles a query anew each time, which takes longer than running it (decision 0047).
"""

from collections.abc import Callable
from functools import cached_property
from inspect import signature
from typing import Any, NamedTuple, cast

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, Model, QuerySet, Value
from django.db.models.fetch_modes import FETCH_ONE
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

LARGEST = BigIntegerField.MAX_BIGINT  # SQLite accepts no larger number, but a URL may contain one


class Place(NamedTuple):
    """A placeholder in a query for the value with this number."""

    number: int


class Query(NamedTuple):
    """A compiled query, and how a row becomes an object with its related objects."""

    sql: str
    values: tuple[Any, ...]
    model: type[Model]
    names: list[str]
    compiler: SQLCompiler
    converters: Any
    related: list[RelatedPopulator]


class Prepared[M: Model]:
    """Finds one row of a model by values of its columns.

    `Prepared(lambda slug: Lab.objects.filter(slug=slug))` declares the query; `.find("nieuwstad")` runs it. A value is
    text or an integer, as in its column. Together the columns must be unique, because only the first row is returned.
    """

    def __init__(self, describe: Callable[..., QuerySet[M]]) -> None:
        self._describe = describe

    def find(self, *values: str | int) -> M | None:
        """Return the row, with the `select_related` objects, or None."""
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            return None
        query = self._query
        with connection.cursor() as cursor:
            cursor.execute(query.sql, [values[part.number] if type(part) is Place else part for part in query.values])
            row = cursor.fetchone()
        if row is None:
            return None
        row = next(query.compiler.apply_converters([row], query.converters))
        found = query.model.from_db(DEFAULT_DB_ALIAS, query.names, row[: len(query.names)])
        for related in query.related:
            related.populate(row, found)
        return cast("M", found)

    @cached_property
    def _query(self) -> Query:
        places = [Value(Place(number)) for number in range(len(signature(self._describe).parameters))]
        queryset = self._describe(*places).order_by()
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        columns = [column for column, _sql, _name in compiler.select]
        klass = cast("dict[str, Any]", compiler.klass_info)
        return Query(
            sql,
            tuple(values),
            queryset.model,
            [columns[number].target.attname for number in klass["select_fields"]],
            compiler,
            compiler.get_converters(columns),
            get_related_populators(klass, compiler.select, DEFAULT_DB_ALIAS, FETCH_ONE),
        )
