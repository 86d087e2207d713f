"""The admin's screens of the network: its organisations and its places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib import messages
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from .forms import OrganizationCreationForm, OrganizationForm, PlaceForm
from .models import Organization, OrganizationKind, Place
from .permissions import OrganizationCardPolicy
from .scoped_views import OrganizationScopedViewSetMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _own_organizations(request: HttpRequest) -> Any:
    return Organization.objects.for_user(request.user)


def _own_communes(request: HttpRequest) -> list[tuple[str, str]]:
    communes = Place.objects.for_user(request.user).order_by("commune").values_list("commune", flat=True)
    return [(commune, commune) for commune in dict.fromkeys(communes)]


def _who_reads_the_address(place: Place) -> str:
    """Say it in words: a tick or a cross would look like praise or blame."""
    if place.address_for_registered_only:
        return pgettext("address of a place", "Given to those who register")
    return pgettext("address of a place", "On the site")


class PlaceFilterSet(WagtailFilterSet):
    """The filters beside the list of places; they offer only what the list holds."""

    commune = django_filters.ChoiceFilter(label=_("Commune"))
    organization = django_filters.ModelChoiceFilter(label=_("Organisation"), queryset=_own_organizations)

    class Meta:
        model = Place
        fields = ("commune", "organization")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["commune"].extra["choices"] = _own_communes(self.request)


class PlaceDeleteView(generic.DeleteView):
    """Deleting a place, unless dates take place there."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete, or say what holds the place."""
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                gettext("Dates take place here: give them another place first, then delete this one."),
            )
            return redirect(self.edit_url_name, self.object.pk)


class PlaceViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """Where things happen: each organisation keeps its own cards."""

    model = Place
    name = "network_places"
    url_prefix = "places"
    icon = "site"
    edit_handler = ObjectList(Place.panels, base_form_class=PlaceForm)
    delete_view_class = PlaceDeleteView
    inspect_view_enabled = True
    ordering = ("commune", "name")
    list_display = (
        "__str__",
        "postal_code",
        "organization",
        Column("address_for_registered_only", label=_("Address"), accessor=_who_reads_the_address),
    )
    list_export = (
        "name",
        "commune",
        "postal_code",
        "street",
        "lieu_dit",
        "room",
        "latitude",
        "longitude",
        "phone",
        "access",
        "organization",
    )
    export_filename = "lieux"
    filterset_class = PlaceFilterSet
    # The database is enough for a few hundred cards, and answers while a search engine is down.
    search_backend_name = None
    search_fields = ("name", "commune", "lieu_dit", "street")

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button of the list does."""
        return super().get_index_view_kwargs(add_item_label=_("Add a place"), **kwargs)


class OrganizationFilterSet(WagtailFilterSet):
    """The filter beside the list of organisations."""

    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("organisation", "Kind"), choices=OrganizationKind.choices
    )

    class Meta:
        model = Organization
        fields = ("kind",)


class OrganizationViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """The members of the network: added by its team, each card kept by its own editors."""

    model = Organization
    name = "network_organizations"
    url_prefix = "organizations"
    icon = "group"
    edit_handler = ObjectList(Organization.panels, base_form_class=OrganizationForm)
    creation_handler = ObjectList(
        [FieldPanel(name) for name in OrganizationCreationForm.Meta.fields],
        base_form_class=OrganizationCreationForm,
    )
    copy_view_enabled = False
    ordering = ("name",)
    list_display = ("name", "kind", "role", "phone", "email")
    list_export = ("name", "kind", "role", "phone", "phone_hours", "email", "website")
    export_filename = "structures"
    filterset_class = OrganizationFilterSet
    search_backend_name = None
    search_fields = ("name", "role")

    @property
    def permission_policy(self) -> OrganizationCardPolicy:
        """Let the team add, and each one's editors change their own card."""
        return OrganizationCardPolicy(Organization)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button of the list does."""
        return super().get_index_view_kwargs(add_item_label=_("Add an organisation"), **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Ask for less at first: links and the address come once the organisation stands."""
        panel = self.creation_handler.bind_to_model(Organization)
        return super().get_add_view_kwargs(panel=panel, form_class=panel.get_form_class(), **kwargs)


class NetworkViewSetGroup(ViewSetGroup):
    """The menu « Réseau ». The hook `register_network_viewsets` adds screens to it."""

    menu_label = _("Network")
    menu_icon = "group"
    menu_order = 250

    @property
    def items(self) -> tuple[Any, ...]:
        """Return the organisations and the places, then what plugins add."""
        return (
            OrganizationViewSet,
            PlaceViewSet,
            *(viewset for register in hooks.get_hooks("register_network_viewsets") for viewset in register()),
        )
