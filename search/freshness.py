"""What makes a document old: its own row, what is declared to show in it, and who may read it.

Plugins declare what their pages embed by the hook `register_search_embeds`: functions that return a
dict whose keys are models or signals. The function beside a model takes one of its rows, saved or
deleted; the function beside a signal takes its arguments by name. Both return the searched rows, or
querysets of them, that show something of it:

    @hooks.register("register_search_embeds")
    def register_search_embeds():
        return {Session: lambda session: [session.page]}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from .changes import EVERY_ROW, note
from .documents import PAGE, declared_models, documents_changed, key_of
from .engine import configured
from .models import ChangeTarget, SearchDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import Model

    Showing = Callable[..., Iterable[Any]]


def watch() -> None:
    """Note from now on what changes the documents; called once, when the apps are ready."""
    for signal in (post_save, post_delete):
        signal.connect(_row_changed, dispatch_uid="search.row")
        signal.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="search.restriction")
        signal.connect(_site_changed, sender=Site, dispatch_uid="search.site")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(_branch_changed, dispatch_uid="search.branch")
    documents_changed.connect(_documents_changed, dispatch_uid="search.documents")
    for declare in hooks.get_hooks("register_search_embeds"):
        for watched, showing in declare().items():
            _watch_embedded(watched, showing)


def keys_of(rows: Iterable[Any]) -> Iterator[str]:
    """Yield the keys of rows, querysets of rows unfolded."""
    for row in rows:
        if isinstance(row, QuerySet):
            label = PAGE if issubclass(row.model, Page) else row.model._meta.label_lower
            yield from (f"{label}:{pk}" for pk in row.order_by().values_list("pk", flat=True).distinct())
        elif row is not None:
            yield key_of(row)


def _watch_embedded(watched: type[Model] | Signal, showing: Showing) -> None:
    if isinstance(watched, Signal):

        def told(sender: Any, signal: Signal, **arguments: Any) -> None:
            note(ChangeTarget.DOCUMENT, keys_of(showing(**arguments)), hurry=False)

        watched.connect(told, weak=False)
        return

    def changed(instance: Model, **_signal: Any) -> None:
        note(ChangeTarget.DOCUMENT, keys_of(showing(instance)), hurry=False)

    for signal in (post_save, post_delete):
        signal.connect(changed, sender=watched, weak=False)


def _row_changed(sender: type[Model], instance: Any, **_signal: Any) -> None:
    if isinstance(instance, Page) or sender in declared_models():
        note(ChangeTarget.DOCUMENT, [key_of(instance)])


def _restriction_changed(instance: PageViewRestriction, **_signal: Any) -> None:
    """Who may read a page is also who may read what is below it."""
    note(ChangeTarget.DOCUMENT, keys_of([instance.page.get_descendants(inclusive=True)]))


def _site_changed(**_signal: Any) -> None:
    """Every page has another address."""
    note(ChangeTarget.DOCUMENT, [f"{PAGE}:{EVERY_ROW}"])


def _branch_changed(instance: Page, **_signal: Any) -> None:
    """A page and those below it have another address, and perhaps other restrictions above them."""
    branch = Page.objects.get(pk=instance.pk).get_descendants(inclusive=True)
    note(ChangeTarget.DOCUMENT, keys_of([branch]))


def _documents_changed(saved: list[int], deleted: list[int], **_signal: Any) -> None:
    """An index that is kept elsewhere follows what was written and forgotten."""
    if configured():
        label = SearchDocument._meta.label_lower
        note(ChangeTarget.ENGINE, (f"{label}:{pk}" for pk in [*saved, *deleted]))
