"""The admin's forms about organisations and places: each offers, and accepts, only what is one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from wagtail.admin.forms import WagtailAdminModelForm

from .errors import NoListOfOrganizations, OrganizationExists
from .models import Organization, OrganizationIndexPage, Place
from .services import create_organization, name_is_taken

if TYPE_CHECKING:
    from .permissions import AnyUser


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
