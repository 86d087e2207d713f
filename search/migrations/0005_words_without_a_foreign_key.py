"""The words of a document are deleted with it by `search/documents`, not by the database.

PostgreSQL refuses to TRUNCATE a table that a table unknown to Django refers to: `manage.py flush`,
and each test that really commits.
"""

from django.db import migrations

DROP = "ALTER TABLE search_tsv DROP CONSTRAINT IF EXISTS search_tsv_document_id_fkey"
ADD = """
ALTER TABLE search_tsv ADD CONSTRAINT search_tsv_document_id_fkey
    FOREIGN KEY (document_id) REFERENCES search_searchdocument (id) ON DELETE CASCADE
"""


def drop_key(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


def add_key(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_index_changes")]
    operations = [migrations.RunPython(drop_key, add_key)]
