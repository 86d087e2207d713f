"""Changes are noted with what made them, and followed after the commit or by the worker."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from search import documents
from search.conf import get_conf
from search.documents import PAGE, declared_models, documents_changed, key_of
from search.elasticsearch import configured, followers
from search.elasticsearch.client import EngineAwayError
from search.models import ChangeTarget, IndexChange, SearchDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

logger = logging.getLogger(__name__)

# How many changes are followed at once, and the longest pause between two tries of one of them: as a
# power of two, in seconds, a little more than an hour.
BATCH, LONGEST_PAUSE = 500, 12
LONGEST_ERROR = 300
# How far the clocks of two machines of one site may be apart.
SKEW = timedelta(minutes=1)
EVERY_ROW = "*"


@dataclass
class _Noted:
    """What one transaction has noted; called once it is committed, forgotten if it is rolled back."""

    ids: list[int] = field(default_factory=list)
    hurry: bool = False

    def __call__(self) -> None:
        few = len(self.ids) <= get_conf()["MOST_AFTER_COMMIT"]
        if few and (self.hurry or not _worker_is_alive()):
            settle(ids=self.ids)


def note(target: str, keys: Iterable[str], *, hurry: bool = True) -> None:
    """Write that `keys` changed, in the current transaction.

    With `hurry` they are followed right after the commit; without, a worker does it if one runs.
    """
    noted = IndexChange.objects.bulk_create(
        [IndexChange(target=target, key=key) for key in dict.fromkeys(keys)], batch_size=BATCH
    )
    if noted:
        _follow_after_commit([change.pk for change in noted], hurry=hurry)


def due(target: str | None = None, now: datetime | None = None) -> QuerySet[IndexChange]:
    """Return the changes whose time to be tried has come at `now` (aware), oldest first.

    One noted in the future, or put off for longer than the longest pause, met a clock that was wrong.
    """
    now = now or timezone.now()
    longest = timedelta(seconds=2**LONGEST_PAUSE) + SKEW
    wrong = Q(try_after__gt=now + longest) | Q(attempts=0, noted_at__gt=now + SKEW)
    changes = IndexChange.objects.filter(Q(try_after__lte=now) | wrong)
    return changes.filter(target=target) if target else changes


def settle(*, ids: Sequence[int] | None = None, most: int | None = None) -> int:
    """Follow the changes that are due, or those of `ids` and what comes of them; return how many.

    It holds no transaction while it talks to an engine. An engine that is away is not an error:
    what waits for it keeps its place. `most` bounds each kind of change, for whoever has other work.
    """
    last = IndexChange.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    mine = Q(pk__in=ids) | Q(pk__gt=last) if ids is not None else Q()
    done = _follow(due(ChangeTarget.DOCUMENT).filter(mine), _refresh, most)
    return done + _follow(due(ChangeTarget.ENGINE).filter(mine), _tell_engines, most)


def _follow(
    changes: QuerySet[IndexChange], follow: Callable[[list[str]], dict[str, str]], most: int | None
) -> int:
    done = 0
    while (most is None or done < most) and (batch := list(changes.all()[:BATCH])):
        try:
            errors = follow(list(dict.fromkeys(change.key for change in batch)))
        except EngineAwayError as error:
            logger.info("%d changes wait: %s", len(batch), error)
            break
        done += len(batch)
        _conclude(batch, errors)
    return done


def _tell_engines(keys: list[str]) -> dict[str, str]:
    """Bring changed rows to every remote engine; without one, nobody waits for them."""
    return {key: error for follow in followers() for key, error in follow(keys).items()}


def _conclude(changes: list[IndexChange], errors: dict[str, str]) -> None:
    """Remove what was followed; put the rest off, longer each time."""
    failed = [change for change in changes if change.key in errors]
    settled = [change.pk for change in changes if change.key not in errors]
    IndexChange.objects.filter(pk__in=settled).delete()
    for change in failed:
        pause = timedelta(seconds=2 ** min(change.attempts, LONGEST_PAUSE))
        IndexChange.objects.filter(pk=change.pk).update(
            attempts=F("attempts") + 1,
            try_after=timezone.now() + pause,
            error=errors[change.key][:LONGEST_ERROR],
        )


def _refresh(keys: list[str]) -> dict[str, str]:
    """Make the documents of `keys` again; return what went wrong, by key."""
    try:
        documents.refresh(_each_key(keys))
    except Exception:  # a row is a plugin's code; one row must not hold the others back
        logger.exception("Documents cannot be made all at once; they are made one by one")
        return dict(filter(None, map(_refresh_one, keys)))
    return {}


def _refresh_one(key: str) -> tuple[str, str] | None:
    try:
        documents.refresh(_each_key([key]))
    except Exception as error:
        logger.exception("The document of %s cannot be made", key)
        return key, f"{type(error).__name__}: {error}"
    return None


def _each_key(keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        label, _colon, pk = key.rpartition(":")
        if pk == EVERY_ROW:
            yield from documents.keys_of(label)
            # What is no longer public has a document to lose.
            yield from SearchDocument.objects.filter(key__startswith=f"{label}:").values_list(
                "key", flat=True
            )
        else:
            yield key


def _follow_after_commit(ids: list[int], *, hurry: bool) -> None:
    """Join what this transaction has noted already, so that all of it is followed at once."""
    waiting = (function for _savepoints, function, _robust in connection.run_on_commit)
    noted = next((function for function in waiting if isinstance(function, _Noted)), None)
    if noted is not None:
        noted.ids += ids
        noted.hurry |= hurry
        return
    transaction.on_commit(_Noted(ids, hurry), robust=True)


def _worker_is_alive() -> bool:
    path = get_conf()["WORKER_IS_ALIVE"]
    return bool(path) and bool(import_string(path)(timezone.now()))


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
