"""Creating an organisation makes all that its editors need, in one step."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail import hooks
from wagtail.models import Collection, GroupPagePermission, Page, PageLogEntry

from maillage.places import services
from maillage.places.errors import OrganizationExists, PageRefusesOrganizations, UnknownEditorPermission
from maillage.places.models import Organization, OrganizationPage
from maillage.places.services import create_organization, grant_editor_permissions
from tests.places.factories import make_editor, make_index_page, make_organization, make_superuser

pytestmark = pytest.mark.django_db


def test_an_organization_gets_an_address_made_from_its_name():
    assert make_organization("Clic'n Puces").slug == "clicn-puces"


def test_two_names_that_give_the_same_address_get_two_addresses():
    make_organization("Dépan’tek")
    assert make_organization("Depantek").slug == "depantek-2"


def test_a_name_without_any_letter_gets_an_address_too():
    assert make_organization("★★★").slug == "structure"


def test_the_group_is_named_after_the_organization():
    assert make_organization("Les Mulots").group.name == "Éditeurs — Les Mulots"


def test_a_group_left_by_a_renamed_organization_does_not_get_in_the_way():
    Group.objects.create(name="Éditeurs — Les Mulots")
    assert make_organization("Les Mulots").group.name.startswith("Éditeurs — Les Mulots (")


def test_the_collection_hangs_below_the_root():
    assert make_organization().collection.get_parent() == Collection.get_first_root_node()


def test_the_section_is_published_at_once():
    assert make_organization().page.live


def test_the_page_may_have_the_same_address_as_a_sister_page():
    index = make_index_page()
    index.add_child(instance=Page(title="Autre", slug="les-mulots"))
    assert make_organization("Les Mulots").page.slug == "les-mulots-2"


def test_editors_may_add_change_publish_and_lock_in_their_section():
    organization = make_organization()
    codenames = GroupPagePermission.objects.filter(group=organization.group).values_list(
        "permission__codename", flat=True
    )
    assert set(codenames) == {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"}


def test_editors_may_not_change_the_list_of_the_members():
    organization = make_organization()
    editor = make_editor(organization)
    assert not organization.page.get_parent().permissions_for_user(editor).can_edit()


def test_editors_may_use_the_images_and_documents_of_their_collection():
    organization = make_organization()
    codenames = organization.group.collection_permissions.filter(
        collection=organization.collection
    ).values_list("permission__codename", flat=True)
    assert set(codenames) == {
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    }


@pytest.mark.parametrize("permission", ["wagtailadmin.access_admin", "places.add_place", "places.view_place"])
def test_editors_get_the_permission(permission):
    assert make_editor(make_organization()).has_perm(permission)


def test_editors_do_not_get_the_networks_permission():
    assert not make_editor(make_organization()).has_perm("places.manage_network")


def test_a_plugin_names_the_permissions_its_editors_need():
    def register():
        return ["wagtailredirects.view_redirect"]

    with hooks.register_temporarily("register_editor_permissions", register):
        editor = make_editor(make_organization())
    assert editor.has_perm("wagtailredirects.view_redirect")


def test_an_unknown_permission_is_named_in_the_error():
    def register():
        return ["places.fly_place"]

    with (
        hooks.register_temporarily("register_editor_permissions", register),
        pytest.raises(UnknownEditorPermission, match=r"places\.fly_place"),
    ):
        make_organization()


def test_granting_again_changes_nothing():
    organization = make_organization()
    before = GroupPagePermission.objects.count()
    grant_editor_permissions(organization)
    assert GroupPagePermission.objects.count() == before


def test_granting_again_gives_what_a_new_plugin_asks():
    organization = make_organization()
    organization.group.permissions.clear()
    grant_editor_permissions(organization)
    assert make_editor(organization).has_perm("places.change_place")


def test_the_same_name_is_refused_whatever_the_case():
    make_organization("Les Mulots")
    with pytest.raises(OrganizationExists, match="porte déjà ce nom"):
        make_organization("les  MULOTS")


def test_a_page_of_another_kind_is_refused():
    with pytest.raises(PageRefusesOrganizations):
        create_organization(name="Les Mulots", parent_page=Page.get_first_root_node())


def test_a_failure_half_way_leaves_nothing(monkeypatch):
    def fail(organization):
        raise RuntimeError("power cut")

    index = make_index_page()
    groups = Group.objects.count()
    monkeypatch.setattr(services, "grant_editor_permissions", fail)
    with pytest.raises(RuntimeError):
        create_organization(name="Les Mulots", parent_page=index)
    left = (
        Organization.objects.count(),
        OrganizationPage.objects.count(),
        Group.objects.count() - groups,
        Collection.objects.filter(name="Les Mulots").count(),
    )
    assert left == (0, 0, 0, 0)


def test_the_log_says_who_made_it():
    user = make_superuser()
    organization = make_organization(user=user)
    assert PageLogEntry.objects.filter(page=organization.page, user=user, action="wagtail.create").exists()


def test_a_plugin_installed_later_reaches_every_organization():
    editor = make_editor(make_organization())
    editor.groups.get().permissions.clear()
    call_command("grant_editor_permissions", stdout=StringIO())
    assert get_user_model().objects.get(pk=editor.pk).has_perm("places.change_place")


def statements_of_an_organization(parent, name):
    with CaptureQueriesContext(connection) as captured:
        create_organization(name=name, parent_page=parent)
    return len(captured)


def test_an_organization_costs_the_same_however_many_permissions_plugins_ask_for():
    parent = make_index_page()
    make_organization("Les Mulots")
    make_organization("La Ferme des écotais")
    before = statements_of_an_organization(parent, "Clic’n Puces")
    every = [
        f"{app}.{code}"
        for app, code in Permission.objects.values_list("content_type__app_label", "codename")[:200]
    ]
    with hooks.register_temporarily("register_editor_permissions", lambda: every):
        after = statements_of_an_organization(parent, "Dépan’tek")

    # Each of 200 permissions would cost at least one statement; a content type read once is no matter.
    assert max(before, after) <= 150
