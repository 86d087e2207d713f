"""Choosing a place: everybody's places, less those that others keep off the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser as generic
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from maillage.places.admin import PlaceForm
from maillage.places.models import Place
from maillage.places.permissions import OrganizationPermissionPolicy

if TYPE_CHECKING:
    from django.views.generic.base import View

    from maillage.places.querysets import PlaceQuerySet

    _View = View
else:
    _View = object


def _is_key(text: str) -> bool:
    # What is longer than nine digits would overflow a column of the database.
    return text.isdecimal() and len(text) <= len("999999999")


class PlaceChooserWidget(BaseChooser):
    """Draws the chosen place, and names none that its field does not offer.

    Wagtail draws whatever key was sent: a form that comes back would tell of a place that others keep
    off the site.
    """

    choices: Any = ()

    def get_instance(self, value: Any) -> Any:
        """Return the place to name, or None."""
        offered = getattr(self.choices, "queryset", None)
        if value is None or isinstance(value, Place) or offered is None:
            return super().get_instance(value)
        return offered.filter(pk=value).first() if _is_key(str(value)) else None


class PlaceFilterForm(BaseFilterForm):
    """The search box of the chooser. It asks the database, so it works while the engine is down."""

    q = forms.CharField(label=_("Search term"), required=False)

    def filter(self, objects: PlaceQuerySet) -> PlaceQuerySet:
        """Keep the places whose name, commune or lieu-dit holds the text."""
        text = self.cleaned_data["q"]
        if not text:
            return objects
        self.is_searching = True
        self.search_query = text
        return objects.filter(
            Q(name__icontains=text) | Q(commune__icontains=text) | Q(lieu_dit__icontains=text)
        )


class ChoosablePlacesMixin(_View):
    """The places that the user may choose, in each of the chooser's views."""

    filter_form_class = PlaceFilterForm

    def get_object_list(self) -> PlaceQuerySet:
        """List them."""
        return Place.objects.choosable_by(self.request.user)

    def get_object(self, pk: str) -> Place:
        """Find one by its key; raises `Place.DoesNotExist`, which the view answers with 404."""
        return self.get_objects([pk]).get()

    def get_objects(self, pks: list[str]) -> PlaceQuerySet:
        """Find several by their keys, leaving out what is no key."""
        return self.get_object_list().filter(pk__in=[pk for pk in pks if _is_key(pk)])

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whose organisations to offer."""
        return {
            **super().get_creation_form_kwargs(),  # type: ignore[misc]
            "for_user": self.request.user,
        }


class ChoosePlaceView(ChoosablePlacesMixin, generic.ChooseView):
    """The whole window."""


class ChoosePlaceResultsView(ChoosablePlacesMixin, generic.ChooseResultsView):
    """The list, after a search or a change of page."""


class ChosenPlaceView(ChoosablePlacesMixin, generic.ChosenView):
    """The answer after a choice."""


class ChosenPlacesView(ChoosablePlacesMixin, generic.ChosenMultipleView):
    """The answer after several choices."""


class CreatePlaceView(ChoosablePlacesMixin, generic.CreateView):
    """A new place, from the window itself."""


class PlaceChooserViewSet(ChooserViewSet):
    """The window that forms and blocks open to choose a place."""

    model = Place
    icon = "site"
    choose_one_text = _("Choose a place")
    choose_another_text = _("Choose another place")
    edit_item_text = _("Change this place")
    creation_tab_label = _("New place")
    create_action_label = _("Add this place")
    creation_form_class = PlaceForm
    base_widget_class = PlaceChooserWidget
    choose_view_class = ChoosePlaceView
    choose_results_view_class = ChoosePlaceResultsView
    chosen_view_class = ChosenPlaceView
    chosen_multiple_view_class = ChosenPlacesView
    create_view_class = CreatePlaceView

    @property
    def permission_policy(self) -> OrganizationPermissionPolicy:
        """Adding a place asks the same permission as on its own screens."""
        return OrganizationPermissionPolicy(Place)


place_chooser_viewset = PlaceChooserViewSet("place_chooser")
