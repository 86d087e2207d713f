"""Who may act on what."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from wagtail.models import Page, Site

from maillage.places.models import Organization, OrganizationPage, Place
from maillage.places.ownership import organization_path, owned_models
from maillage.places.permissions import (
    OrganizationCardPolicy,
    OrganizationPermissionPolicy,
    get_scoped_object_or_404,
    scope_to_user,
)
from tests.places.factories import (
    make_editor,
    make_organization,
    make_place,
    make_superuser,
    make_team_member,
)

pytestmark = pytest.mark.django_db

ACTIONS = ["add", "change", "delete", "view"]


@pytest.fixture
def own():
    return make_place(make_organization("Les Mulots"))


@pytest.fixture
def foreign():
    return make_place(make_organization("La Vilaine Bidouille"), commune="Peillac")


@pytest.fixture
def editor(own):
    return make_editor(own.organization)


@pytest.fixture
def policy():
    return OrganizationPermissionPolicy(Place)


def test_an_editor_changes_the_places_of_the_association(policy, editor, own):
    assert policy.user_has_permission_for_instance(editor, "change", own)


def test_an_editor_does_not_change_the_places_of_others(policy, editor, foreign):
    assert not policy.user_has_any_permission_for_instance(editor, ACTIONS, foreign)


def test_an_organization_typed_in_a_form_gives_no_right(policy, editor, own, foreign):
    foreign.organization = own.organization
    assert not policy.user_has_permission_for_instance(editor, "change", foreign)


def test_belonging_is_not_enough_without_the_permission(policy, editor, own):
    assert not policy.user_has_permission_for_instance(editor, "delete", own)


def test_an_editor_lists_the_places_of_the_association(policy, editor, own, foreign):
    assert list(policy.instances_user_has_any_permission_for(editor, ACTIONS)) == [own]


@pytest.mark.parametrize("make", [make_superuser, make_team_member])
def test_the_networks_team_sees_every_place(policy, own, foreign, make):
    assert policy.instances_user_has_any_permission_for(make(), ["change"]).count() == 2


def test_a_visitor_sees_nothing(policy, own):
    assert not policy.instances_user_has_any_permission_for(AnonymousUser(), ACTIONS).exists()


def test_somebody_who_left_sees_nothing(policy, editor, own):
    editor.is_active = False
    assert not policy.instances_user_has_any_permission_for(editor, ACTIONS).exists()


def test_those_who_may_change_a_place_are_its_editors_and_the_team(policy, editor, own, foreign):
    team, root = make_team_member(), make_superuser()
    make_editor(foreign.organization)
    allowed = policy.users_with_any_permission_for_instance(["change"], own)
    assert set(allowed) == {editor, team, root}


def test_an_editor_of_two_associations_sees_both(policy, editor, own, foreign):
    editor.groups.add(foreign.organization.group)
    assert policy.instances_user_has_any_permission_for(editor, ["change"]).count() == 2


def test_an_editor_changes_the_card_of_the_association_only(editor, own, foreign):
    policy = OrganizationCardPolicy(Organization)
    assert list(policy.instances_user_has_any_permission_for(editor, ["change"])) == [own.organization]


@pytest.mark.parametrize("action", ["add", "delete"])
def test_an_editor_neither_adds_nor_deletes_organizations(editor, action):
    assert not OrganizationCardPolicy(Organization).user_has_permission(editor, action)


def test_nobody_deletes_an_organization(own):
    assert not OrganizationCardPolicy(Organization).user_has_permission(make_superuser(), "delete")


def test_a_row_says_whose_it_is_by_its_field():
    assert organization_path(Place) == "organization"


def test_a_row_may_name_a_longer_way(monkeypatch):
    monkeypatch.setattr(Site, "organization_path", "root_page__organizationpage__organization", raising=False)
    assert organization_path(Site) == "root_page__organizationpage__organization"


def test_a_row_that_belongs_to_nobody_says_so():
    assert organization_path(Site) is None


def test_scoping_what_belongs_to_nobody_is_a_mistake_of_the_programmer(editor):
    with pytest.raises(ImproperlyConfigured):
        scope_to_user(Page.objects.all(), editor)


def test_pages_are_not_owned_rows():
    assert OrganizationPage not in owned_models()


def test_places_and_organizations_are_owned_rows():
    assert {Place, Organization} <= set(owned_models())


def test_ones_own_row_is_found(editor, own):
    assert get_scoped_object_or_404(Place.objects.all(), editor, pk=own.pk) == own


@pytest.mark.parametrize("key", ["foreign", 999_999, "x", 10**30, "1\x00"])
def test_any_other_row_is_not_found(editor, foreign, key):
    with pytest.raises(Http404):
        get_scoped_object_or_404(Place.objects.all(), editor, pk=foreign.pk if key == "foreign" else key)


def test_an_editor_chooses_the_shared_places_of_others(editor, foreign):
    assert foreign in Place.objects.choosable_by(editor)


def test_an_editor_does_not_choose_the_hidden_places_of_others(editor, foreign):
    Place.objects.update(address_for_registered_only=True)
    assert foreign not in Place.objects.choosable_by(editor)


def test_an_editor_chooses_ones_own_hidden_places(editor, own):
    Place.objects.update(address_for_registered_only=True)
    assert own in Place.objects.choosable_by(editor)
