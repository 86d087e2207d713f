"""Two associations and their editors, made by the services that the site uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from wagtail.models import Page, Site

from maillage.places.models import Organization, OrganizationIndexPage, Place
from maillage.places.services import create_organization

if TYPE_CHECKING:
    from accounts.models import User


def make_index_page() -> OrganizationIndexPage:
    """The published list of the organisations, the only one, below the site's root page."""
    existing = OrganizationIndexPage.objects.first()
    if existing is not None:
        return existing
    site = Site.objects.filter(is_default_site=True).first()
    parent = site.root_page if site else Page.objects.filter(depth=2).first()
    if parent is None:
        parent = Page.get_first_root_node().add_child(instance=Page(title="Accueil", slug="accueil"))
    if site is None:
        Site.objects.create(hostname="localhost", root_page=parent, is_default_site=True)
    return parent.add_child(instance=OrganizationIndexPage(title="Les membres", slug="membres"))


def make_organization(name: str = "Les Mulots", **fields: Any) -> Organization:
    """A member of the network with its group, collection and published section."""
    return create_organization(name=name, parent_page=make_index_page(), **fields)


def make_editor(organization: Organization, email: str = "") -> User:
    """Somebody who works for `organization` and for nobody else."""
    user = get_user_model().objects.create_user(email or f"editeur@{organization.slug}.example", "secret")
    user.groups.add(organization.group)
    return user


def make_team_member(email: str = "equipe@reseau.example") -> User:
    """Somebody of the network's team, who acts for every organisation without being a superuser."""
    user = get_user_model().objects.create_user(email, "secret")
    user.user_permissions.add(
        *Permission.objects.filter(content_type__app_label="places"),
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
    )
    return user


def make_superuser(email: str = "admin@reseau.example") -> User:
    """Somebody who may do everything."""
    return get_user_model().objects.create_superuser(email, "secret")


def make_place(organization: Organization, **fields: Any) -> Place:
    """A place kept by `organization`; a commune is all that it needs."""
    return Place.objects.create(organization=organization, **{"commune": "Redon", **fields})
