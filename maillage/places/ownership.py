"""Whose a row is: the one question that lists, views, logs and services ask of a model.

A model answers by its field `organization`. When the way is longer, it names it:
`organization_path = "session__organization"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from wagtail.models import Page

if TYPE_CHECKING:
    from django.db.models import Model


def organization_path(model: type[Model]) -> str | None:
    """Return the lookup that leads from a row of `model` to its organisation; None for no such way."""
    organization = apps.get_model("places", "Organization")
    if issubclass(model, organization):
        return "pk"
    declared: str | None = getattr(model, "organization_path", None)
    if declared:
        return declared
    try:
        field = model._meta.get_field("organization")
    except FieldDoesNotExist:
        return None
    return "organization" if field.related_model is organization else None


def owned_models() -> list[type[Model]]:
    """Return the models of the whole site whose rows belong to an organisation.

    Pages are left out: they belong to the section they live in, by Wagtail's page permissions.
    """
    return [model for model in apps.get_models() if not issubclass(model, Page) and organization_path(model)]
