"""Whether the database has the tables that the code asks for."""

from __future__ import annotations

import sys

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def stop_if_it_is_behind() -> None:
    """End with what to type when migrations wait; return when there is nothing to say about it."""
    try:
        connection.close()
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return
    if waiting:
        sys.exit(
            "La base de données n’est pas prête : lancez d’abord « python manage.py migrate », "
            "puis la même commande."
        )
