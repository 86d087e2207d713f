"""The screen of key figures: each organisation types its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from maillage.places.models import Organization
from maillage.places.scoped_views import OrganizationScopedViewSetMixin

from .models import Figure

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class FigureForm(WagtailAdminModelForm):
    """Offers the user's own organisations, and their own figures as wholes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Organization.objects.for_user(self.for_user)
        self.fields["organization"].queryset = mine
        wholes = Figure.objects.filter(organization__in=mine, part_of=None).exclude(pk=self.instance.pk)
        self.fields["part_of"].queryset = wholes


class FigureIndexView(generic.IndexView):
    """The list, which says where the parts of a figure add up to more than the whole."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Warn of sums that disagree; nothing is corrected in silence."""
        for figure in self.get_base_queryset().whose_parts_disagree()[:3]:
            warning = gettext("The parts of “%(figure)s” add up to more than it: check the numbers.")
            messages.warning(request, warning % {"figure": figure})
        return super().get(request, *args, **kwargs)


class FigureEditView(generic.EditView):
    """A figure that was typed; a computed one is not typed over."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back to the list from a figure that a plugin keeps."""
        if self.get_object().is_computed:
            messages.warning(request, gettext("This figure is computed by the site: it cannot be typed."))
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)


class FigureViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Chiffres clés » in the menu « Réseau »."""

    model = Figure
    name = "network_figures"
    url_prefix = "figures"
    icon = "order"
    edit_handler = ObjectList(Figure.panels, base_form_class=FigureForm)
    index_view_class = FigureIndexView
    edit_view_class = FigureEditView
    list_display = ("label", "value_in_words", "period_start", "period_end", "source", "organization")
    ordering = ("-period_end", "label")
    search_backend_name = None
    search_fields = ("label", "source")

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button of the list does."""
        return super().get_index_view_kwargs(add_item_label=_("Add a key figure"), **kwargs)
