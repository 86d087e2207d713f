"""Texts that nobody types by accident."""

from django.db import connection


def storable(text: str) -> str:
    """Return `text` as this database can keep it: PostgreSQL has no NUL in a text."""
    return text.replace("\x00", "") if connection.vendor == "postgresql" else text
