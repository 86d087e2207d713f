"""Who works on a machine, what a scanner types, and the base of the screens that only they see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from equipment.models import Machine
from equipment.transitions import Role
from maillage.places.codes import ALPHABET
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from maillage.places.permissions import AnyUser

MAY_WORK = Role.MEMBER.value


def machines_of(user: AnyUser) -> QuerySet[Machine]:
    """Return the machines that `user` works on: none without the role."""
    if not user.has_perm(MAY_WORK):  # type: ignore[union-attr]
        return Machine.objects.none()
    return scope_to_user(Machine.objects.all(), user)


def works_on(user: AnyUser, machine: Machine) -> bool:
    """Tell whether `user` has the role, in the organisation of `machine`."""
    return user.is_authenticated and machines_of(user).filter(pk=machine.pk).exists()


def find_machine(tag: str) -> Machine:
    """Return the machine of this tag, typed in any case, with what its card names; raises Http404."""
    rows = Machine.objects.select_related("organization", "lot", "shelf__place", "merged_into")
    try:
        return rows.get(tag=tag.upper())
    except Machine.DoesNotExist as error:
        raise Http404 from error


@method_decorator(never_cache, name="dispatch")
class WorkshopScreen(TemplateView):
    """A screen for those who work on machines: sign in first, then 403 without the role."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role before anything is read."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class MachineScreen(WorkshopScreen):
    """A screen about one machine; another organisation's answers 404."""

    machine: Machine

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the machine among those of the user's organisations."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and request.user.has_perm(MAY_WORK):
            self.machine = find_machine(kwargs["tag"])
            if not works_on(request.user, self.machine):
                raise Http404

    @property
    def card(self) -> str:
        """The address of the machine's card."""
        return reverse("equipment_workshop:machine", args=[self.machine.tag])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the machine."""
        return super().get_context_data(machine=self.machine, card=self.card, **kwargs)


_ADDRESS = re.compile(rf"/m/([{ALPHABET}]{{7}})/?$", re.IGNORECASE)
LONGEST = 300


def machine_of(text: str, machines: QuerySet[Machine]) -> Machine | None:
    """Return the one of `machines` that `text` names, following a joined tag; None when none has it."""
    text = text.strip()[:LONGEST]
    address = _ADDRESS.search(text)
    code = (address.group(1) if address else re.sub(r"[\s-]", "", text)).upper()
    found = machines.filter(tag=code).select_related("merged_into").first()
    if found is None and code:
        serial = re.sub(r"\s", "", text).upper()
        found = machines.filter(serials__value=serial).select_related("merged_into").first()
    return found.merged_into or found if found else None
