"""The menus of the header and of the footer, in the order that editors give them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page, Site

from ..querysets import MenuItemQuerySet


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
