"""Wires the outbox into the admin, and the periodic jobs of the kernel into the worker."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from maillage.outbox.admin import MessageLedger, MessageTextViewSet
from maillage.outbox.conf import get_conf
from maillage.outbox.jobs import PeriodicJob, forget_old_messages, prune_finished_tasks
from maillage.privacy.registry import PersonalData, data_without_contact
from maillage.privacy.services import expire_all

if TYPE_CHECKING:
    from datetime import datetime

MessageLedger().register_with_wagtail()


@hooks.register("register_periodic_jobs")
def jobs() -> list[PeriodicJob]:
    """Privacy stands below the outbox, and Wagtail has no clock: their jobs are registered here."""
    day = timedelta(days=1)
    return [
        PeriodicJob(name="wagtail.publish_scheduled", every=timedelta(minutes=1), run=_publish_scheduled),
        PeriodicJob(name="privacy.anonymize", every=day, run=_anonymize),
        PeriodicJob(name="outbox.prune_tasks", every=day, run=prune_finished_tasks),
    ]


def _publish_scheduled(now: datetime) -> str | None:
    """Publish the pages whose time has come, and take off the site those whose time is over."""
    call_command("publish_scheduled", verbosity=0)
    return None


def _anonymize(now: datetime) -> str | None:
    today = timezone.localdate(now)
    forgotten = [f"{label} {count}" for label, count in expire_all(today) if count]
    return ", ".join(forgotten) or None


@hooks.register("register_personal_data")
def outgoing_messages() -> PersonalData:
    """Name the rows of the log, which hold keys only: nobody can be found in them, and they end too."""
    return data_without_contact(
        label=_("Outgoing messages"),
        expire=forget_old_messages,
        purpose=_("Send what people must know about their registration, and know whether it left."),
        basis=_("The service that people asked for."),
        people=_("Those who register, and the associations' teams."),
        categories=_("Kind of message, hour, whether it left; neither its text nor its address."),
        recipients=_("The team of the association that sends, and the network's team."),
        kept=gettext("%(days)d days after the message is over.") % {"days": get_conf()["KEEP_DAYS"]},
    )


@hooks.register("register_editor_permissions")
def editor_permissions() -> list[str]:
    """Name what an association's editor may do here, on the messages of their own association."""
    texts = [f"outbox.{verb}_messagetext" for verb in ("add", "change", "delete", "view")]
    return ["outbox.view_message", "outbox.resend_message", *texts]


@hooks.register("register_network_viewsets")
def network_viewsets() -> list[MessageTextViewSet]:
    """Let organisations put the messages in their own words, from the menu « Réseau »."""
    return [MessageTextViewSet("network_message_texts")]
