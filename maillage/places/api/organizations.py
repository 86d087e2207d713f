"""The organisations of the network."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from maillage.places.models import Organization

from .schemas import OrganizationsOut, Slice

router = Router(tags=["organizations"])


@router.get("", response=OrganizationsOut, summary="The organisations, by name")
def list_organizations(request: HttpRequest, asked: Query[Slice]) -> dict[str, Any]:
    """List the organisations whose page is published."""
    organizations = Organization.objects.public()
    slice_ = organizations.with_page()[asked.offset : asked.offset + asked.limit]
    return {"count": organizations.count(), "items": [_organization_out(one, request) for one in slice_]}


def link_out(organization: Organization, request: HttpRequest) -> dict[str, Any]:
    """Return `organization` (read with its page) as an OrganizationLinkOut."""
    path = organization.get_absolute_url()
    return {
        "id": organization.pk,
        "name": organization.name,
        "slug": organization.slug,
        "url": request.build_absolute_uri(path) if path else "",
    }


def _organization_out(organization: Organization, request: HttpRequest) -> dict[str, Any]:
    fields = ("kind", "role", "phone", "phone_hours", "email", "website")
    return {
        **link_out(organization, request),
        **{name: getattr(organization, name) for name in fields},
    }
