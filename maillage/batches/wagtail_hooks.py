"""Wires imports into the admin and into privacy. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from maillage.batches import urls
from maillage.batches.conf import get_conf
from maillage.batches.importers import importers_for
from maillage.batches.jobs import Job, jobs
from maillage.batches.services import forget_old_batches
from maillage.privacy.registry import PersonalData, data_without_contact

if TYPE_CHECKING:
    from django.http import HttpRequest


class ImportsMenuItem(MenuItem):
    """Shown to whoever may import something: nobody, where no plugin imports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the importers' permissions."""
        return bool(importers_for(request.user))


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    """Mount the screens."""
    return [path("imports/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Lead to the imports."""
    return ImportsMenuItem(
        _("Imports"), reverse_lazy("batches_list"), name="imports", icon_name="upload", order=850
    )


@hooks.register("register_periodic_jobs")
def register_periodic_jobs() -> list[Job]:
    """Let the worker import the files."""
    return jobs()


@hooks.register("register_personal_data")
def imported_files() -> PersonalData:
    """Name the imported files: nobody is looked for in them, and they end."""
    return data_without_contact(
        label=_("Imported files"),
        expire=forget_old_batches,
        purpose=_("Take back an import that went wrong, and know what came from it."),
        basis=_("Legitimate interest: to repair a mistake."),
        people=_("Those whom an imported file names, and who imported it."),
        categories=_("The file as it was sent, and its refused rows."),
        recipients=_("Those who may import, in the same association."),
        kept=gettext("%(days)d days after the import.") % {"days": get_conf()["KEEP_DAYS"]},
    )
