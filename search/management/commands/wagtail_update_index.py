"""Wagtail's command, which also makes the index of the documents, and skips no row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from wagtail.search.management.commands.wagtail_update_index import Command as WagtailCommand

from search import documents
from search.elasticsearch import configured
from search.elasticsearch.client import begin_again
from search.elasticsearch.rebuild import by_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


class Command(WagtailCommand):
    """`manage.py wagtail_update_index`: every index is made again from the database."""

    def handle(self, **options: Any) -> None:
        """Make the documents, then Wagtail's indices, then the index of the documents."""
        self.verbosity = options["verbosity"]
        if not options["schema_only"]:
            changes = documents.rebuild()
            self.write(f"documents: {len(changes.saved)} written, {len(changes.deleted)} removed")
        super().handle(**options)
        for backend in configured(options["backend_name"]):
            self.write(f"{backend.documents_alias}: {backend.rebuild_documents()} documents")

    def update_backend(self, *backend: Any, **options: Any) -> None:
        """Make Wagtail's indices on one backend, again when a node of it has died with one."""
        begin_again(partial(super().update_backend, *backend, **options))

    def queryset_chunks(self, qs: QuerySet[Any], chunk_size: int = 1_000) -> Iterator[list[Any]]:
        """Yield rows by their keys: with Wagtail's offsets, a deletion hides the row that follows a chunk."""
        return by_key(qs, chunk_size)
