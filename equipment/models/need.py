"""Somebody needs a machine: the request, its place in the queue, what it is given, at what price."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from equipment.models.kept_contact import KeptContact
from equipment.states import Kind, Situation
from maillage.places.codes import draw_code


def new_need_reference() -> str:
    """Return the reference of a request, for the voice."""
    return draw_code(8)


class NeedState(models.TextChoices):
    """Where a request is."""

    WAITING = "waiting", pgettext_lazy("request for a machine", "Waiting")
    ALLOCATED = "allocated", pgettext_lazy("request for a machine", "A machine is kept")
    SERVED = "served", pgettext_lazy("request for a machine", "Handed over")
    WITHDRAWN = "withdrawn", pgettext_lazy("request for a machine", "Withdrawn")
    DECLINED = "declined", pgettext_lazy("request for a machine", "Declined")
    LAPSED = "lapsed", pgettext_lazy("request for a machine", "Not fetched in time")


class Need(KeptContact):
    """A request. Its situation is declared, not proved: no paper is asked, no reason is kept."""

    organization = models.ForeignKey(
        "places.Organization", on_delete=models.PROTECT, related_name="needs", verbose_name=_("organisation")
    )
    reference = models.CharField(
        _("reference"), max_length=8, unique=True, default=new_need_reference, editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=NeedState, default=NeedState.WAITING, editable=False
    )
    situation = models.CharField(_("situation"), max_length=12, choices=Situation, default=Situation.PERSON)
    commune = models.CharField(_("commune"), max_length=80, blank=True)
    wanted = models.CharField(_("what is needed"), max_length=12, choices=Kind, default=Kind.LAPTOP)
    usage = models.CharField(
        _("what for"), max_length=300, blank=True, help_text=_("For example: school work, video calls.")
    )
    # The machine that is kept for this request, or was handed over.
    machine = models.ForeignKey(
        "equipment.Machine",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="needs",
        verbose_name=_("machine"),
    )
    kept_until = models.DateField(
        pgettext_lazy("a machine", "kept until"), null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("request for a machine")
        verbose_name_plural = _("requests for machines")
        # The queue: who asked first.
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["machine"], condition=Q(state="allocated"), name="equipment_kept_for_one"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["allocated", "served"]) | Q(machine__isnull=False),
                name="equipment_allocated_has_a_machine",
            ),
        ]
        indexes = [models.Index(fields=["organization", "state", "created_at"], name="equipment_queue")]

    def __str__(self) -> str:
        return self.reference


class Price(models.Model):
    """The solidarity grid: what a kind of machine costs in a situation."""

    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.CASCADE,
        related_name="machine_prices",
        verbose_name=_("organisation"),
    )
    kind = models.CharField(pgettext_lazy("of a machine", "kind"), max_length=12, choices=Kind)
    situation = models.CharField(_("situation"), max_length=12, choices=Situation)
    cents = models.PositiveIntegerField(_("price, in cents"), help_text=_("For example: 4000 for 40 €."))

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("price grid")
        ordering = ["organization", "kind", "situation"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "situation"], name="equipment_price_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.situation}"
