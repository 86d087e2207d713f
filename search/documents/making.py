"""From rows to envelopes, many at a time: the public pages and the rows that plugins declare."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.text import Truncator, slugify
from modelsearch.index import RelatedFields, SearchField
from wagtail import hooks
from wagtail.models import Page

from search.envelope import MOST_MOMENTS, Envelope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.db.models import Model, QuerySet

    from maillage.places.models import Place

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


EXCERPT_LENGTH = 200
# The first of these that a row has and that is not empty.
EXCERPT_FIELDS = ("search_excerpt", "search_description", "introduction", "presentation")


def envelopes_of(rows: Sequence[Model]) -> list[Envelope]:
    """Return the envelopes of `rows`; a row without an address has none, for nobody could open it."""
    dates = _dates([row.pk for row in rows if isinstance(row, Page)])
    made = (envelope_of(row, dates.get(row.pk, ()) if isinstance(row, Page) else ()) for row in rows)
    return [envelope for envelope in made if envelope.url]


def envelope_of(row: Any, dates: Iterable[Mapping[str, Any]] = ()) -> Envelope:
    """Return the envelope of one row: what it says of itself, and what can be read from it."""
    said = row.get_search_envelope() if hasattr(row, "get_search_envelope") else {}
    title = said.get("title") or _title(row)
    place = said.get("place")
    facets = {key: sorted({str(value) for value in values}) for key, values in said.get("facets", {}).items()}
    moments = [_moment(date, date.get("place")) for date in dates][:MOST_MOMENTS]
    if place is not None:
        moments.append(_moment({}, place))
    return Envelope(
        key=key_of(row),
        type=row._meta.label_lower,
        title=title[:255],
        url=said.get("url") or _url(row),
        text=_one_line(said.get("text") or _sentences(searched_texts(row), title)),
        excerpt=Truncator(_one_line(said.get("excerpt") or _excerpt(row))).chars(EXCERPT_LENGTH),
        facets={key: values for key, values in facets.items() if values},
        moments=moments,
    )


def searched_texts(row: Any) -> Iterator[str]:
    """Yield what the `search_fields` of `row` hold, as plain text."""
    yield from _texts(row, [field for field in row.get_search_fields() if isinstance(field, SearchField)])
    for related in row.get_search_fields():
        if isinstance(related, RelatedFields):
            fields = [field for field in related.fields if isinstance(field, SearchField)]
            for other in _others(row, related.field_name):
                yield from _texts(other, fields)


def _sentences(texts: Iterable[str], title: str) -> str:
    """Return `texts` one after the other; the title is searched by itself."""
    parts = [part for part in map(_one_line, texts) if part and part != title]
    return " ".join(part if part[-1] in ".!?:…" else f"{part}." for part in parts)


def _texts(row: Any, fields: Iterable[SearchField]) -> Iterator[str]:
    for field in fields:
        value = field.get_value(row)
        for part in value if isinstance(value, list | tuple) else [value]:
            if part:
                yield _plain(part)


def _others(row: Any, name: str) -> list[Any]:
    related = getattr(row, name, None)
    if related is None:
        return []
    return list(related.all()) if hasattr(related, "all") else [related]


def _moment(date: Mapping[str, Any], place: Place | None) -> dict[str, Any]:
    point = place.public_coordinates if place else None
    return {
        "start": _utc(date.get("start")),
        "end": _utc(date.get("end")),
        "words": date.get("words", ""),
        "place": place.public_name if place else "",
        "commune": slugify(place.commune) if place else None,
        "department": place.department or None if place else None,
        "places_left": ("yes" if date["places_left"] else "no") if date else None,
        "location": {"lat": point[0], "lon": point[1]} if point else None,
    }


def _utc(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds") if moment else None


def _dates(page_ids: Sequence[int]) -> dict[int, list[Mapping[str, Any]]]:
    dates: dict[int, list[Mapping[str, Any]]] = {}
    if page_ids:
        for dates_of in hooks.get_hooks("register_search_dates"):
            for page_id, found in dates_of(page_ids).items():
                dates.setdefault(page_id, []).extend(found)
    return dates


def _title(row: Any) -> str:
    return str(row.title) if isinstance(row, Page) else getattr(row, "public_name", None) or str(row)


def _url(row: Any) -> str:
    return (row.url if isinstance(row, Page) else row.get_absolute_url()) or ""


def _excerpt(row: Any) -> str:
    for name in EXCERPT_FIELDS:
        value = getattr(row, name, "")
        if text := _one_line(_plain(value() if callable(value) else value)):
            return text
    return ""


def _plain(html: Any) -> str:
    """Return the text of `html`; a tag ends a word: « fin</p><p>Début » are two."""
    return strip_tags(str(html).replace("<", " <"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
