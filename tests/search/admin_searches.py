"""Every search and chooser of the admin, and what is typed there by mistake or by malice."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import resolve, reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from tests.places.admin_urls import admin_addresses
from tests.places.factories import make_organization, make_place, make_superuser

# As they are typed; bytes as they stand in an address.
HOSTILE = {
    "a quote": '"',
    "a quote that does not close": 'lampe "de bureau',
    "a phrase": '"lampe de bureau"',
    "phrase of nothing": '""',
    "an apostrophe": "'lampe d'",
    "stars": "lam* *pe *",
    "a colon": "title:lampe lampe:",
    "brackets": "(lampe ( {} [] ^",
    "words of the syntax": "lampe AND OR NOT NEAR(lampe, 2)",
    "only words of the syntax": "AND",
    "signs of PostgreSQL": "a & b | !c <-> d:* \\",
    "percents": "%s %(x)s 100 %",
    "null bytes": "lampe\x00 \x00",
    "half of a character": b"lampe \xed\xa0\x80",
    "unseen": "\u200b\u2060",
    "very long": "a" * 5_000,
    "many words": "lampe " * 1_200,
    "many quotes": '"a" ' * 700,
}
# What the view of a list or of a chooser has.
LISTS = ("search_queryset", "filter_object_list", "get_search_form")


@pytest.fixture
def key(media_folder):
    """The key that one of everything searched has."""
    organization = make_organization()
    page = organization.page.add_child(instance=Page(title="Lampe de bureau", slug="lampe"))
    files = {"pk": page.pk, "title": "Lampe de bureau", "collection": organization.collection}
    Image.objects.create(file=get_test_image_file(), **files)
    Document.objects.create(file=ContentFile(b"x", name="lampe.txt"), **files)
    make_place(organization, pk=page.pk, name="Lampe de bureau")
    return page.pk


@pytest.fixture
def team(client):
    """Somebody of the network, signed in."""
    client.force_login(make_superuser())
    return client


def is_searched(address):
    """Say whether a list or a chooser answers at `address`."""
    view = resolve(address).func
    return any(hasattr(getattr(view, "view_class", None), name) for name in LISTS)


@pytest.fixture
def searches(key):
    """The address of every list and of every chooser, without those that draw the same rows in a frame."""
    known = {"app_label": "places", "model_name": "place", "content_type_app_name": "home"}
    content_type = ContentType.objects.get_for_model(Page)
    known |= {"content_type_id": content_type.pk, "content_type_model_name": "homepage"}
    found = {address for address in admin_addresses(key, **known) if is_searched(address)}
    names = ["wagtailadmin_pages:search", "wagtailimages_chooser:choose", "wagtaildocs:index"]
    assert {reverse(name) for name in names} <= found
    return sorted(address for address in found if f"{address}results/" not in found)


def failing(client, addresses, text):
    """Return those of `addresses` that fail when `text` is searched there."""
    asked = [f"{address}?q={quote(text)}&search={quote(text)}" for address in addresses]
    return [address for address in asked if client.get(address).status_code >= 500]
