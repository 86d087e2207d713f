"""« Annoncer mon objet »: what somebody who registers will bring."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.privacy.files import Nameless, PrivateStorage
from repair.categories import Category


class ItemAnnouncement(models.Model):
    """An object that comes with a registration. Its words and photo end with the registration's people."""

    organization_path = "registration__organization"

    registration = models.ForeignKey(
        "bookings.Registration", on_delete=models.CASCADE, related_name="announced_items"
    )
    item = models.CharField(_("object"), max_length=80, blank=True)
    category = models.PositiveSmallIntegerField(_("category"), choices=Category, null=True, blank=True)
    brand = models.CharField(_("brand"), max_length=60, blank=True)
    model = models.CharField(_("model"), max_length=60, blank=True)
    age = models.PositiveSmallIntegerField(
        _("age in years"), null=True, blank=True, validators=[MaxValueValidator(300)]
    )
    fault = models.CharField(_("what is wrong"), max_length=500, blank=True)
    photo = models.FileField(
        _("photo"), storage=PrivateStorage(), upload_to=Nameless("repair"), blank=True, max_length=120
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    anonymized_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("announced object")
        verbose_name_plural = _("announced objects")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.registration_id}-{self.pk}"

    @property
    def expires_on(self) -> date:
        """The day until which it is kept: its registration's, which follows the date wherever it is moved."""
        return self.registration.expires_on

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """What was announced, label and value, without what was left empty."""
        said = [
            (_("Your object"), self.item),
            (_("Brand"), " ".join(filter(None, (self.brand, self.model)))),
            (pgettext_lazy("an object", "What is wrong"), self.fault),
            (_("Photo"), _("received") if self.photo else ""),
        ]
        return [(str(label), str(value)) for label, value in said if value]
