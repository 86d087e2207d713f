"""The tables in which SQLite and PostgreSQL find words; another database keeps none.

`search/database/` writes and reads them. SQLite's is virtual: Django's models cannot describe it.
"""

from django.db import migrations

CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_fts USING fts5(title, text, title_words, text_words, tokenize='unicode61')",
    ],
    "postgresql": [
        """
        CREATE TABLE search_tsv (
            document_id bigint PRIMARY KEY REFERENCES search_searchdocument (id) ON DELETE CASCADE,
            stems tsvector NOT NULL,
            words tsvector NOT NULL
        )
        """,
        "CREATE INDEX search_tsv_stems ON search_tsv USING gin (stems)",
        "CREATE INDEX search_tsv_words ON search_tsv USING gin (words)",
    ],
}
DROP = {"sqlite": "DROP TABLE IF EXISTS search_fts", "postgresql": "DROP TABLE IF EXISTS search_tsv"}


def create_table(apps, schema_editor):
    for statement in CREATE.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def drop_table(apps, schema_editor):
    if statement := DROP.get(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_documents_and_synonyms")]
    operations = [migrations.RunPython(create_table, drop_table)]
