"""The personal links of a request and of a donation: made when they are shown or sent, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.http import Http404
from django.urls import NoReverseMatch, reverse

from equipment.models import Donation, Need
from maillage.privacy.links import BadLink, sign, unsign

if TYPE_CHECKING:
    from django.db.models import QuerySet

Asked = TypeVar("Asked", Need, Donation)
# The rows have no counter of their own: a link dies with the name, when the row is emptied.
COUNTER = 0
_PURPOSE = {Need: "equipment.need", Donation: "equipment.donation"}
_ROUTE = {Need: "equipment_public:own_need", Donation: "equipment_public:own_donation"}


def own_path(row: Need | Donation) -> str:
    """Return the path of the person's own page; nothing where the public pages are not mounted."""
    token = sign(_PURPOSE[type(row)], row.reference, COUNTER)
    try:
        return reverse(_ROUTE[type(row)], args=[token])
    except NoReverseMatch:
        return ""


def own_url(row: Need | Donation) -> str:
    """Return the whole address of the person's own page, for an e-mail."""
    return absolute(own_path(row))


def absolute(path: str) -> str:
    """Return `path` with the site's address before it; nothing for no path."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}" if path else ""


def row_of(token: str, rows: QuerySet[Asked]) -> Asked:
    """Return the row of `rows` that `token` opens; raises Http404 for a bad link or an emptied row."""
    try:
        reference, _counter = unsign(_PURPOSE[rows.model], token)
    except BadLink as error:
        raise Http404 from error
    row = rows.filter(reference=reference, anonymized_at=None).first()
    if row is None:
        raise Http404
    return row
