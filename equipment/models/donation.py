"""A donation: who gives what, when it is brought or fetched. The donor's name goes when it has served."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from equipment.models.kept_contact import KeptContact
from maillage.places.codes import draw_code


def new_donation_reference() -> str:
    """Return the reference of a donation, for its slip and for the voice."""
    return draw_code(8)


class DonorKind(models.TextChoices):
    """Who gives."""

    PERSON = "person", pgettext_lazy("donor", "Person")
    FIRM = "firm", pgettext_lazy("donor", "Firm")
    ASSOCIATION = "association", pgettext_lazy("donor", "Association")
    PUBLIC = "public", pgettext_lazy("donor", "School or public service")


class DonationState(models.TextChoices):
    """Where the donation is on its way."""

    ANNOUNCED = "announced", pgettext_lazy("donation", "Announced")
    AGREED = "agreed", pgettext_lazy("donation", "Day agreed")
    RECEIVED = "received", pgettext_lazy("donation", "Received")
    DECLINED = "declined", pgettext_lazy("donation", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("donation", "Withdrawn")


class DonationWay(models.TextChoices):
    """How it comes."""

    BROUGHT = "brought", _("The donor brings it")
    FETCHED = "fetched", _("We come and fetch it")


class Donation(KeptContact):
    """What somebody wants to give, the day and time, and the papers they need."""

    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        related_name="donations",
        verbose_name=_("organisation"),
    )
    reference = models.CharField(
        _("reference"), max_length=8, unique=True, default=new_donation_reference, editable=False
    )
    kind = models.CharField(
        pgettext_lazy("of a donor", "who gives"), max_length=12, choices=DonorKind, default=DonorKind.PERSON
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DonationState, default=DonationState.ANNOUNCED, editable=False
    )
    what = models.CharField(
        _("what is given"),
        max_length=500,
        help_text=_("For example: three laptops of about 2017 and their chargers."),
    )
    way = models.CharField(_("how it comes"), max_length=8, choices=DonationWay, default=DonationWay.BROUGHT)
    street = models.CharField(_("address where to fetch it"), max_length=160, blank=True)
    commune = models.CharField(_("commune"), max_length=80, blank=True)
    place = models.ForeignKey(
        "places.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place where it is brought"),
    )
    appointment_at = models.DateTimeField(_("day and time"), null=True, blank=True)
    received_at = models.DateTimeField(_("received on"), null=True, blank=True, editable=False)
    wants_erasure_report = models.BooleanField(_("wants the report of the erasures"), default=True)
    wants_tax_receipt = models.BooleanField(_("asks for a tax receipt"), default=False)
    created_at = models.DateTimeField(_("announced on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(appointment_at__isnull=False),
                name="equipment_donation_agreed_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.reference
