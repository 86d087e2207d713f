"""Filters that somebody comes back to, under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.auth import require_admin_access

from equipment.models import SavedView
from equipment.workshop.access import MAY_WORK
from maillage.places.models import Organization

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


def views_for(user: Any) -> QuerySet[SavedView]:
    """Return the views of `user`, and those that their organisations share."""
    return SavedView.objects.filter(
        Q(owner=user) | Q(organization__in=Organization.objects.for_user(user))
    ).order_by("name")


class SavedViewForm(forms.ModelForm):
    """A name, for the filters of the list."""

    shared = forms.BooleanField(required=False)

    class Meta:
        model = SavedView
        fields = ("name", "query")


@method_decorator(require_admin_access, name="dispatch")
class _SavedViewAction(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SaveView(_SavedViewAction):
    """Keep the filters of the list under a name; the same name is written over."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it, then show the list as it was."""
        known = SavedView.objects.filter(
            owner=request.user, name=request.POST.get("name", "").strip()
        ).first()
        form = SavedViewForm(request.POST, instance=known or SavedView(owner=request.user))
        if form.is_valid():
            own = Organization.objects.for_user(request.user)[:2]
            shared = form.cleaned_data["shared"] and len(own) == 1
            form.instance.organization = own[0] if shared else None
            form.save()
            messages.success(request, _("This view is saved: “%(name)s”.") % {"name": form.instance.name})
        else:
            messages.error(request, _("Give this view a name of 60 signs at most."))
        return HttpResponseRedirect(
            f"{reverse('equipment_machines:index')}?{request.POST.get('query', '')[:500]}"
        )


class ForgetView(_SavedViewAction):
    """Delete a view of one's own."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete it."""
        get_object_or_404(SavedView, pk=pk, owner=request.user).delete()
        return HttpResponseRedirect(reverse("equipment_machines:index"))
