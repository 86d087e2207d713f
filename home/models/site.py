"""The name of the network, its menu and its footer."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page, Site

from home.querysets import MenuItemQuerySet


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


class MenuPosition(models.TextChoices):
    """Where an entry of the menus is shown."""

    MAIN = "main", _("At the top of the page")
    FOOTER = "footer", _("At the bottom of the page")


@register_setting(icon="list-ul", order=20)
class NavigationSettings(BaseSiteSetting, ClusterableModel):
    """The menus of one site."""

    panels = [
        HelpPanel(_("Five entries at the top are enough: more, and people no longer read them.")),
        InlinePanel("items", heading=_("Entries of the menus"), label=_("Entry")),
    ]

    class Meta:
        verbose_name = _("menus")
        verbose_name_plural = _("menus")


class MenuItem(Orderable):
    """An entry of a menu: a page of this site, or an address."""

    settings = ParentalKey(NavigationSettings, on_delete=models.CASCADE, related_name="items")
    position = models.CharField(
        _("where"),
        max_length=10,
        choices=MenuPosition,
        default=MenuPosition.MAIN,
        help_text=_("The legal pages go at the bottom."),
    )
    label = models.CharField(
        _("words of the entry"),
        max_length=40,
        help_text=_("One or two words. For example: Agenda."),
    )
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
        help_text=_("Choose a page of this site, or type an address instead."),
    )
    address = models.CharField(
        _("address"),
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(
                r"^(/|https?://|mailto:|tel:)\S*$",
                _("Type an address that begins with / or with https://, for example /agenda/."),
            )
        ],
        help_text=_("Only if you chose no page. For example: /agenda/."),
    )

    objects = MenuItemQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("position")]),
        FieldRowPanel([PageChooserPanel("page"), FieldPanel("address")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("entry of a menu")
        verbose_name_plural = _("entries of the menus")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page=None) ^ models.Q(address=""), name="menu_item_leads_to_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse an entry that leads nowhere, or to two things.

        Raises:
            ValidationError: when neither the page nor the address is filled, or both are.
        """
        super().clean()
        if bool(self.page_id) == bool(self.address):
            raise ValidationError({"page": _("Choose a page or type an address: one of the two.")})

    def get_url(self, site: Site) -> str:
        """Return where the entry leads: an address, or the path of its page as `site` links to it."""
        if self.page is None:
            return self.address
        return self.page.relative_url(site) or ""
