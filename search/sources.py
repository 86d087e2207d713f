"""What is searched: the public pages, and the rows that plugins declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail import hooks
from wagtail.models import Page

if TYPE_CHECKING:
    from django.db.models import QuerySet


def searched_querysets() -> list[QuerySet[Any]]:
    """Return what anybody may find: published, unrestricted pages, then the rows of plugins.

    Rows come from the hook `register_search_models`: functions that return indexed models. A model
    whose default manager has a `public()` is searched among what it returns.
    """
    return [Page.objects.live().public(), *(_public_rows(model) for model in _declared_models())]


def _declared_models() -> list[Any]:
    found: dict[Any, None] = {}
    for register in hooks.get_hooks("register_search_models"):
        found.update(dict.fromkeys(register()))
    return list(found)


def _public_rows(model: Any) -> QuerySet[Any]:
    rows = model._default_manager.all()
    return rows.public() if hasattr(rows, "public") else rows
