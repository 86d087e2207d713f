"""Wagtail's own API at `/api/v2/`, where what makes no sense is refused and never an error of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Site

from config.public_files import used_in_public

if TYPE_CHECKING:
    from rest_framework.request import Request

    _ViewSet = BaseAPIViewSet
else:
    _ViewSet = object

LARGEST_NUMBER = 2**31 - 1
LONGEST_VALUE = 1_000


class SensibleParametersMixin(_ViewSet):
    """Refuses, with 400, the parameters that Wagtail would hand to the database as they are."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Look at every parameter before the view does; raises BadRequestError."""
        super().initial(request, *args, **kwargs)
        if "search" in request.GET:
            # On SQLite it costs the square of what it finds, and signs break it: search at /api/v1/search.
            raise BadRequestError(_("This value is not accepted."))
        for name, values in request.GET.lists():
            if any(not value.isprintable() or len(value) > LONGEST_VALUE for value in values):
                raise BadRequestError(_("This text holds signs that are not accepted."))
            if name in {"id", "offset", "limit"} and not all(_is_number(value) for value in values):
                raise BadRequestError(_("Send a whole number."))


class PagesEndpoint(SensibleParametersMixin, PagesAPIViewSet):
    """The published pages that anybody may read."""

    def get_base_queryset(self) -> Any:
        """Refuse an unknown site, of which Wagtail makes an error of the server."""
        try:
            return super().get_base_queryset()
        except (Site.DoesNotExist, ValueError) as error:
            raise BadRequestError(_("This value is not accepted.")) from error


class PublicFilesMixin(_ViewSet):
    """Knows only the files that something public uses; their addresses are read nowhere else."""

    def get_queryset(self) -> Any:
        """Leave out what waits in drafts and in restricted pages."""
        return used_in_public(super().get_queryset())


class ImagesEndpoint(SensibleParametersMixin, PublicFilesMixin, ImagesAPIViewSet):
    """The images that public pages show, of the collections that anybody may read."""


class DocumentsEndpoint(SensibleParametersMixin, PublicFilesMixin, DocumentsAPIViewSet):
    """The documents that public pages offer, of the collections that anybody may read."""


wagtail_api = WagtailAPIRouter("wagtailapi")
wagtail_api.register_endpoint("pages", PagesEndpoint)
wagtail_api.register_endpoint("images", ImagesEndpoint)
wagtail_api.register_endpoint("documents", DocumentsEndpoint)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < len(str(LARGEST_NUMBER))
