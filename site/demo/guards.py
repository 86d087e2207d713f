"""Where the demo may write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from maillage.places.models import Organization

if TYPE_CHECKING:
    from demo.ledger import Ledger


class DemoRefused(Exception):
    """The database is not one for a demo. `str()` says why, and what to do."""


def check_database(ledger: Ledger) -> None:
    """Raise DemoRefused where fictional dates could be taken for real ones."""
    if not settings.DEBUG:
        raise DemoRefused(
            _(
                "This site is in production: the demo would mix false dates with real ones. "
                "Add --force if it is what you want."
            )
        )
    if ledger.is_empty and is_begun():
        raise DemoRefused(
            _("This database already holds a site that the demo did not make. Add --force to write in it.")
        )


def is_begun() -> bool:
    """Tell whether somebody has begun a site: an organisation, or a page beyond Wagtail's welcome."""
    return Organization.objects.exists() or Page.objects.filter(depth__gt=1).not_exact_type(Page).exists()
