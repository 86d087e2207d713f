"""What is kept of a person, and until when: the same few fields on every paper."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptContact(models.Model):
    """Somebody's name and how to reach them, until a day; the reference of the paper stays."""

    contact_name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    expires_on = models.DateField(_("name kept until"), db_index=True, editable=False)
    anonymized_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
