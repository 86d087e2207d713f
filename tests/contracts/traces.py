"""Where a word is found: in any table of the database, whatever made it, and in any file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def traces_of(marker: str, folders: Iterable[Path]) -> set[str]:
    """The tables, with their columns, and the files that hold `marker`, whatever its case."""
    wanted = marker.casefold()
    return {*_in_tables(wanted), *_in_files(wanted, folders)}


def _in_tables(wanted: str) -> Iterator[str]:
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if wanted in _as_text(value):
                        yield f"{table}.{column}"


def _in_files(wanted: str, folders: Iterable[Path]) -> Iterator[str]:
    for folder in folders:
        for path in folder.rglob("*"):
            if wanted in path.name.casefold():
                yield f"the name of {path}"
            if path.is_file() and wanted in _as_text(path.read_bytes()):
                yield f"{folder.name}/{path.suffix}"


def _as_text(value: object) -> str:
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode("utf-8", "replace").casefold()
    return str(value).casefold()
