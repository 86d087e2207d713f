"""One mixin holds any view to the organisations of who looks."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.views.generic import DetailView, ListView
from wagtail.admin.viewsets.model import ModelViewSet

from maillage.places.models import Place
from maillage.places.permissions import OrganizationPermissionPolicy
from maillage.places.scoped_views import (
    OrganizationAdminViewMixin,
    OrganizationScopedViewMixin,
    OrganizationScopedViewSetMixin,
)
from tests.places.factories import make_editor, make_organization, make_place

pytestmark = pytest.mark.django_db


class PlaceScreen(OrganizationAdminViewMixin, DetailView):
    """A screen of another plugin about one place."""

    model = Place
    permission_required = "places.change_place"

    def render_to_response(self, context, **kwargs):
        return HttpResponse(str(self.object))


class PlacesScreen(OrganizationAdminViewMixin, ListView):
    """A screen of another plugin about all places."""

    model = Place

    def render_to_response(self, context, **kwargs):
        return HttpResponse(", ".join(str(place) for place in self.object_list))


class PluginViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """The screens of another plugin, in the five lines that its docs promise."""

    model = Place
    name = "plugin_places"
    form_fields = ["commune", "organization"]


@pytest.fixture
def own():
    return make_place(make_organization("Les Mulots"), commune="Redon")


@pytest.fixture
def foreign():
    return make_place(make_organization("La Vilaine Bidouille"), commune="Peillac")


@pytest.fixture
def ask(own):
    """Ask a view as an editor of Les Mulots."""
    request = RequestFactory().get("/")
    request.user = make_editor(own.organization)
    return request


def test_a_screen_opens_ones_own_row(ask, own):
    assert PlaceScreen.as_view()(ask, pk=own.pk).content == b"Redon"


def test_a_screen_does_not_open_the_row_of_others(ask, foreign):
    with pytest.raises(Http404):
        PlaceScreen.as_view()(ask, pk=foreign.pk)


def test_a_screen_lists_ones_own_rows(ask, own, foreign):
    assert PlacesScreen.as_view()(ask).content == b"Redon"


def test_a_screen_is_closed_without_its_permission(ask, own):
    own.organization.group.permissions.remove(Permission.objects.get(codename="change_place"))
    ask._messages = CookieStorage(ask)
    assert PlaceScreen.as_view()(ask, pk=own.pk).url == "/admin/"


def test_a_screen_asks_a_visitor_to_sign_in(own):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert PlacesScreen.as_view()(request).url == "/admin/login/?next=/"


def test_every_view_of_a_viewset_is_scoped():
    viewset = PluginViewSet()
    views = [pattern.callback.view_class for pattern in viewset.get_urlpatterns()]
    assert all(issubclass(view, OrganizationScopedViewMixin) for view in views)


def test_a_viewset_asks_the_policy_of_organizations():
    assert isinstance(PluginViewSet().permission_policy, OrganizationPermissionPolicy)
