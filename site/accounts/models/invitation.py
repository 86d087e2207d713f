"""An invitation to work for an association, sent to an e-mail address."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.places.models import Organization

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from .user import User

VALIDITY = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations as their screen and their link see them."""

    def for_user(self, user: User | AnonymousUser) -> Self:
        """Those of the organisations in whose name `user` may act."""
        return self.filter(organization__in=Organization.objects.for_user(user))

    def pending(self) -> Self:
        """Those that nobody has accepted nor taken back, even when their time is over."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, now: datetime | None = None) -> Self:
        """Those that can be accepted at `now` (aware, the present by default)."""
        return self.pending().filter(expires_at__gt=now or timezone.now())


class Invitation(models.Model):
    """Who is invited, to which organisation, by whom. The link is made when the e-mail leaves."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("invited on"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("good until"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back on"), null=True, blank=True, editable=False)
    # Raised to make every link sent so far worthless.
    link_counter = models.PositiveIntegerField(default=0, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_pending_invitation",
            ),
        ]

    def __str__(self) -> str:
        # The log keeps this text for ever, so it never holds the address.
        return str(self.public_id)[:8]

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.expires_at <= timezone.now()
