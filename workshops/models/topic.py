"""What workshops are about, in a list that the network keeps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index


class Topic(index.Indexed, models.Model):
    """A subject of several workshops: e-mail, photos, papers on line."""

    name = models.CharField(
        _("name"),
        max_length=60,
        unique=True,
        help_text=_("In words that residents use. For example: My papers on line."),
    )
    slug = models.SlugField(_("address on the site"), max_length=60, unique=True)

    panels = [
        FieldPanel("name"),
        FieldPanel(
            "slug",
            help_text=_("Small letters without accents, with dashes. For example: mes-papiers-en-ligne."),
        ),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
