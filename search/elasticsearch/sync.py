"""Changed rows are brought to the indices; what an index holds beside what it should."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from modelsearch.backends.base import get_model_root
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from search.elasticsearch.client import UNAVAILABLE, EngineAwayError
from search.elasticsearch.index import body_of, exists, now_as_version, targets
from search.elasticsearch.rebuild import write
from search.models import SearchDocument
from search.status import NO_INDEX, Drift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.elasticsearch.backend import FrenchElasticsearchBackend

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


READ_AT_ONCE = 5_000


def compare(backend: FrenchElasticsearchBackend) -> Iterator[Drift]:
    """Yield how each index differs from the database.

    Raises:
        EngineAwayError: the engine does not answer.
    """
    try:
        yield _compare_documents(backend)
        for root in dict.fromkeys(get_model_root(model) for model in get_indexed_models()):
            yield _compare_rows(backend, root)
    except UNAVAILABLE as error:
        raise EngineAwayError(f"{type(error).__name__}: {error}") from error


def _compare_documents(backend: FrenchElasticsearchBackend) -> Drift:
    """Compare the digests of the documents, both read in the order of their keys, none kept."""
    found = Drift(backend.documents_alias)
    if not exists(backend.es, found.index):
        found.problem = NO_INDEX
        return found
    label = SearchDocument._meta.label_lower
    kept = SearchDocument.objects.order_by("pk").values_list("pk", "digest").iterator()
    indexed = (
        (hit["sort"][0], hit["fields"]["digest"][0])
        for hit in _hits(backend, found.index, docvalue_fields=["digest"])
    )
    for pk, wanted, held in _side_by_side(kept, indexed):
        if wanted is None:
            found.extra.append(f"{label}:{pk}")
        elif held is None:
            found.missing.append(f"{label}:{pk}")
        elif wanted != held:
            found.stale.append(f"{label}:{pk}")
    return found


def _compare_rows(backend: FrenchElasticsearchBackend, root: Any) -> Drift:
    """Compare the keys of the rows of an index of the admin."""
    name = backend.get_index_for_model(root).name
    found = Drift(name)
    if not exists(backend.es, name):
        found.problem = NO_INDEX
        return found
    label = root._meta.label_lower
    models = [model for model in get_indexed_models() if get_model_root(model) is root]
    wanted = {str(pk) for model in models for pk in model.get_indexed_objects().values_list("pk", flat=True)}
    held = {hit["_id"] for hit in _hits(backend, name)}
    found.missing = [f"{label}:{pk}" for pk in sorted(wanted - held)]
    found.extra = [f"{label}:{pk}" for pk in sorted(held - wanted)]
    return found


def _hits(backend: FrenchElasticsearchBackend, name: str, **read: Any) -> Iterator[Any]:
    """Yield every row of an index in the order of its field `pk`."""
    backend.es.indices.refresh(index=name)
    after: dict[str, Any] = {}
    while True:
        answer = backend.es.search(
            index=name, size=READ_AT_ONCE, sort=[{"pk": "asc"}], source=False, **read, **after
        )
        hits = answer["hits"]["hits"]
        yield from hits
        if len(hits) < READ_AT_ONCE:
            return
        after = {"search_after": hits[-1]["sort"]}


def _side_by_side(
    kept: Iterable[tuple[int, str]], indexed: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, str | None, str | None]]:
    """Yield each key of two sorted rows of pairs with its value on either side, None where it is not."""
    left, right = iter(kept), iter(indexed)
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[0] < other[0]):
            yield one[0], one[1], None  # type: ignore[index]
            one = next(left, None)
        elif one is None or other[0] < one[0]:
            yield other[0], None, other[1]
            other = next(right, None)
        else:
            yield one[0], one[1], other[1]
            one, other = next(left, None), next(right, None)
