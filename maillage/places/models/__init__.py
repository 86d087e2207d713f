"""Who organises and where: two nouns, a file each, and the pages that show them."""

from .log import OrganizationLogEntry
from .organization import Organization, OrganizationKind, OrganizationLink
from .pages import OrganizationIndexPage, OrganizationPage
from .place import Place

__all__ = [
    "Organization",
    "OrganizationIndexPage",
    "OrganizationKind",
    "OrganizationLink",
    "OrganizationLogEntry",
    "OrganizationPage",
    "Place",
]
