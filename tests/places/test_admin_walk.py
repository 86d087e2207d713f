"""No address of the admin tells an association anything of another one's."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Page

from maillage.places.models import OrganizationPage
from tests.places.admin_urls import admin_addresses
from tests.places.factories import make_editor, make_organization, make_place

pytestmark = pytest.mark.django_db

SECRET = "Zanzibar"


@pytest.fixture
def key(media_folder):
    """The key that everything secret of the other association has, so that each address meets all of it."""
    other = make_organization("La Vilaine Bidouille")
    draft = other.page.add_child(instance=Page(title=f"{SECRET} page", slug=SECRET.lower(), live=False))
    draft.save_revision()
    log(instance=draft, action="wagtail.edit", content_changed=True)
    place = make_place(other, pk=draft.pk, name=SECRET, address_for_registered_only=True)
    log(instance=place, action="wagtail.edit", content_changed=True)
    files = {"pk": draft.pk, "collection": other.collection}
    Image.objects.create(title=f"{SECRET} image", file=get_test_image_file(), **files)
    Document.objects.create(title=f"{SECRET} document", file=ContentFile(b"x", name="secret.txt"), **files)
    return draft.pk


@pytest.fixture
def editor_client(client):
    client.force_login(make_editor(make_organization("Les Mulots")))
    return client


def leaks(client, addresses):
    """The addresses whose answer names the secret, or that fail."""
    found = []
    for address in addresses:
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        if SECRET.encode() in body or SECRET.lower().encode() in body:
            found.append(f"{address} names it")
        elif response.status_code >= 500:
            found.append(f"{address} answers {response.status_code}")
    return found


@pytest.mark.slow
def test_no_address_of_the_admin_names_what_is_anothers(editor_client, key):
    known = {"app_label": "places", "model_name": "place", "action": "delete"}
    content_type = ContentType.objects.get_for_model(OrganizationPage)
    addresses = list(admin_addresses(key, content_type_id=content_type.pk, **known))
    assert len(addresses) > 150
    assert leaks(editor_client, addresses) == []


@pytest.mark.parametrize("name", ["wagtailimages:index", "wagtaildocs:index", "network_places:index"])
def test_searches_do_not_find_what_is_anothers(editor_client, key, name):
    found = editor_client.get(reverse(name), {"q": SECRET}).context["page_obj"].object_list
    assert list(found) == []


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailimages_chooser:chosen_multiple",
        "wagtaildocs_chooser:chosen_multiple",
        "place_chooser:chosen_multiple",
    ],
)
def test_choosing_several_does_not_name_what_is_anothers(editor_client, key, name):
    assert leaks(editor_client, [f"{reverse(name)}?id={key}"]) == []


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_choose_page_search",
        "wagtailimages_chooser:choose",
        "wagtaildocs_chooser:choose",
        "place_chooser:choose",
        "wagtailadmin_pages:search",
    ],
)
def test_looking_for_it_in_a_chooser_finds_nothing(editor_client, key, name):
    # Three letters of the secret, so that the search box does not echo it.
    assert leaks(editor_client, [f"{reverse(name)}?q=Zan"]) == []


@pytest.mark.parametrize("action", ["delete", "publish", "unpublish", "move"])
def test_bulk_actions_do_not_name_the_pages_of_others(editor_client, key, action):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    assert leaks(editor_client, [f"{address}?id={key}&next=/admin/"]) == []


@pytest.mark.parametrize(
    ("app", "model"),
    [("wagtailimages", "image"), ("wagtaildocs", "document")],
)
def test_bulk_actions_do_not_name_the_files_of_others(editor_client, key, app, model):
    address = reverse("wagtail_bulk_action", args=[app, model, "delete"])
    assert leaks(editor_client, [f"{address}?id={key}&next=/admin/"]) == []


@pytest.mark.parametrize("export", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "name", ["network_places:index", "network_organizations:index", "wagtailadmin_reports:site_history"]
)
def test_exports_do_not_name_what_is_anothers(editor_client, key, name, export):
    assert leaks(editor_client, [f"{reverse(name)}?export={export}"]) == []


@pytest.mark.parametrize("query", ["?commune=Redon", "?ordering=_updated_at", "?organization=1", "?p=2"])
def test_filters_of_the_list_do_not_reach_others(editor_client, key, query):
    assert leaks(editor_client, [reverse("network_places:index_results") + query]) == []
