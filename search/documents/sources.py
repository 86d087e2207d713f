"""What has a document: the public pages, and the public rows of the models that plugins declare."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from wagtail import hooks
from wagtail.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model, QuerySet

PAGE = "page"


def key_of(row: Model) -> str:
    """Return the key of the document of `row`: « page:12 » for any page, « places.place:4 »."""
    return f"{PAGE if isinstance(row, Page) else row._meta.label_lower}:{row.pk}"


def declared_models() -> list[type[Model]]:
    """Return the models that plugins declare by the hook `register_search_models`."""
    return list(
        dict.fromkeys(model for declare in hooks.get_hooks("register_search_models") for model in declare())
    )


def public_rows(model: type[Model]) -> QuerySet[Any]:
    """Return the rows of `model` that anybody may find: cut by the `public()` of its manager, if any."""
    if issubclass(model, Page):
        return model._default_manager.live().public()
    rows = model._default_manager.all()
    return rows.public() if hasattr(rows, "public") else rows


def public_keys() -> Iterator[str]:
    """Yield the key of everything that should have a document."""
    for label in (PAGE, *(model._meta.label_lower for model in declared_models())):
        yield from keys_of(label)


def keys_of(label: str) -> Iterator[str]:
    """Yield the keys of the public rows of one label: « page », or that of a declared model."""
    if (model := _model(label)) is None:
        return
    rows = public_rows(model)
    # The root of Wagtail's tree is a page that nobody sees.
    rows = rows.filter(depth__gt=1) if model is Page else rows
    for pk in rows.values_list("pk", flat=True).iterator():
        yield f"{label}:{pk}"


def still_public(keys: Iterable[str]) -> set[str]:
    """Return those of `keys` that anybody may read now: a query or two for each kind of row."""
    found = set()
    for label, pks in _by_label(keys).items():
        if model := _model(label):
            rows = public_rows(model).filter(pk__in=pks)
            found |= {f"{label}:{pk}" for pk in rows.values_list("pk", flat=True)}
    return found


def read_rows(keys: Iterable[str]) -> list[Model]:
    """Return the public rows of `keys`, pages as their own type, with what their envelopes need.

    A model says what that is in `get_indexed_objects()`, Wagtail's own seam for it.
    """
    rows: list[Model] = []
    for label, pks in _by_label(keys).items():
        model = _model(label)
        if model is Page:
            rows += _specific_pages(pks)
        elif model is not None:
            rows += model.get_indexed_objects().filter(
                pk__in=public_rows(model).filter(pk__in=pks).values("pk")
            )
    return rows


def _specific_pages(pks: list[str]) -> list[Model]:
    by_model = defaultdict(list)
    for page in public_rows(Page).filter(pk__in=pks, depth__gt=1).select_related("content_type"):
        by_model[page.specific_class or Page].append(page.pk)
    return [
        row for model, found in by_model.items() for row in model.get_indexed_objects().filter(pk__in=found)
    ]


def _by_label(keys: Iterable[str]) -> dict[str, list[str]]:
    by_label = defaultdict(list)
    for key in keys:
        label, _colon, pk = key.rpartition(":")
        by_label[label].append(pk)
    return by_label


def _model(label: str) -> type[Model] | None:
    """Return the model of a label, None when it is declared no longer: its plugin was taken away."""
    if label == PAGE:
        return Page
    return next((model for model in declared_models() if model._meta.label_lower == label), None)
