"""Who speaks on every page: the network, its phone, and whether the content is a demonstration."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="globe", order=10)
class NetworkSettings(BaseSiteSetting):
    """What the header and the footer of every page show."""

    network_name = models.CharField(
        _("name of the network"),
        max_length=80,
        help_text=_("It is written in large letters at the top of every page. For example: Maillage."),
    )
    baseline = models.CharField(
        _("sentence under the name"),
        max_length=140,
        blank=True,
        help_text=_("What you do and where. For example: help with digital tools in the Pays de Redon."),
    )
    phone = models.CharField(
        _("phone"),
        max_length=30,
        blank=True,
        help_text=_("The number at the top of every page. Leave it empty if nobody answers."),
    )
    phone_hours = models.CharField(
        _("hours of the phone"),
        max_length=120,
        blank=True,
        help_text=_("When somebody answers. For example: Monday to Friday, 9 am to noon."),
    )
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("The address at the bottom of every page. For example: contact@network.example."),
    )
    is_demonstration = models.BooleanField(
        _("demonstration site"),
        default=False,
        help_text=_("Every page then says that its dates are not real, and search engines leave it out."),
    )

    panels = [
        FieldPanel("network_name"),
        FieldPanel("baseline"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("phone"), FieldPanel("phone_hours")]), FieldPanel("email")],
            heading=_("Contact"),
        ),
        FieldPanel("is_demonstration"),
    ]

    class Meta:
        verbose_name = _("name and contact")
        verbose_name_plural = _("names and contacts")

    def __str__(self) -> str:
        return self.network_name

    @property
    def phone_link(self) -> str:
        """The number as a telephone dials it: digits, with a leading + when it was typed."""
        return "".join(character for character in self.phone if character.isdigit() or character == "+")
