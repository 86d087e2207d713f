"""What Wagtail would tell before asking who looks."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageLogEntry

from maillage.places.discreet_admin import DiscreetBulkActionMixin
from maillage.places.models import OrganizationLogEntry
from tests.places.factories import (
    make_editor,
    make_organization,
    make_place,
    make_superuser,
    make_team_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization("Les Mulots")


@pytest.fixture
def draft():
    other = make_organization("La Vilaine Bidouille")
    return other.page.add_child(instance=Page(title="Brouillon", slug="brouillon", live=False))


@pytest.fixture
def editor_client(client, organization):
    client.force_login(make_editor(organization))
    return client


def test_a_bulk_action_tells_of_ones_own_pages(editor_client, organization):
    child = organization.page.add_child(instance=Page(title="Notre page", slug="notre-page"))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert "Notre page" in editor_client.get(f"{address}?id={child.pk}").content.decode()


def test_a_bulk_action_leaves_out_the_pages_of_others(editor_client, organization, draft):
    child = organization.page.add_child(instance=Page(title="Notre page", slug="notre-page"))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    html = editor_client.get(f"{address}?id={child.pk}&id={draft.pk}").content.decode()
    assert ("Notre page" in html, "Brouillon" in html) == (True, False)


def test_a_bulk_action_does_nothing_to_the_pages_of_others(editor_client, draft):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    editor_client.post(f"{address}?id={draft.pk}")
    draft.refresh_from_db()
    assert not draft.live


def test_every_bulk_action_is_discreet(client):
    actions = bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    assert all(issubclass(action, DiscreetBulkActionMixin) for action in actions)
    assert len(list(actions)) >= 4


@pytest.mark.parametrize("name", ["page_types_usage", "page_types_usage_results"])
def test_a_report_on_everybody_is_for_the_team(client, editor_client, name):
    address = reverse(f"wagtailadmin_reports:{name}")
    assert editor_client.get(address).status_code == 404


def test_an_administrator_reads_the_report_on_everybody(client):
    client.force_login(make_superuser())
    assert client.get(reverse("wagtailadmin_reports:page_types_usage")).status_code == 200


def test_a_visitor_is_still_asked_to_sign_in(client, draft):
    assert client.get(f"/admin/pages/{draft.pk}/edit/").url.startswith("/admin/login/")


def test_the_window_that_chooses_a_page_opens_on_a_published_one(editor_client, draft):
    published = draft.get_parent()
    assert editor_client.get(f"/admin/choose-page/{published.pk}/").status_code == 200


@pytest.mark.parametrize("key", ["0", "9" * 30])
def test_a_page_that_cannot_be_is_not_found(editor_client, key):
    assert editor_client.get(f"/admin/choose-page/{key}/").status_code == 404


def test_the_page_of_others_is_answered_in_the_admin_with_the_way_back(editor_client, draft):
    answer = editor_client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "elle appartient à une autre structure" in html
    assert f'href="{reverse("wagtailadmin_home")}"' in html


def test_an_association_reads_its_own_log(organization):
    place = make_place(organization)
    OrganizationLogEntry.objects.log_action(place, "wagtail.edit")
    other = make_editor(make_organization("Dépan’tek"))
    own = make_editor(organization)
    counts = [
        OrganizationLogEntry.objects.viewable_by_user(user).filter(action="wagtail.edit").count()
        for user in (own, other, make_team_member(), make_superuser())
    ]
    assert counts == [1, 0, 1, 1]


def test_the_log_of_a_place_that_is_gone_stays_with_its_association(organization):
    place = make_place(organization)
    OrganizationLogEntry.objects.log_action(place, "wagtail.delete")
    place.delete()
    entry = OrganizationLogEntry.objects.get(action="wagtail.delete")
    assert entry.organization == organization


def test_pages_keep_wagtails_own_log(organization):
    assert PageLogEntry.objects.filter(page=organization.page).exists()


def admin_links(html):
    """The addresses that the content of a screen leads to; a bulk action's is completed by a script."""
    content = html[html.index('id="main"') :]
    return {link.split("?")[0] for link in re.findall(r'href="(/admin/(?!bulk/)[^"#]*)', content)}


@pytest.mark.parametrize("superuser", [False, True])
def test_a_screen_that_says_what_is_used_leads_nowhere_closed(client, organization, media_folder, superuser):
    client.force_login(make_superuser() if superuser else make_editor(organization))
    own = {"collection": organization.collection, "title": "Nôtre"}
    image = Image.objects.create(file=get_test_image_file(), **own)
    document = Document.objects.create(file=ContentFile(b"x", name="x.txt"), **own)
    place = make_place(organization)
    screens = [
        reverse("wagtailadmin_pages:type_use", args=["places", "organizationpage"]),
        reverse("wagtailadmin_pages:usage", args=[organization.page.pk]),
        reverse("wagtailimages:image_usage", args=[image.pk]),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtaildocs:document_usage", args=[document.pk]),
        reverse("wagtaildocs:edit", args=[document.pk]),
        reverse("network_places:usage", args=[place.pk]),
    ]
    closed = []
    for screen in screens:
        answer = client.get(screen)
        assert answer.status_code == 200, screen
        links = admin_links(answer.content.decode())
        closed += [(screen, link) for link in links if client.get(link).status_code >= 400]
    assert closed == []
