"""What can be refused, each with the sentence that tells the person what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Something that cannot be done, for a reason that the person may know: `str()` is fit to be shown."""

    message: Any = _("This cannot be done.")

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message if message is not None else str(self.message))


class PlacesError(Refusal):
    """A change of an organisation or a place that cannot be made."""


class OrganizationExists(PlacesError):
    """Another organisation has this name."""

    message = _("An organisation already has this name. Type another name, or open its card.")


class PageRefusesOrganizations(PlacesError):
    """The chosen page does not take pages of organisations below it."""

    message = _("The organisation’s page cannot be made there. Choose the list of the organisations.")


class NoListOfOrganizations(PlacesError):
    """The site has no list for the organisation's page to be in."""

    message = _("First make the page « list of the organisations », then add the organisation.")


class UnknownEditorPermission(PlacesError):
    """A plugin asks for a permission that the database does not hold."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"The hook register_editor_permissions names an unknown permission: {permission}")
        self.permission = permission
