"""The same rule for the admin's own API: a page with dates is not deleted, a page people come to not hidden.

Wagtail's hooks on pages do not run there, and the database's refusal would be an answer 500.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from wagtail.admin.api.actions.delete import DeletePageAPIAction
from wagtail.admin.api.actions.unpublish import UnpublishPageAPIAction
from wagtail.models import Page

from .page_guards import pages_below, with_dates, with_people_to_come

if TYPE_CHECKING:
    from rest_framework.response import Response
    from wagtail.api.v2.router import WagtailAPIRouter


class GuardedDelete(DeletePageAPIAction):
    """Deletes a page unless it, or one below, has dates."""

    def execute(self, instance: Page, data: Any) -> Response:
        """Delete, or answer 400 with the reason."""
        if with_dates(pages_below([instance])).exists():
            raise ValidationError({"detail": _("This page cannot be deleted yet")})
        return super().execute(instance, data)


class GuardedUnpublish(UnpublishPageAPIAction):
    """Unpublishes a page unless people are registered to come to it."""

    def execute(self, instance: Page, data: Any) -> Response:
        """Unpublish, or answer 400 with the reason."""
        concerned = pages_below([instance]) if data["recursive"] else Page.objects.filter(pk=instance.pk)
        if with_people_to_come(concerned.live()).exists():
            raise ValidationError({"detail": _("This page cannot be unpublished yet")})
        return super().execute(instance, data)


def guard_page_actions(router: WagtailAPIRouter) -> None:
    """Put the two guarded actions in place of those of the endpoint « pages », whoever serves it."""
    served = router._endpoints["pages"]  # noqa: SLF001 - the hook passes the router, and it tells no other way
    actions = {**served.actions, "delete": GuardedDelete, "unpublish": GuardedUnpublish}
    router.register_endpoint("pages", type("GuardedPagesEndpoint", (served,), {"actions": actions}))
