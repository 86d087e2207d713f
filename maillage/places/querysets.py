"""Reads of organisations and places, in the words of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from wagtail.models import Page

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    from .models import Organization, Place  # noqa: F401  named in quotes below


SEES_EVERY_ORGANIZATION = "places.manage_network"


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Organisations as a page, an editor or the network's team sees them."""

    def public(self) -> Self:
        """Those whose page anybody may read: live, and under no restriction."""
        return self.filter(page__page_ptr__in=Page.objects.live().public())

    def with_page(self) -> Self:
        """With the page that gives their address, in the same query."""
        return self.select_related("page")

    def for_user(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Those in whose name `user` may act; all of them for the network's team."""
        if not user.is_active:
            return self.none()
        if user.has_perm(SEES_EVERY_ORGANIZATION):  # type: ignore[attr-defined]
            return self
        return self.filter(group__user=user)


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places, which anybody may read."""

    def for_user(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Places whose card `user` may change."""
        organizations = apps.get_model("places", "Organization").objects.for_user(user)
        return self.filter(organization__in=organizations)

    def choosable_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Places that `user` may choose for a date: all, but those that others keep off the site.

        A workshop may take place in another association's room, unless its address is only for
        registered people.
        """
        own = models.Q(pk__in=self.model.objects.for_user(user).values("pk"))
        return self.filter(own | models.Q(address_for_registered_only=False))

    def with_organization(self) -> Self:
        """With the organisation that keeps the card, in the same query."""
        return self.select_related("organization")

    def with_page(self) -> Self:
        """With the organisation that keeps the card and its page, in the same query."""
        return self.select_related("organization__page")

    def in_commune(self, commune: str) -> Self:
        """Places of this commune, whatever the case; all of them for an empty text."""
        return self.filter(commune__iexact=commune) if commune else self

    def kept_by(self, organization: str) -> Self:
        """Places whose card is kept by the organisation of this slug; all of them for an empty text."""
        return self.filter(organization__slug=organization) if organization else self
