"""Changed rows are brought to the indices: read as they are now, written or deleted."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from wagtail.models import Page

from .client import UNAVAILABLE
from .errors import EngineAwayError
from .indices import now_as_version, targets
from .mapping import body_of
from .sending import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .elasticsearch import FrenchElasticsearchBackend

DOCUMENT = "search.searchdocument"


def follow(backend: FrenchElasticsearchBackend, keys: list[str]) -> dict[str, str]:
    """Write or delete the rows of `keys` (« wagtailcore.page:12 »); return what was refused, by key.

    Raises:
        EngineAwayError: the engine does not answer.
    """
    if not backend.is_up():
        raise EngineAwayError("Elasticsearch is away")
    version = now_as_version()
    bodies = _bodies(backend, keys)
    aliases = {label: _alias(backend, label) for label in bodies}
    try:
        where = targets(backend.es, list(aliases.values()))
        actions = (
            action
            for label, rows in bodies.items()
            for pk, body in rows.items()
            for action in where[aliases[label]].actions(pk, version, body)
        )
        return {
            f"{label}:{pk}": error
            for index, pk, error in write(backend.es, actions)
            for label in aliases
            if index.startswith(aliases[label])
        }
    except UNAVAILABLE as error:
        raise EngineAwayError(f"{type(error).__name__}: {error}") from error


def _alias(backend: FrenchElasticsearchBackend, label: str) -> str:
    model = apps.get_model(label)
    if label == DOCUMENT:
        return backend.documents_alias
    return str(backend.get_index_for_model(model).name)


def _bodies(backend: FrenchElasticsearchBackend, keys: list[str]) -> dict[str, dict[str, Any]]:
    """Return for each label the body of each row by primary key, None for a row that is no more."""
    pks: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        label, _colon, pk = key.rpartition(":")
        pks[label].append(pk)
    return {
        label: {**dict.fromkeys(found), **dict(_rows(backend, label, found))} for label, found in pks.items()
    }


def _rows(backend: FrenchElasticsearchBackend, label: str, pks: list[str]) -> Iterator[tuple[str, Any]]:
    model: Any = apps.get_model(label)
    if label == DOCUMENT:
        for document in model.objects.filter(pk__in=pks):
            yield str(document.pk), body_of(document)
        return
    for row_model, found in _by_type(model, pks).items():
        mapped = backend.mapping_class(row_model)
        for row in row_model.get_indexed_objects().filter(pk__in=found):
            yield mapped.get_document_id(row), mapped.get_document(row)


def _by_type(model: Any, pks: list[str]) -> dict[Any, list[Any]]:
    """Group pages by their own type, which knows all that they say."""
    if model is not Page:
        return {model: pks}
    found: dict[Any, list[Any]] = defaultdict(list)
    for page in Page.objects.filter(pk__in=pks):
        found[page.specific_class or Page].append(page.pk)
    return found
