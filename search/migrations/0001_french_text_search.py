"""The text search configuration of PostgreSQL that reads French with or without accents.

Nothing happens on another database. Without the `unaccent` extension (package postgresql-contrib)
accents count, and nothing else changes.
"""

from django.db import migrations

AVAILABLE = "SELECT 1 FROM pg_available_extensions WHERE name = 'unaccent'"
EXISTS = "SELECT 1 FROM pg_ts_config WHERE cfgname = 'maillage_french'"


def create_configuration(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(EXISTS)
        if cursor.fetchone():
            return
        cursor.execute("CREATE TEXT SEARCH CONFIGURATION maillage_french (COPY = french)")
        cursor.execute(AVAILABLE)
        if cursor.fetchone():
            cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
            cursor.execute(
                "ALTER TEXT SEARCH CONFIGURATION maillage_french"
                " ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem"
            )


def drop_configuration(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION IF EXISTS maillage_french")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(create_configuration, drop_configuration)]
