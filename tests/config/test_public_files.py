"""Wagtail's API knows the files that visitors already see, and no other."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction, ReferenceIndex

from config.public_files import used_in_public
from maillage.places.models import Organization
from tests.home.factories import make_page, make_site
from tests.places.factories import make_organization

pytestmark = pytest.mark.django_db

SOURCES = {
    "images": lambda key: f'<embed embedtype="image" id="{key}" alt="" format="fullwidth"/>',
    "documents": lambda key: f'<a linktype="document" id="{key}">fiche</a>',
}


def make_file(model):
    if model == "images":
        return Image.objects.create(title="Zanzibar", file=get_test_image_file())
    return Document.objects.create(title="Zanzibar", file=ContentFile(b"x", name="zanzibar.txt"))


@pytest.fixture(params=SOURCES)
def model(request):
    return request.param


@pytest.fixture
def organization_page():
    make_site()
    return make_organization("Les Mulots").page


@pytest.fixture
def file(model):
    return make_file(model)


@pytest.fixture
def using_page(organization_page, model, file):
    """A published page that uses the file."""
    organization_page.presentation = SOURCES[model](file.pk)
    organization_page.save_revision().publish()
    return organization_page


def listed(client, model):
    return [item["id"] for item in client.get(f"/api/v2/{model}/?fields=*").json()["items"]]


def detail(client, model, file):
    return client.get(f"/api/v2/{model}/{file.pk}/").status_code


def found(client, model, file):
    return client.get(f"/api/v2/{model}/find/", {"id": file.pk}).status_code


def is_known(client, model, file):
    """Whether each of the three doors knows the file; they must agree."""
    doors = {
        file.pk in listed(client, model),
        detail(client, model, file) == 200,
        found(client, model, file) == 302,
    }
    assert len(doors) == 1
    return doors.pop()


def test_a_file_of_a_published_page_is_known(client, model, file, using_page):
    assert is_known(client, model, file)


def test_a_file_that_nothing_uses_is_not(client, model, file, organization_page):
    assert not is_known(client, model, file)


def test_a_file_of_a_page_that_was_never_published_is_not(client, model, file, organization_page):
    draft = type(organization_page)(
        title="Brouillon",
        slug="brouillon",
        live=False,
        organization=Organization.objects.create(name="Dépan’tek", slug="depantek"),
        presentation=SOURCES[model](file.pk),
    )
    organization_page.get_parent().add_child(instance=draft)
    assert ReferenceIndex.get_references_to(file).exists()
    assert not is_known(client, model, file)


def test_a_file_of_unpublished_changes_is_not(client, model, file, organization_page):
    organization_page.presentation = SOURCES[model](file.pk)
    organization_page.save_revision()
    assert not is_known(client, model, file)


def test_a_file_that_unpublished_changes_take_away_is_still_known(client, model, file, using_page):
    using_page.presentation = ""
    using_page.save_revision()
    assert is_known(client, model, file)


def test_a_file_is_forgotten_once_its_page_is_unpublished(client, model, file, using_page):
    using_page.unpublish()
    assert not is_known(client, model, file)


@pytest.mark.parametrize("above", [False, True])
def test_a_file_of_a_restricted_page_is_not_known(client, model, file, using_page, above):
    closed = using_page.get_parent() if above else using_page
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert not is_known(client, model, file)


def test_a_picture_of_a_block_is_known(client):
    picture = make_file("images")
    block = {"picture": {"image": picture.pk, "alt_text": "Un atelier"}, "caption": ""}
    make_page(make_site(), ("picture", block))
    assert is_known(client, "images", picture)


def test_a_file_of_a_row_is_known_when_the_row_is_public(organization_page, file):
    organization = organization_page.organization
    point_at(file, organization)
    assert list(used_in_public(type(file).objects.all())) == [file]
    organization_page.unpublish()
    assert not used_in_public(type(file).objects.all()).exists()


def test_a_file_of_a_row_that_does_not_say_what_is_public_is_not(organization_page, file, admin_user):
    point_at(file, admin_user)
    assert not used_in_public(type(file).objects.all()).exists()


def point_at(file, row):
    """Write in the index what a foreign key from `row` to `file` would."""
    kind, to_kind = (ReferenceIndex._get_base_content_type(each) for each in (row, file))
    ReferenceIndex.objects.create(
        base_content_type=kind,
        content_type=kind,
        object_id=str(row.pk),
        to_content_type=to_kind,
        to_object_id=str(file.pk),
        model_path="logo",
        content_path="logo",
        content_path_hash=ReferenceIndex._get_content_path_hash("logo"),
    )


def test_more_files_cost_no_more_queries(client, model, file, using_page):
    listed(client, model)
    with CaptureQueriesContext(connection) as few:
        assert len(listed(client, model)) == 1
    using_page.presentation += "".join(SOURCES[model](make_file(model).pk) for _number in range(9))
    using_page.save_revision().publish()
    # The tags of each file are one query, which Wagtail asks whatever we do: they are left out.
    address = f"/api/v2/{model}/?fields=-tags"
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(address).json()["items"]) == 10
    assert len(many) <= len(few) <= 12
