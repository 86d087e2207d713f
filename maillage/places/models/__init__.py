"""Who organises and where: two nouns, a file each, and the pages that show them."""

from .organization import Organization, OrganizationKind, OrganizationLink
from .pages import OrganizationIndexPage, OrganizationPage
from .place import Place

__all__ = [
    "Organization",
    "OrganizationIndexPage",
    "OrganizationKind",
    "OrganizationLink",
    "OrganizationPage",
    "Place",
]
