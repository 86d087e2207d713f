"""The admin's screens of the network: its organisations and its places, each form with its view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError, Q
from django.shortcuts import redirect
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from maillage.places.errors import NoListOfOrganizations, OrganizationExists
from maillage.places.models import Organization, OrganizationIndexPage, OrganizationKind, Place
from maillage.places.permissions import OrganizationCardPolicy
from maillage.places.scoped_views import OrganizationScopedViewSetMixin
from maillage.places.services import create_organization, name_is_taken

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from maillage.places.permissions import AnyUser


def narrow_choices(form: forms.ModelForm[Any], user: AnyUser) -> None:
    """Hold the fields `organization` and `place` of `form` to what `user` may choose.

    A forged key is refused like one that does not exist. The place that the row has already is
    kept among the choices, so that an old page can still be saved.
    """
    organization = form.fields.get("organization")
    if isinstance(organization, forms.ModelChoiceField):
        organization.queryset = Organization.objects.for_user(user)
        own = list(organization.queryset.values_list("pk", flat=True)[:2])
        if len(own) == 1 and organization.required:
            organization.empty_label = None
            form.initial.setdefault("organization", own[0])
    place = form.fields.get("place")
    if isinstance(place, forms.ModelChoiceField):
        choosable = Place.objects.choosable_by(user).values("pk")
        kept = getattr(form.instance, "place_id", None)
        place.queryset = Place.objects.filter(Q(pk__in=choosable) | Q(pk=kept))


class OrganizationScopedForm(WagtailAdminModelForm):
    """The base of the admin's forms for rows that belong to an organisation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            narrow_choices(self, self.for_user)


class PlaceForm(OrganizationScopedForm):
    """The card of a place."""

    class Meta:
        model = Place
        fields = ("commune", "postal_code", "name", "street", "lieu_dit", "room", "organization")

    def clean(self) -> dict[str, Any]:
        """Ask for both coordinates or none."""
        cleaned: dict[str, Any] = super().clean()
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None) and not {"latitude", "longitude"} & set(self.errors):
            missing = "latitude" if latitude is None else "longitude"
            self.add_error(missing, Place.COORDINATES_GO_TOGETHER)
        return cleaned


class OrganizationForm(WagtailAdminModelForm):
    """The card of an organisation, for its own editors and for the network's team."""

    def clean_name(self) -> str:
        """Refuse the name of another organisation."""
        name = " ".join(self.cleaned_data["name"].split())
        if name_is_taken(name, except_for=self.instance):
            raise ValidationError(str(OrganizationExists()))
        return name


class OrganizationCreationForm(OrganizationForm):
    """What is asked before an organisation is made with its group, its section and its collection."""

    class Meta:
        model = Organization
        fields = ("name", "kind", "role", "phone", "phone_hours", "email", "website")

    def clean(self) -> dict[str, Any]:
        """Check that there is a page to put the organisation's page under."""
        cleaned: dict[str, Any] = super().clean()
        if not OrganizationIndexPage.objects.exists():
            raise ValidationError(str(NoListOfOrganizations()))
        return cleaned

    def save(self, commit: bool = True) -> Organization:
        """Make the organisation in one step; `commit` is there for Django only."""
        parent = OrganizationIndexPage.objects.get()
        self.instance = create_organization(parent_page=parent, user=self.for_user, **self.cleaned_data)
        return self.instance


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
