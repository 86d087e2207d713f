"""What the search is told of organisations and places: where their names show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Organization, OrganizationPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def embeds() -> dict[Any, Callable[..., Iterable[Any]]]:
    """Return which searched rows show something of another row, as the hook passes it."""
    return {Organization: _shown_of_organization}


def _shown_of_organization(organization: Organization) -> Iterable[Any]:
    return [OrganizationPage.objects.filter(organization=organization), organization.places.all()]
