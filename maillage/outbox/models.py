"""What must leave the site, written in the same transaction as the change it tells of."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .querysets import MessageQuerySet
from .renderers import kind_label


class MessageStatus(models.TextChoices):
    """Where a message is on its way out."""

    PENDING = "pending", _("Waiting to leave")
    SENDING = "sending", _("Leaving")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    CANCELLED = "cancelled", _("No longer needed")


class Channel(models.TextChoices):
    """By which way a message leaves."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")


class Message(models.Model):
    """One message to one person, told by keys only.

    The row holds neither text nor address: `kind` names a renderer (see
    `maillage.outbox.renderers`) that makes both from `params` when the message leaves.
    Links are therefore fresh, and erasing a person leaves nothing behind here.
    """

    kind = models.CharField(_("kind of message"), max_length=80)
    channel = models.CharField(_("way"), max_length=10, choices=Channel, default=Channel.EMAIL)
    params = models.JSONField(_("keys"), default=dict)
    key = models.CharField(
        _("idempotency key"), max_length=160, unique=True, help_text=_("Enqueuing it twice sends it once.")
    )
    subject_reference = models.CharField(
        pgettext_lazy("a message", "about"), max_length=60, blank=True, db_index=True
    )
    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    message_id = models.UUIDField(_("identifier of the e-mail"), default=uuid.uuid4, editable=False)
    status = models.CharField(
        pgettext_lazy("a message", "status"),
        max_length=10,
        choices=MessageStatus,
        default=MessageStatus.PENDING,
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "not_before"], name="outbox_due")]
        # A ledger: nobody adds, edits or deletes a row by hand.
        default_permissions = ("view",)
        permissions = [("resend_message", _("Can send a failed message again"))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject_reference}".strip()

    def get_kind_display(self) -> str:
        """Return the kind as people call it, named like Django's own methods so that the log finds it."""
        return kind_label(self.kind)


class MessageText(models.Model):
    """An organisation's own words in one kind of message. See `maillage.outbox.texts`."""

    organization = models.ForeignKey(
        "places.Organization", on_delete=models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind of message"), max_length=80)
    subject = models.CharField(
        pgettext_lazy("e-mail", "subject"),
        max_length=120,
        blank=True,
        help_text=_("Empty: the usual subject."),
    )
    opening = models.TextField(
        _("opening"),
        max_length=1000,
        blank=True,
        help_text=_("Before the date and the place, which always follow. For example: See you soon, {name}!"),
    )
    closing = models.TextField(
        _("closing"),
        max_length=1000,
        blank=True,
        help_text=_("At the end. For example: The team of Les Mulots."),
    )

    class Meta:
        verbose_name = _("text of a message")
        verbose_name_plural = _("texts of messages")
        ordering = ["organization", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind"], name="message_text_once_a_kind"),
        ]

    def __str__(self) -> str:
        return kind_label(self.kind)


class WorkerHeartbeat(models.Model):
    """When the worker was last seen: requests send by themselves when nobody else will."""

    name = models.CharField(max_length=40, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of life of the worker")
        verbose_name_plural = _("signs of life of the worker")

    def __str__(self) -> str:
        return self.name


class JobRun(models.Model):
    """When a periodic job last ran: several workers share one run."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    started_at = models.DateTimeField(_("begun on"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended on"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    result = models.CharField(_("result"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("run of a periodic job")
        verbose_name_plural = _("runs of the periodic jobs")

    def __str__(self) -> str:
        return self.name
