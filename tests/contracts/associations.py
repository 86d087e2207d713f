"""Two associations, what is private to one of them, and how to see whether it leaked or changed."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from django.apps import apps
from django.db import connection
from django.test import Client

SECRET = "Zanzibar"
# What a person's own visit changes.
OWN_TRACES = {
    "accounts.User",
    "sessions.Session",
    "wagtailusers.UserProfile",
    "privacy.RateCount",
    "privacy.AccessRecord",
}


def signed_in(user=None):
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def is_signed_in(client):
    return "_auth_user_id" in client.session


def wrongs(answers):
    """The answers that name the secret, or that fail."""
    found = []
    for address, response in answers:
        body = _unpacked(b"".join(response) if response.streaming else response.content)
        if re.search(SECRET.encode(), body, re.IGNORECASE):
            found.append(f"{address} names it")
        elif response.status_code >= 500:
            found.append(f"{address} answers {response.status_code}")
    return found


def _unpacked(body):
    """A workbook is an archive: what is in it is read too."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def everything():
    """Every row of every table, but for what a visit leaves."""
    models = apps.get_models(include_auto_created=True)
    tables = {m._meta.db_table for m in models if m._meta.managed and m._meta.label not in OWN_TRACES}
    with connection.cursor() as cursor:
        return {(table, row) for table in tables for row in _rows_of(cursor, table)}


def _rows_of(cursor, table):
    """Raw: two readings of a field may make two objects."""
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return [tuple(str(value) for value in row) for row in cursor.fetchall()]
