"""Inserts many new rows of a table in one statement, several times as fast as the ORM composes one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault


def insert_many(objects: Sequence[Model], *, unless_there: bool = False) -> int:
    """Insert unsaved objects of one model, as they are, and say how many rows were made.

    With `unless_there` rows that a unique constraint refuses are left out. COPY would be faster still, but PostgreSQL
    does not copy into tables behind row-level security.
    """
    if not objects:
        return 0
    model = type(objects[0])
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and not isinstance(getattr(objects[0], field.attname), DatabaseDefault)
    ]
    places = [(field.column, field.attname) for field in fields]
    rows = [{column: getattr(each, attribute) for column, attribute in places} for each in objects]
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(column) for column, _ in places)
    conflict = "ON CONFLICT DO NOTHING" if unless_there else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) "  # noqa: S608  names of our own tables and columns
            f"SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s::json) {conflict}",
            [json.dumps(rows, default=str)],
        )
        made = cursor.rowcount
    for each in objects:
        each._state.adding = False
        each._state.db = connection.alias
    return made
