"""Many rows in and out of the application's own database without an object for each: plain tuples.

The ORM spends a millisecond on a row of twenty columns; a roster of a county has ten thousand rows.
Constraints and triggers hold here as everywhere: they stand in the database.
"""

import datetime as dt
import functools
import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import DatabaseError, connection, models

Row = Sequence[Any]
# Python gives up its own converter for dates after 3.11; Django brings one for truth values only.
sqlite3.register_converter("date", lambda text: dt.date.fromisoformat(text.decode()))


@functools.cache
def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a model's table in their order, without the number that the database gives."""
    return tuple(str(f.column) for f in model._meta.concrete_fields if not f.primary_key)


@functools.cache
def defaults_of(model: type[models.Model]) -> Mapping[str, Any]:
    """What stands in a column for which nothing is said; None where the model names no default."""
    return {
        str(f.column): f.get_default() if f.has_default() else (None if f.null else "")
        for f in model._meta.concrete_fields
        if not f.primary_key
    }


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert rows, given by column; returns how many. Raises IntegrityError as the ORM does."""
    columns, defaults = columns_of(model), defaults_of(model)
    values = [[row.get(column, defaults[column]) for column in columns] for row in rows]
    if not values:
        return 0
    try:
        _insert(model._meta.db_table, columns, values)
    except DatabaseError as refused:
        # PostgreSQL writes the whole row into its message, and a row is about somebody.
        raise type(refused)(f"{model._meta.db_table}: a row was refused") from None
    return len(values)


def _insert(table: str, columns: Sequence[str], values: list[list[Any]]) -> None:
    quoted = connection.ops.quote_name  # a column may be named like a word of SQL: on
    table, names = quoted(table), ", ".join(quoted(column) for column in columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",
                [[_to_sqlite(value) for value in row] for row in values],
            )
        else:
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)


def update(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Set columns of rows by id; each row is (values of the columns …, id)."""
    values = list(rows)
    if not values:
        return
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            told = ", ".join(f"{quoted(column)} = %s" for column in columns)
            cursor.executemany(f"UPDATE {table} SET {told} WHERE id = %s", values)
            return
        kinds = {str(f.column): f.rel_db_type(connection) for f in model._meta.concrete_fields}
        arrays = ", ".join(f"%s::{kinds[column]}[]" for column in (*columns, "id"))
        told = ", ".join(f"{quoted(column)} = told.{quoted(column)}" for column in columns)
        names = ", ".join(quoted(column) for column in (*columns, "id"))
        cursor.execute(
            f"UPDATE {table} t SET {told} FROM unnest({arrays}) AS told({names}) "
            "WHERE t.id = told.id",
            [list(column) for column in zip(*values, strict=True)],
        )


def among(column: str) -> str:
    """`column` is one of the numbers or texts of one parameter (see `many`); one text for any number of them."""
    if connection.vendor == "sqlite":
        return f"{column} IN (SELECT value FROM json_each(%s))"
    return f"{column} = ANY(%s)"


def many(values: Collection[int] | Collection[str]) -> object:
    """The parameter that belongs to `among`."""
    return json.dumps(list(values)) if connection.vendor == "sqlite" else list(values)


def rows(statement: str, parameters: Sequence[Any]) -> list[Any]:
    """The rows of a statement; dates and truth values of plain columns come as such from either database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[Any] = cursor.fetchall()
    return found


def instant(at: dt.datetime) -> str | dt.datetime:
    """An instant as a parameter of a statement: on SQLite as the ORM writes it, so that instants compare as text."""
    return _to_sqlite(at) if connection.vendor == "sqlite" else at


def _to_sqlite(value: Any) -> Any:
    if isinstance(value, dt.datetime):  # as the ORM writes it, so that instants compare as text
        return str(value.astimezone(dt.UTC).replace(tzinfo=None))
    return value.isoformat() if isinstance(value, dt.date) else value
