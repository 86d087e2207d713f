"""From the content type of a page to its model, without a query for each type."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, get_page_models


def page_model(content_type_id: int) -> type[Page]:
    """Return the model of the pages of that content type; Page for a type that is no longer installed.

    The types of all page models are read in one query, which Django keeps while the process lives.
    """
    types = ContentType.objects.get_for_models(*get_page_models())
    return {content_type.pk: model for model, content_type in types.items()}.get(content_type_id, Page)
