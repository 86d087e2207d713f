"""What this app itself keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from maillage.privacy.access import forget_old_access
from maillage.privacy.admin import AccessLedger, RegisterViewSet
from maillage.privacy.conf import get_conf
from maillage.privacy.registry import PersonalData, data_without_contact
from maillage.privacy.throttle import forget_old_counts

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet


AccessLedger().register_with_wagtail()


@hooks.register("register_personal_data")
def counts_of_requests() -> PersonalData:
    """Counts against abuse: nobody can be found in them, and each ends with its window."""
    return data_without_contact(
        label=_("Counts against abuse"),
        expire=_expire,
        purpose=_("Keep programs from filling the dates or guessing references."),
        basis=_("Legitimate interest: a form that everybody can use stays usable."),
        people=_("Those who send a form."),
        categories=_("A number, and a keyed hash from which nobody can be read."),
        recipients=_("Nobody: the site alone counts."),
        kept=_("One hour, then erased within a day."),
    )


def _expire(today: date) -> int:
    return forget_old_counts(timezone.now())


@hooks.register("register_network_viewsets")
def network_viewsets() -> list[RegisterViewSet]:
    """Show the register of processing in the menu « Réseau »."""
    return [RegisterViewSet()]


@hooks.register("register_personal_data")
def looks_at_lists() -> PersonalData:
    """Who looked at lists of people: about those who work here, never about those in the lists."""
    return data_without_contact(
        label=_("Looks at lists of people"),
        expire=forget_old_access,
        purpose=_("Know who looked at lists of people, and who took them away."),
        basis=_("Legal obligation: to be able to say who had access."),
        people=_("The associations' teams."),
        categories=_("Who, when, which list and how many people it held; nobody's name of the list."),
        recipients=_("The network's team."),
        kept=_("%(days)d days.") % {"days": get_conf()["ACCESS_KEEP_DAYS"]},
    )


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Offer the reading of the log on the screen of a group."""
    return Permission.objects.filter(content_type__app_label="privacy", codename="view_accessrecord")
